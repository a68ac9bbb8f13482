"""A site whose processes are replaced, or that is stopped and started again, while members talk.

Nobody here sends anything twice. A member keeps their connection until an answer says that it ends, as a browser does,
and makes another then, or waits where nobody is listening.
"""

import http.client
import os
import random
import signal
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count

import pytest

from tests.slow.site import CUT_OFF, Member
from tests.slow.test_killed import assert_kept_once

pytestmark = pytest.mark.slow

TALKERS = 4
EACH = 9  # comments of one member, who may write ten in a minute
IDLE = 20  # connections on which nobody asks meanwhile


class Talk:
    """What was answered to all talkers."""

    def __init__(self, site, members: int):
        self.site, self.sessions, self.numbers = site, iter(site.people(members)), count()
        self.taken, self.statuses, self.cut, self.over = [], [], [], threading.Event()

    def talk(self) -> None:
        for session in self.sessions:
            member = self.there(Member, self.site.port, session)
            for _ in range(EACH):
                if self.over.is_set():
                    return
                time.sleep(random.uniform(0, 0.2))  # noqa: S311 (in which the connection is idle)
                text = f"Round 0, talker 0, number {next(self.numbers)}"
                status, *_more = self.there(member.post, text, uuid.uuid4()) or [None]
                self.statuses.append(status)
                if status == 303:
                    self.taken.append(text)
        assert self.over.is_set(), "too few members"

    def there(self, ask, *what):
        """The answer, if need be when somebody is there again. None to what was cut off."""
        while True:
            try:
                return ask(*what)
            except ConnectionRefusedError:  # nobody has heard it
                time.sleep(0.05)
            except CUT_OFF as error:
                self.cut.append(error)
                return None


@contextmanager
def talking(site, seconds: float):
    talk = Talk(site, members=int(seconds * 5))
    with ThreadPoolExecutor(TALKERS) as pool:
        talks = [pool.submit(talk.talk) for _ in range(TALKERS)]
        try:
            yield talk
        finally:
            talk.over.set()
        for one in talks:
            one.result()


def idle(site) -> list:
    """Sockets of connections that are kept: each has asked once."""
    connections = [http.client.HTTPConnection("127.0.0.1", site.port, timeout=60) for _ in range(IDLE)]
    for connection in connections:
        connection.request("GET", "/")
        assert connection.getresponse().read()
    return [connection.sock for connection in connections]


def reset(sockets) -> list:
    """What became of each, but for those that were closed in good order."""
    found = []
    for one in sockets:
        try:
            one.settimeout(10)
            assert one.recv(1) == b""
        except OSError as error:
            found.append(error)
        one.close()
    return found


def assert_well(talk, lost, said, capsys) -> None:
    with capsys.disabled():
        assert_kept_once(talk.site, talk.taken, said)
        print(  # noqa: T201
            f"{len(talk.statuses)} answers, of them {sum(status >= 500 for status in talk.statuses if status)} 5xx; "
            f"cut off: {len(talk.cut)}; of the idle connections reset: {len(lost)}"
        )
    assert talk.cut == []
    assert set(talk.statuses) == {303}
    assert lost == []


def test_new_processes_take_over_under_load_and_nobody_is_cut_off(site, request, capsys):
    """SIGHUP to the server."""
    rounds, lost = request.config.getoption("--rounds") or 20, []
    with talking(site, rounds * 12) as talk:
        for _ in range(rounds):
            time.sleep(1)
            before, waiting = site.workers(), idle(site)
            os.kill(site.server(), signal.SIGHUP)
            until = time.monotonic() + 40
            while set(site.workers()) & set(before):
                assert time.monotonic() < until
                time.sleep(0.1)
            lost += reset(waiting)
    assert_well(talk, lost, f"{rounds} times taken over", capsys)


def test_stopped_and_started_again_under_load_nobody_who_was_heard_is_cut_off(site, request, capsys):
    """SIGTERM to bin/serve, as a supervisor does."""
    rounds, lost = request.config.getoption("--rounds") or 20, []
    with talking(site, rounds * 6) as talk:
        for _ in range(rounds):
            time.sleep(1)
            waiting = idle(site)
            site.stop()
            lost += reset(waiting)
            site.start()
    assert_well(talk, lost, f"{rounds} times stopped and started", capsys)
