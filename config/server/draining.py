"""A process of the server between being told that it is about to end, and its end: it drains."""

import signal
from importlib import import_module
from time import sleep

from config.server import accepting

TOLD = signal.SIGUSR1
LAST = 0.1  # seconds from the last new connection to the end: whoever made one sends what they ask
CLOSE = ("Connection", "close")


class Draining:
    """A WSGI application around `app`: once `told`, each answer is the last on its connection (RFC 9112, 9.6)."""

    def __init__(self, app):
        self._app, self.told = app, False

    def __call__(self, environ, start_response):
        # In HTTP/2 there is no such header: there granian itself says that it leaves.
        if self.told and environ["SERVER_PROTOCOL"].startswith("HTTP/1"):
            return self._app(environ, lambda status, headers, *error: start_response(status, _last(headers), *error))
        return self._app(environ, start_response)


def _last(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*(pair for pair in headers if pair[0].lower() != "connection"), CLOSE]


def load(target: str) -> Draining:
    """In a new process: the application that `target` names ("module:name"), ready to be told."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until granian's own is there, an end is an end
    module, _, name = target.partition(":")
    application = Draining(getattr(import_module(module), name))

    def heard(*_signal):
        if application.told:
            return
        application.told = True
        end = signal.getsignal(signal.SIGTERM)

        def drained(*its):
            accepting.stop()
            sleep(LAST)  # the main thread has nothing to do; the others answer
            end(*its)

        signal.signal(signal.SIGTERM, drained)

    signal.signal(TOLD, heard)
    return application
