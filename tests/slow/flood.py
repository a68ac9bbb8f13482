"""People who come when they come, however long the answers take: an open loop, as a real crowd is one.

In C (a compiler is needed), so that the crowd takes little of the machine on which the server is that it comes to.
"""

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")


@dataclass(frozen=True)
class Came:
    """When somebody came, seconds after the first; what they got, 0 for nothing; and how long that took."""

    at: float
    status: int
    seconds: float


def flood(port: int, path: str, *phases: tuple[float, float]) -> list[Came]:
    """Each phase is (people a second, seconds). Every one of them opens a connection of their own."""
    with tempfile.TemporaryDirectory() as directory:
        program = Path(directory) / "flood"
        subprocess.run(["gcc", "-O2", "-o", program, SOURCE], check=True)
        words = [str(word) for phase in phases for word in phase]
        said = subprocess.run([program, str(port), path, *words], capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in said.splitlines()]
    return [Came(float(at), int(status), float(seconds)) for at, status, seconds in lines]
