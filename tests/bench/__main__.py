"""Started by bin/bench: measures, and prints one table."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.bench.ground import prepare
from tests.bench.lighthouse import lighthouse
from tests.bench.members import members
from tests.bench.memory import memory
from tests.bench.readers import readers
from tests.bench.server import ROOT
from tests.bench.table import table, write
from tests.bench.writes import people_for, writes

PARTS = {"readers": readers, "members": members, "writes": writes, "memory": memory, "lighthouse": lighthouse}
FEW = 60  # members, where none of them posts
SCALE = "tests.bench.scale"
LIMITS = """\
Ours divided by what stands beside it (of what takes time, and of p99: the less the better). Limits of these figures:
client and server share one machine and its cores, and nothing crosses a network; both sides run under the same server
(granian, set up as bin/serve does), one after the other, in turns. So ratios can be compared, and rates can't
be with those of other machines."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measures Parley beside what it is compared with.")
    parser.add_argument("part", nargs="?", default="all", choices=("all", *PARTS, "scale"))
    parser.add_argument("--rounds", type=int, help="how often each pair is measured (default 3, of scale 15)")
    parser.add_argument("--seconds", type=int, default=4, help="how long each time (default 4)")
    whole = "put the table (of all, or of scale --full) into docs/performance.md"
    parser.add_argument("--write", action="store_true", help=whole)
    chosen, others = parser.parse_known_args()
    if others and chosen.part != "scale":
        parser.error(f"unknown: {' '.join(others)}")
    if chosen.write and chosen.part in PARTS:
        parser.error(
            f"--write puts down one table of all parts, and {chosen.part} alone would take the place of the others: "
            "name no part, or leave out --write and read the table here."
        )
    parts = PARTS if chosen.part == "all" else {name: PARTS[name] for name in PARTS if name == chosen.part}
    rows, rounds = [], chosen.rounds or 3
    if parts:
        with tempfile.TemporaryDirectory(prefix="parley-bench-") as work:
            people = people_for(rounds, chosen.seconds) if writes in parts.values() else FEW
            ground = prepare(Path(work), people)
            for name, part in parts.items():
                sys.stderr.write(f"{name} ...\n")
                rows += part(ground, rounds, chosen.seconds)
        made = (
            f"{rounds} interleaved rounds of {chosen.seconds} s, {os.cpu_count()} cores, "
            f"Python {platform.python_version()}, {date.today():%d %B %Y}."
        )
        text = f"{table(rows)}\n\n{made}\n\n{LIMITS}"
        sys.stdout.write(f"{text}\n")
        if chosen.write:
            write(ROOT / "docs/performance.md", text)
    if chosen.part in ("all", "scale"):
        if chosen.rounds:
            others += ["--rounds", str(chosen.rounds)]
        if chosen.write and chosen.part == "scale":
            others.append("--write")
        return subprocess.run([sys.executable, "-m", SCALE, *others], cwd=ROOT).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
