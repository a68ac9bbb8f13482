"""Run as a program: the tests of the rule, once for each mutant of it, each in a process of its own; prints the living.

The tests are collected once. Each mutant is a fork in which one function has another body.
"""

import importlib
import os
import sys
from functools import reduce
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.slow.mutation import mutants

MODULES = [f"blog.comments.policy{part}" for part in ("", ".door", ".sent", ".terms")] + ["blog.comments.wording"]
KILLED, LIVES, BROKEN = 0, 1, 2
TESTS = (
    "policy",
    "policy_closing",
    "policy_sent",
    "policy_reading",
    "policy_reports",
    "wording",
    "policy_cases",
    "truth_table",
)


class Loop:
    """Instead of running the tests once."""

    def pytest_runtestloop(self, session):
        if not _passes(session.items):
            raise RuntimeError("red before anything was changed")
        count = 0
        for name in MODULES:
            module = importlib.import_module(name)
            for mutant in mutants(Path(module.__file__).read_text()):
                count += 1
                if _lives(session.items, module, mutant):
                    _say("LIVES", name.rsplit(".", 1)[1], " ".join(str(mutant).split()))
        _say("COUNT", count)
        return True


def _lives(items, module, mutant) -> bool:
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        code = BROKEN
        try:
            function = reduce(getattr, mutant.function.split("."), module)
            getattr(function, "fget", function).__code__ = mutant.code
            code = KILLED
            code = LIVES if _passes(items) else KILLED
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in (KILLED, LIVES):
        raise RuntimeError(f"{mutant} could not be tried: {code}")
    return code == LIVES


def _say(*words) -> None:
    print(*words, flush=True)  # noqa: T201 (it is what the program is for)


def _passes(items) -> bool:
    for item, after in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, nextitem=after, log=False)):
            return False
    return True


if __name__ == "__main__":
    chosen = [f"tests/blog/comments/test_{name}.py" for name in TESTS]
    sys.exit(pytest.main([*chosen, "-q", "-s", "-p", "no:cacheprovider", "-k", "not microseconds"], plugins=[Loop()]))
