"""How much memory the server's processes hold together, and whether it grows."""

import time
from pathlib import Path

from tests.bench.load import load
from tests.bench.server import Server
from tests.bench.table import Figure

LIMIT, GROWTH = 300, 5  # MB; percent
REQUESTS, PATIENCE = 100_000, 600  # at most so many seconds: without the pages that are kept, fewer requests fit in


def memory(ground, _rounds: int, _seconds: int) -> list[Figure]:
    cookie, asked = {"Cookie": f"sessionid={ground.session()}"}, 0
    with Server("config.wsgi:application", ground.data) as server:
        _read(server, ground, cookie, 5)  # whatever is made once has been made
        before = held(server)
        asked += _read(server, ground, cookie, 5)
        until = time.monotonic() + PATIENCE
        while asked < REQUESTS and time.monotonic() < until:
            asked += _read(server, ground, cookie, 5)
        after = held(server)
    grown = 100 * (after - before) / before
    return [
        Figure("memory of both workers together, after the rest", LIMIT, after, "MB"),
        Figure(f"its growth over {asked:,} requests", GROWTH, grown, "%"),
    ]


def _read(server, ground, cookie, seconds) -> int:
    """Mostly pages that are kept, some forms and members' pages; how many."""
    total = 0
    for name in ("some", "many", "front", "feed"):
        total += load(server.port, ground.pages[name], seconds).total
    total += load(server.port, ground.pages["form-some"], 1, **cookie).total
    return total + load(server.port, ground.pages["whole"], 1, **cookie).total


def held(server: Server) -> float:
    """Proportional set size of all processes, in MB: pages that several share are counted once."""
    sums = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in server.processes())
    return sum(int(text.split("\nPss:")[1].split()[0]) for text in sums) / 1000
