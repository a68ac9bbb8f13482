"""A lie in the rule is noticed: each of its functions is falsified in every small way, and a test of the rule fails."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
# What no test can notice, for it answers the same -> why it does.
ALIKE = {
    "terms closing: rules.close_at and end == rules.close_at => end == rules.close_at": (
        "an end is never None there, so it never equals a date that is not set"
    ),
}


def test_no_small_lie_about_the_rule_goes_unnoticed(capsys):
    run = subprocess.run([sys.executable, "-m", "tests.slow.mutants"], cwd=ROOT, capture_output=True, text=True)
    lines = run.stdout.splitlines()
    counts = [line.split()[1] for line in lines if line.startswith("COUNT ")]
    assert counts and int(counts[0]) > 400, run.stdout + run.stderr
    living = {line.removeprefix("LIVES ") for line in lines if line.startswith("LIVES ")}
    with capsys.disabled():
        print(f"\n{counts[0]} mutants of the rule, {len(living)} alive, which answer alike")  # noqa: T201
    assert living == set(ALIKE)
