"""Deep calls find room, and take none from the system one by one."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.crowd.frames import with_room


def taken() -> int:
    """The memory that this process has taken for its data, in pages (proc(5): the sixth field of statm)."""
    return int(Path("/proc/self/statm").read_text().split()[5])


def deep(calls: int) -> int:
    return deep(calls - 1) if calls else taken()


def more_at_the_bottom() -> int:
    """How much more is taken five hundred calls below, than here; the least of some, since others take memory, too."""
    return min(deep(500) - deep(0) for _again in range(5))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="a system that does not say what a process has taken")
@pytest.mark.parametrize("call, takes_more", [(with_room, False), (lambda act: act(), True)])
def test_what_is_called_with_room_takes_none_of_its_own(call, takes_more):
    with ThreadPoolExecutor(1) as thread:  # whose frames begin here
        assert (thread.submit(call, more_at_the_bottom).result() > 0) == takes_more


def test_it_returns_and_raises_what_the_call_does():
    assert with_room(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        with_room(divmod, 7, 0)
