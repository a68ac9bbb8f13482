"""What the server does when it is told something. Real processes: tests/bin/test_take_over.py, test_serve.py."""

import signal
from threading import Thread

import pytest

from config.server import __main__ as command


@pytest.fixture
def server(monkeypatch):
    """One that is not started, but obeys; `server.said` is what it has said to its processes."""
    one = command.Server("config.wsgi:application", interface="wsgi")
    one.said = []
    monkeypatch.setattr(command, "tell", lambda: one.said.append("you are about to end"))
    monkeypatch.setattr(command, "MOMENT", 0)
    one.obeys = Thread(target=one._obey, daemon=True)
    one.obeys.start()
    return one


def hear(server, *numbers) -> None:
    for number in numbers:
        handler = server.signal_handler_reload if number == signal.SIGHUP else server.signal_handler_interrupt
        handler(number, None)


def test_a_signal_waits_for_nothing_whatever_it_has_interrupted(server):
    """As when it comes while another is being heard, in the same thread: what that one holds, it holds."""
    with server.main_loop_interrupt._cond:
        comes = Thread(target=hear, args=(server, signal.SIGINT, signal.SIGHUP, signal.SIGTERM), daemon=True)
        comes.start()
        comes.join(timeout=20)
        assert not comes.is_alive()


def test_at_sigint_all_end_and_are_told_nothing(server):
    hear(server, signal.SIGINT)
    server.obeys.join(timeout=20)
    assert server.interrupt_signal and server.said == []


@pytest.mark.parametrize("numbers", [[signal.SIGTERM], [signal.SIGTERM, signal.SIGTERM]])
def test_at_sigterm_they_are_told_first(server, numbers):
    hear(server, *numbers)
    server.obeys.join(timeout=20)
    assert server.interrupt_signal and server.said == ["you are about to end"]


def test_a_second_signal_ends_the_wait(server, monkeypatch):
    monkeypatch.setattr(command, "MOMENT", 3600)
    hear(server, signal.SIGTERM, signal.SIGTERM)
    server.obeys.join(timeout=20)
    assert server.interrupt_signal


def test_at_sighup_the_server_goes_on(server):
    hear(server, signal.SIGHUP)
    assert server.main_loop_interrupt.wait(20)
    assert server.reload_signal and not server.interrupt_signal and server.obeys.is_alive()
    hear(server, signal.SIGINT)
    server.obeys.join(timeout=20)
    assert server.interrupt_signal
