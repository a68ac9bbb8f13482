"""Where log lines go: to stderr, each at once, or several with one write."""

import logging


class Console(logging.StreamHandler):
    """A line that is marked `more` (in `extra`) waits for the next, and is written with it."""

    def __init__(self, stream=None):
        super().__init__(stream)
        self._lines: list[str] = []

    def format(self, record: logging.LogRecord) -> str:
        self._lines.append(super().format(record))
        if getattr(record, "more", False):
            return ""
        lines, self._lines = self._lines, []
        return self.terminator.join(lines)

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "more", False):
            self.format(record)
        else:
            super().emit(record)
