"""Lighthouse's scores of a post, the front page and a label, in Debian's Chromium. Installed by npm, apart."""

import json
import os
import subprocess
from pathlib import Path
from statistics import median

from tests.bench.server import Server
from tests.bench.table import Figure

VERSION = "12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic"


def lighthouse(ground, rounds: int, _seconds: int) -> list[Figure]:
    """How far each page is from 100, in the median of the rounds, and what cost points. The reports are kept."""
    place = Path(os.environ.get("BENCH_WORK", ground.data)) / "lighthouse"
    program = place / "node_modules/.bin/lighthouse"
    if not program.exists():
        place.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent", f"lighthouse@{VERSION}"]
        subprocess.run(command, cwd=place, check=True)
    found = []
    with Server("config.wsgi:application", ground.data) as server:
        for words, path in (("post", ground.pages["some"]), ("front page", "/"), ("label", ground.pages["label"])):
            url = f"http://127.0.0.1:{server.port}{path}"
            server.get(path)
            reports = [_report(program, place, url, f"{words}-{number}") for number in range(rounds)]
            for name in CATEGORIES:
                short = median(100 - round(100 * (report["categories"][name]["score"] or 0)) for report in reports)
                said = f" ({', '.join(_lost(reports[-1], name))})" if short else ""
                found.append(Figure(f"Lighthouse, {words}: points short in {name}{said}", 0, short, "points"))
    return found


def _report(program: Path, place: Path, url: str, name: str) -> dict:
    file = place / f"{name}.json"
    command = [str(program), url, "--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={FLAGS}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    env = os.environ | {"CHROME_PATH": os.environ["CHROMIUM"]}
    # It misses the beginning of a page now and then (NO_NAVSTART), and asks to be run again.
    if not any(subprocess.run(command, env=env, check=False).returncode == 0 for _again in range(3)):
        raise RuntimeError(f"Lighthouse could not look at {url}, three times: its reason stands above.")
    return json.loads(file.read_text())


def _lost(report: dict, category: str) -> list[str]:
    audits = (one["id"] for one in report["categories"][category]["auditRefs"] if one["weight"])
    return [name for name in audits if (report["audits"][name]["score"] or 0) < 1 and report["audits"][name]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")]  # fmt: skip  # noqa: E501
