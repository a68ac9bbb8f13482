"""A mail server that is down, greylists and hangs up, and a sender that is killed: every letter arrives, and once.

A machine that stops between the server's "taken" and writing that down can't know; the letter is then sent again under
the same Message-ID, by which mailboxes know it. So doubles are counted by that, and there are no more than kills.
"""

import random
import signal
import subprocess
import time
from collections import Counter
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from tests.slow.site import ROOT, Site, free_port

pytestmark = pytest.mark.slow

PEOPLE, EACH, KILLS = 100, 10, 20
LETTERS = """
from django.utils import timezone
from accounts.models import Letter, Topic, User
from blog.models import Blog
said = {"blog": Blog.objects.get(), "topic": Topic.RULING, "body": "Words.", "next_at": timezone.now()}
Letter.objects.bulk_create(
    Letter(user=user, about=f"proof {number}", subject=f"Letter {number}", **said)
    for user in User.objects.filter(email__startswith="many") for number in range(EACH)
)
""".replace("EACH", str(EACH))
LATER = """
from django.utils import timezone
from accounts.models import Letter
Letter.objects.filter(state="waiting").update(next_at=timezone.now())
print(Letter.objects.filter(state="waiting").count())
"""


class Moody:
    """Takes most mails; greylists some, and hangs up in the middle of others."""

    def __init__(self):
        self.chance, self.taken = random.Random(3), Counter()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.chance.random() < 0.1:
            return "450 4.7.1 Greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mood = self.chance.random()
        if mood < 0.02:
            server.transport.abort()
        if mood < 0.05:
            return "451 4.3.0 Try again later"
        mail = message_from_bytes(envelope.content)
        self.taken[mail["Message-ID"]] += 1
        return "250 Taken"


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.start()
    site.people(PEOPLE)
    site.stop()
    site.env["EMAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    return site


def tend(site) -> subprocess.Popen:
    """`manage.py tend`, begun. (What it says of a server that is down is not of interest here.)"""
    silent = subprocess.DEVNULL
    return subprocess.Popen(
        [".venv/bin/python", "manage.py", "tend"], cwd=ROOT, env=site.env, stdout=silent, stderr=silent
    )


def test_a_thousand_letters_arrive_whatever_happens_to_server_and_sender(site, capsys):
    site.shell(LETTERS)
    assert site.count("accounts_letter") == PEOPLE * EACH
    assert tend(site).wait() == 0, "the server is down"
    assert int(site.shell(LATER)) == PEOPLE * EACH
    moody, chance, rounds = Moody(), random.Random(5), 0
    server = Controller(moody, hostname="127.0.0.1", port=int(site.env["EMAIL_URL"].rpartition(":")[2]))
    server.start()
    try:
        for _kill in range(KILLS):
            sender = tend(site)
            before = sum(moody.taken.values())
            while sum(moody.taken.values()) < before + 5 and sender.poll() is None:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.1))
            sender.send_signal(signal.SIGKILL)
            sender.wait()
            site.shell(LATER)
        killed_at = sum(moody.taken.values())
        while int(site.shell(LATER)):
            rounds += 1
            assert rounds < 200
            tend(site).wait()
    finally:
        server.stop()
    doubled = sum(times - 1 for times in moody.taken.values())
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{KILLS} kills while {killed_at} letters were taken: {len(moody.taken)} arrived, {doubled} of them twice"
        )
    assert len(moody.taken) == PEOPLE * EACH
    assert site.rows("SELECT DISTINCT state FROM accounts_letter") == [("sent",)]
    assert doubled <= KILLS
