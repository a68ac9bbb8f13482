"""A line before one hand that works only when it is told to, and people who come in threads of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from blog.watching.soon import soon
from config.crowd.line import Line


@pytest.fixture(autouse=True)
def written():
    """What the log says of a test's refusals, it says before the next test."""
    yield
    soon.flush()


class Hand:
    """What a hand is asked to do: it tells that it has begun, and ends when it is let go."""

    def __init__(self):
        self.begun, self.may_end = threading.Semaphore(0), threading.Semaphore(0)
        self.order = []

    def work(self, name="somebody"):
        self.order.append(name)
        self.begun.release()
        assert self.may_end.acquire(timeout=10)
        return name

    def let_go(self, times=1):
        self.may_end.release(times)


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def clock():
    """Stands still; `clock.now` puts it on."""

    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    return Clock()


@pytest.fixture
def come(hand):
    """Sends somebody, in a thread of their own: a Future of what they get."""
    pool = ThreadPoolExecutor(64)
    yield pool.submit
    hand.let_go(64)
    pool.shutdown()


@pytest.fixture
def make_line(clock):
    return lambda hands=1, places=3: Line(hands, places, clock)
