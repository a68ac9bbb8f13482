"""wrk, and what it says."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

LUA = Path(__file__).parent / "lua"
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


@dataclass(frozen=True)
class Load:
    """`rate` is answers a second; `p99` milliseconds; `unlike` how many answers had another status than expected."""

    rate: float
    p99: float
    total: int
    unlike: int


def load(port: int, path: str, seconds: int, *, connections=16, script="", env=None, **headers: str) -> Load:
    """Asks for `path` over and over. `script` is one of lua/; headers are written with _ for -.

    Answers outside of 2xx and 3xx count as unlike (with a script: what it says is).
    """
    command = ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"]
    for name, value in headers.items():
        command += ["-H", f"{name.replace('_', '-')}: {value}"]
    if script:
        command += ["-s", str(LUA / script)]
    command.append(f"http://127.0.0.1:{port}{path}")
    ran = subprocess.run(command, env=os.environ | (env or {}), capture_output=True, text=True, check=True)
    return read(ran.stdout)


def read(said: str) -> Load:
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", said).groups()
    unlike = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    told = re.search(r"unlike (\d+)", said)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    count = int(told[1]) if told else int(unlike[1]) if unlike else 0
    return Load(
        rate,
        float(number) * UNITS[unit],
        int(re.search(r"(\d+) requests in", said)[1]),
        count + (sum(map(int, broken.groups())) if broken else 0),
    )
