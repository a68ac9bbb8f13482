"""People who come when they come, however long the answers take: an open loop, as a real crowd is one.

By hand instead of by asyncio, which would take as much of the machine as the server that is asked.
"""

import selectors
import socket
import time
from collections import deque
from dataclasses import dataclass

PATIENCE = 30  # seconds: then somebody goes away without an answer


@dataclass(frozen=True)
class Came:
    """When somebody came, seconds after the first; what they got, 0 for nothing; and how long that took."""

    at: float
    status: int
    seconds: float


def flood(port: int, path: str, *phases: tuple[float, float]) -> list[Came]:
    """Each phase is (people a second, seconds). Every one of them opens a connection of their own."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
    due, came, begun = deque(_moments(phases)), [], time.perf_counter()
    with selectors.EpollSelector() as asked:
        while due or asked.get_map():
            now = time.perf_counter() - begun
            while due and due[0] <= now:
                due.popleft()
                asked.register(_knock(port), selectors.EVENT_WRITE, [now, b""])
            for key, event in asked.select(max(0.0, due[0] - now) if due else 0.1):
                if event & selectors.EVENT_WRITE:
                    key.fileobj.send(request)
                    asked.modify(key.fileobj, selectors.EVENT_READ, key.data)
                elif not _hears_more(key):
                    _goes(asked, key, came, time.perf_counter() - begun)
            if not due:
                for key in list(asked.get_map().values()):
                    if now > key.data[0] + PATIENCE:
                        _goes(asked, key, came, now)
    return came


def _moments(phases):
    start = 0.0
    for rate, seconds in phases:
        yield from (start + number / rate for number in range(round(rate * seconds)))
        start += seconds


def _knock(port: int) -> socket.socket:
    door = socket.socket()
    door.setblocking(False)
    door.connect_ex(("127.0.0.1", port))
    return door


def _hears_more(key) -> bool:
    try:
        heard = key.fileobj.recv(65536)
    except OSError:
        return False
    key.data[1] = key.data[1] or heard[:12]
    return bool(heard)


def _goes(asked, key, came: list[Came], now: float) -> None:
    asked.unregister(key.fileobj)
    key.fileobj.close()
    at, heard = key.data
    came.append(Came(at, int(heard[9:12] or 0), now - at))
