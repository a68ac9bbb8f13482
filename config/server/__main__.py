"""granian's command, with its options and GRANIAN_* variables, for a WSGI application.

    python -m config.server --interface wsgi config.wsgi:application

SIGHUP: new processes take over, one after the other. SIGTERM: all end, after a moment in which they drain.
SIGINT, or a second SIGTERM: all end at once, when what is under way is answered.
"""

import multiprocessing
import os
import signal
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from granian import Granian, cli

from config.server.draining import TOLD, load

MOMENT = 1.0  # seconds from being told to the end at SIGTERM; at SIGHUP granian waits for --respawn-interval (3.5)


class Server(Granian):
    """Tells its processes before it ends them."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._heard = SimpleQueue()

    def serve(self):
        Thread(target=self._obey, daemon=True).start()
        signal.signal(TOLD, signal.SIG_IGN)  # inherited: a process that is still starting would be ended by it
        self.on_reload(tell)
        super().serve(target_loader=load)

    # A handler runs in the midst of whatever the main thread does, also of another one: granian's own set an event, and
    # two at once (Ctrl-C, pressed twice) wait for each other for good. To put into such a queue is safe there.

    def signal_handler_interrupt(self, number, _frame):
        self._heard.put(number)

    def signal_handler_reload(self, number, _frame):
        self._heard.put(number)

    def _obey(self):
        while (number := self._heard.get()) == signal.SIGHUP:
            super().signal_handler_reload()
        if number == signal.SIGTERM:
            tell()
            with suppress(Empty):
                self._heard.get(timeout=MOMENT)
        super().signal_handler_interrupt()


def tell() -> None:
    """Every process of the server: it is about to end."""
    for process in multiprocessing.active_children():
        with suppress(ProcessLookupError):  # it has ended meanwhile, and the others are to hear it all the same
            os.kill(process.pid, TOLD)


if __name__ == "__main__":
    cli.Server = Server  # what the command makes, once it has read its options
    cli.entrypoint()
