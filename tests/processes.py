"""The processes that a program has started, when it was started with `start_new_session`, in however many groups."""

import os
import signal
from pathlib import Path


def processes_of(leader: int) -> list[int]:
    """The numbers of all processes in the session of this one, as /proc says (proc(5): the sixth field of stat)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, _group, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue  # it has ended meanwhile
        if int(session) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found


def kill_session(leader: int) -> None:
    """Ends all of them without a warning."""
    while running := processes_of(leader):
        for process in running:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
