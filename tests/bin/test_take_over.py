"""The processes of bin/serve end, and others take their place, while somebody asks all the time."""

import http.client
import os
import signal
import threading
import time
from contextlib import ExitStack, contextmanager

import pytest

from tests.bin.test_serve import ARTICLE, PROCESSES, listening, named, served
from tests.processes import processes_of

KEPT = 3  # connections on which one asks after the other


class Guest:
    """Asks on one connection as long as it is kept, and makes another only where the server has said that it ends."""

    def __init__(self, port):
        self.connection, self.answers, self.cut, self.closed = http.client.HTTPConnection("127.0.0.1", port), 0, [], 0

    def ask(self):
        try:
            if self.connection.sock is None:
                self.connection.connect()
        except ConnectionRefusedError:
            return  # nobody is there: nobody has heard it, or will
        try:
            self.connection.request("GET", ARTICLE)
            response = self.connection.getresponse()
            response.read()
            self.answers += 1
            self.closed += response.headers["Connection"] == "close"
            if response.status != 200:
                self.cut.append(response.status)
        except (OSError, http.client.HTTPException) as error:
            self.cut.append(error)
            self.connection.close()


@contextmanager
def asking(port):
    """While guests ask; they are given out. They have gone afterwards."""
    guests, over = [Guest(port) for _ in range(KEPT)], threading.Event()

    def ask(guest):
        while not over.is_set():
            guest.ask()
            time.sleep(0.002)  # in which the connection is idle

    threads = [threading.Thread(target=ask, args=(guest,)) for guest in guests]
    for thread in threads:
        thread.start()
    try:
        yield guests
    finally:
        over.set()
        for thread in threads:
            thread.join()


def server_of(leader) -> int:
    """The number of the server under this bin/serve; its processes are its children, and have larger ones."""
    return min(set(named("-m", "config.server")) & set(processes_of(leader)))


def workers(leader) -> set[int]:
    return set(named("-m", "config.server")) & set(processes_of(leader)) - {server_of(leader)}


def leader_of(port) -> int:
    (leader,) = (pid for pid in named("bin/serve", "--port", str(port)) if os.getsid(pid) == pid)
    return leader


def wait_until(true) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.usefixtures("made")
def test_nobody_is_cut_off_when_new_processes_take_over_and_when_a_supervisor_ends_all(shell, port, tmp_path):
    with ExitStack() as afterwards:
        with served(shell, port, tmp_path, stop=signal.SIGTERM, GRANIAN_RESPAWN_INTERVAL="1"):
            leader = leader_of(port)
            before = workers(leader)
            assert len(before) == PROCESSES
            guests = afterwards.enter_context(asking(port))
            wait_for_more(guests)
            assert not closed(guests), "a connection is kept"
            os.kill(leader, signal.SIGUSR1)
            wait_until(lambda: len(workers(leader)) == PROCESSES and not workers(leader) & before)
            wait_until(lambda: listening(port) == PROCESSES)
            first = closed(guests)
            assert first, "who asked an old process was told that its connection ends"
            wait_for_more(guests)
            assert closed(guests) == first, "the new ones keep theirs"
        assert closed(guests) > first, "until their own end"
    assert [guest.cut for guest in guests] == [[]] * KEPT


def closed(guests) -> int:
    return sum(guest.closed for guest in guests)


def wait_for_more(guests) -> None:
    before = [guest.answers for guest in guests]
    wait_until(lambda: all(guest.answers > then + 20 for guest, then in zip(guests, before, strict=True)))
