"""Two servers of one blog, as on two machines: one PostgreSQL, one Redis, and a proxy in front."""

import http.client
import subprocess
import time
import uuid
from pathlib import Path

from tests.slow.site import CUT_OFF, Down, Member, Site, free_port

TRIES = 20  # of a client that tries again


class Redis:
    """A Redis of our own, with nothing on its disk."""

    def __init__(self, directory: Path):
        self.port, self.directory = free_port(), directory
        self.url = f"rediscache://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--save", "", "--dir", str(self.directory), "--loglevel", "warning"]
        self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        while subprocess.run(["redis-cli", "-p", str(self.port), "ping"], capture_output=True).returncode:
            time.sleep(0.05)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class Proxy:
    """nginx in front of several servers; one that is away is left out."""

    def __init__(self, directory: Path, *ports: int):
        self.port, self.directory = free_port(), directory
        servers = "".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=1s;" for port in ports)
        (directory / "nginx.conf").write_text(
            f"""daemon off; pid {directory}/nginx.pid; error_log {directory}/nginx.log; worker_processes 1;
            events {{ worker_connections 512; }}
            http {{
              access_log off;
              client_body_temp_path {directory}/bodies; proxy_temp_path {directory}/proxied;
              fastcgi_temp_path {directory}/f; uwsgi_temp_path {directory}/u; scgi_temp_path {directory}/s;
              upstream parley {{ {servers} keepalive 16; }}
              server {{
                listen 127.0.0.1:{self.port};
                location / {{
                  proxy_pass http://parley; proxy_set_header Host $http_host; proxy_connect_timeout 1s;
                  proxy_http_version 1.1; proxy_set_header Connection "";
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_next_upstream error timeout;
                }}
              }}
            }}"""
        )

    def start(self) -> None:
        command = ["nginx", "-e", str(self.directory / "nginx.log"), "-c", str(self.directory / "nginx.conf")]
        self.process = subprocess.Popen(command)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


class Machines:
    """`one` and `two` are sites of the same blog; `proxy` leads to both."""

    def __init__(self, directory: Path, postgres, redis: Redis):
        self.redis, self.postgres = redis, postgres
        self.one, self.two = (self._site(directory / name) for name in ("one", "two"))
        directory.joinpath("proxy").mkdir()
        self.proxy = Proxy(directory / "proxy", self.one.port, self.two.port)

    def _site(self, directory: Path) -> Site:
        directory.mkdir()
        site = Site(directory, self.postgres)
        site.env |= {"SECRET_KEY": "the same on both" * 4, "CACHE_URL": self.redis.url}
        return site

    def start(self) -> None:
        self.one.start()
        self.two.start()
        self.proxy.start()

    def stop(self) -> None:
        self.proxy.stop()
        for site in (self.one, self.two):
            if site.process.poll() is None:
                site.stop()


def get(port: int, path: str) -> tuple[int, http.client.HTTPMessage, str]:
    """What a reader gets."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def get_again(port: int, path: str) -> tuple[str, int]:
    """What a reader gets who tries again when cut off: the page, and how often it was asked for."""
    for tries in range(1, TRIES + 1):
        try:
            status, _headers, body = get(port, path)
            if status == 200:
                return body, tries
        except CUT_OFF:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{path} was not to be had in {TRIES} tries")


def post_again(port: int, session: str, text: str, pause: float = 0.1) -> str:
    """A member's comment, sent again under its key until it is taken: where it stands."""
    key = uuid.uuid4()
    for _ in range(TRIES):
        try:
            status, where, _seconds = Member(port, session).post(text, key)
            if status in (302, 303):
                return where
        except (*CUT_OFF, Down, AssertionError, TypeError):  # cut off, or an answer without a form
            pass
        time.sleep(pause)
    raise AssertionError(f"“{text}” was not taken in {TRIES} tries")
