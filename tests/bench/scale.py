"""Does a page get slower as the archive grows? Two generated blogs, a small and a large one, asked in turns.

    python -m tests.bench.scale [--full [--write]] [--rounds N] [--keep FOLDER]

Prints a table of page x size: milliseconds of one request within its process (no server, no network), and queries. On
SQLite, which works within the process, of the processor's time: that is the same on a busy machine. The databases are
SQLite files, or with DATABASE_URL the schemas of that name with "_small" and "_large" behind it.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- bin/bench scale: begin -->", "<!-- bin/bench scale: end -->"
HEAD = ["page", "queries", "small: min", "median", "max", "large: min", "median", "max", "ratio", "met"]
# Enough comments and people that the small one's lists are full, too: what is compared is the archive behind them.
SMALL = {"posts": 100, "comments": 3_000, "members": 2_500, "longest": 500}
LARGE = {"posts": 10_000, "comments": 100_000, "members": 10_000, "longest": 5_000}
FULL = {"posts": 100_000, "comments": 1_000_000, "members": 100_000, "longest": 50_000}
MOST, QUERIES, SLOW = 1.5, 15, 300  # times the small one's; queries and milliseconds of a page of the admin
NOISE = 1.0  # milliseconds that a difference must have to be one
# Both blogs are asked on one core: two cores of a machine that others share need not be equally fast.
CORE = {min(os.sched_getaffinity(0))}


class Site:
    """A generated blog, and a process that looks at it."""

    def __init__(self, name: str, sizes: dict[str, int], folder: Path):
        self.environ = os.environ | {"PARLEY_DATA": str(folder / name), "HTTPS": "off", "ALLOWED_HOSTS": "*"}
        if url := os.environ.get("DATABASE_URL"):
            self.environ["DATABASE_URL"] = f"{url}_{name}"
        if not (folder / name / "ready").exists():
            self.generate(sizes)
            (folder / name / "ready").touch()
        command = [sys.executable, "-m", "tests.bench.scale_pages"]
        self.process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=self.environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        os.sched_setaffinity(self.process.pid, CORE)
        self.pages = json.loads(self.process.stdout.readline())

    def generate(self, sizes: dict[str, int]) -> None:
        numbers = [word for name, number in sizes.items() for word in (f"--{name}", str(number))]
        for command in (
            ["migrate", "-v0"],
            ["createcachetable", "--database", "cache"] if "CACHE_URL" not in os.environ else ["check"],
            ["collectstatic", "--noinput", "-v0"],
            ["create_blog", "Scale", "--owner", "owner@example.org", "--owner-name", "Ines Marlow"],
            ["generate_blog", *numbers],
        ):
            subprocess.run(  # noqa: S603
                [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environ, check=True, stdout=sys.stderr
            )

    def look(self, page: str, wants: str = "") -> tuple[int, float, int]:
        """(status, milliseconds, queries) of one request."""
        self.process.stdin.write(f"{page}\t{wants}\n")
        self.process.stdin.flush()
        status, took, queries = self.process.stdout.readline().split()
        return int(status), float(took), int(queries)

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def measure(small: Site, large: Site, page: str, rounds: int) -> list[str]:
    """One row of the table."""
    sites, times = (small, large), ([], [])
    seen = [site.look(page, "queries") for site in sites]
    for _round in range(rounds):
        for site, took in zip(sites, times, strict=True):
            took.append(site.look(page)[1])
    ratio = median(times[1]) / median(times[0])
    met = ratio <= MOST or median(times[1]) - median(times[0]) < NOISE
    if page.startswith("admin"):
        met = met and seen[1][2] <= QUERIES and median(times[1]) <= SLOW
    statuses = {status for status, _took, _queries in seen}
    said = "yes" if met else "no"
    if len(statuses) > 1 or max(statuses) >= 500:
        said = f"no: {statuses}"
    cells = [f"{figure:.1f}" for took in times for figure in (min(took), median(took), max(took))]
    return [page, " / ".join(str(queries) for _status, _took, queries in seen), *cells, f"{ratio:.2f}", said]


def table(rows: list[list[str]]) -> str:
    lines = [HEAD, ["-" * len(cell) for cell in HEAD], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(path: Path, text: str) -> None:
    """Puts the text between our marks in a file, or at its end with marks around it."""
    old = path.read_text() if path.exists() else "# Performance\n"
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2] if rest else "\n"
    path.write_text(f"{before.rstrip()}\n\n{BEGIN}\n{text}\n{END}{after}")


def said_of(sizes: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in sizes.items() if name != "longest")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench scale", description=__doc__.partition("\n")[0])
    parser.add_argument("--full", action="store_true", help=f"the large one has {said_of(FULL)}")
    parser.add_argument("--write", action="store_true", help="with --full: put the table into docs/performance.md")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="keep the blogs in this folder, and take those that are there")
    parser.add_argument("--only", default="", help="pages whose names have these letters")
    parser.add_argument("--sql", action="store_true", help="write the queries of the large one to the error output")
    chosen = parser.parse_args()
    if chosen.write and chosen.only:
        parser.error("--write puts down the table of all pages: leave out --only, or leave out --write.")
    if chosen.write and not chosen.full:
        parser.error("--write puts down the table of the full size: add --full, or leave out --write.")
    sizes = FULL if chosen.full else LARGE
    with tempfile.TemporaryDirectory(prefix="parley-scale-") as work:
        folder = chosen.keep or Path(work)
        small, large = Site("small", SMALL, folder), Site("large", sizes, folder)
        rows = []
        for page in large.pages:
            if chosen.only in page:
                rows.append(measure(small, large, page, chosen.rounds))
                sys.stderr.write(f"{' | '.join(rows[-1])}\n")
                if chosen.sql:
                    large.look(page, "sql")
        small.end()
        large.end()
    clock = "by the clock" if os.environ.get("DATABASE_URL") else "of the processor"
    text = "\n\n".join(
        [
            "## As the archive grows",
            f"Small: {said_of(SMALL)}, {SMALL['longest']} comments in the longest thread. "
            f"Large: {said_of(sizes)}, {sizes['longest']:,} in the longest. Milliseconds of one request in its "
            f"process ({clock}), {chosen.rounds} rounds in turns; met: at most {MOST} times the small one’s median (or "
            f"{NOISE:g} ms more), in the admin at most {QUERIES} queries and {SLOW} ms.",
            table(rows),
            f"{os.environ.get('DATABASE_URL', 'SQLite').partition(':')[0]}, Python {platform.python_version()}, "
            f"{os.cpu_count()} cores, {date.today():%d %B %Y}. Made by `bin/bench scale{' --full' * chosen.full}`.",
        ]
    )
    sys.stdout.write(f"{text}\n")
    if chosen.write:
        write(ROOT / "docs/performance.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
