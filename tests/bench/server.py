"""A server as bin/serve starts it (the same workers, threads and limits), for Parley and for what it is measured by."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.slow.site import free_port

ROOT = Path(__file__).resolve().parents[2]
GRANIAN = {
    "GRANIAN_WORKERS": "2",
    "GRANIAN_BLOCKING_THREADS": "64",
    "GRANIAN_BACKPRESSURE": "512",
    "GRANIAN_LOG_LEVEL": "error",
    "GRANIAN_HTTP1_HEADER_READ_TIMEOUT": "10000",
    "GRANIAN_WORKERS_KILL_TIMEOUT": "10",
    "MALLOC_TRIM_THRESHOLD_": "4194304",
    "MALLOC_MMAP_THRESHOLD_": "4194304",
    "MALLOC_ARENA_MAX": "4",
}


class Server:
    """Serves `target`, a module and the name of its application. Stopped at the end of a `with`."""

    def __init__(self, target: str, data: Path, **env: str):
        self.port = free_port()
        names = ("PATH", "HOME", "LANG")
        self.env = {name: os.environ[name] for name in names if name in os.environ} | GRANIAN
        self.env |= {"PARLEY_DATA": str(data)} | env
        arguments = ["--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(self.port), target]
        self.said = (data / f"said-{self.port}").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.server", *arguments],
            cwd=ROOT,
            env=self.env,
            stdout=self.said,
            stderr=self.said,
        )

    def __enter__(self) -> "Server":
        until = time.monotonic() + 60
        while True:
            try:
                self.get("/")
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def __exit__(self, *_error) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self.said.close()

    def get(self, path: str, **headers: str) -> tuple[int, list[tuple[str, str]], bytes]:
        """(status, headers, body); names of headers are written with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest("GET", path, skip_accept_encoding=True)  # wrk sends none either
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, response.getheaders(), body

    def processes(self) -> list[int]:
        """The numbers of all its processes, its own first."""
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").iterdir():
                with suppress(OSError):  # a thread that has ended since
                    found += [int(child) for child in (task / "children").read_text().split()]
        return found
