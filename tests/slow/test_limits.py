"""Limits under many hands: sixteen connections at once to a real server never get one more through than a limit says.

What is counted is what a client knows: two answers lie within a stretch of time where the first was asked for, and the
second had come, within it. So a count can only be too low by what was under way, never too high.
"""

import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from config.settings import RATE_LIMITS
from tests.slow.site import Member

pytestmark = pytest.mark.slow

HANDS = 16


def hammer(port, session, ask, seconds) -> list[tuple[float, float]]:
    """Asks from all hands at once for so long: when each that was let through was sent, and when it was answered.

    `ask`(member, number) returns a status.
    """
    end = time.monotonic() + seconds

    def hand(number):
        member, through, turn = Member(port, session), [], 0
        while time.monotonic() < end:
            turn += 1
            sent = time.monotonic()
            status = ask(member, number * 100_000 + turn)
            if status < 400:
                through.append((sent, time.monotonic()))
            else:
                assert status == 429, status
                time.sleep(0.05)
        return through

    with ThreadPoolExecutor(HANDS) as pool:
        return sorted(one for through in pool.map(hand, range(HANDS)) for one in through)


def most_within(through, seconds) -> int:
    """The most that certainly were let through in any stretch of so many seconds."""
    return max(sum(answered <= start + seconds for _sent, answered in through[place:])
               for place, (start, _answered) in enumerate(through))  # fmt: skip


def test_comments(site):
    port, sessions = site.port, site.people(1)

    def ask(member, number):
        return member.post(f"Number {number}", uuid.uuid4())[0]

    through = hammer(port, sessions[0], ask, 75)
    assert len(through) > 10, "the first minute is over, and there is room again"
    assert most_within(through, 60) == 10


def test_previews(site):
    port, sessions = site.port, site.people(1)
    count, seconds = RATE_LIMITS["preview"]

    def ask(member, number):
        fields = {"text": f"Number {number}", "preview": "1", "csrfmiddlewaretoken": member.token, "key": uuid.uuid4()}
        return member.ask("POST", fields)[0]

    through = hammer(port, sessions[0], ask, 2 * seconds + 15)
    assert len(through) > count
    assert most_within(through, seconds) == count


def test_reports(site):
    count, _seconds = RATE_LIMITS["report"]
    port, sessions = site.port, site.people(4 * count)
    places = [Member(port, session).post("Something to report", uuid.uuid4())[1] for session in sessions[1:]]
    numbers = [int(re.search(r"comment-(\d+)", place)[1]) for place in places]

    def ask(member, number):
        pk = numbers[number % len(numbers)]
        fields = {"act": "report", "reason": "It is off the subject", "csrfmiddlewaretoken": member.token}
        return member.ask("POST", fields, f"/comments/{pk}/acts/")[0]

    through = hammer(port, sessions[0], ask, 10)
    assert len(through) == count


def test_guests(site):
    port = site.port
    count, _seconds = RATE_LIMITS["guest"]
    opened = (
        "from django.utils import timezone; from accounts.models import Membership, Role; from blog.models import Blog;"
        "from blog.comments.changing import change_policy; blog = Blog.objects.get();"
        "owner = Membership.objects.filter(role=Role.OWNER)[0].user;"
        "change_policy(blog=blog, by=owner, values={'audience': 'anyone'}, now=timezone.now())"
    )
    site.shell(opened)

    def ask(member, number):
        fields = {"text": f"Number {number}", "name": "Gus", "key": uuid.uuid4(), "csrfmiddlewaretoken": member.token}
        return member.ask("POST", fields)[0]

    through = hammer(port, "", ask, 10)
    assert len(through) == count
