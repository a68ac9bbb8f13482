"""The database away altogether: readers read on, writers are told and keep their text, and it is back by itself.

Five thousand readers ask for the front page, a hundred posts, the feeds and a style sheet. On PostgreSQL the server is
killed, or stopped where it stands, so that it holds its connections and says nothing. On SQLite the file is moved away.
"""

import http.client
import os
import re
import signal
import subprocess
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest

from tests.slow.machines import get, post_again
from tests.slow.site import CUT_OFF, FORM, ROOT, Member, Site
from tests.slow.test_endurance import POST

pytestmark = pytest.mark.slow

MANAGE = [".venv/bin/python", "manage.py"]
READERS, WRITERS = 5_000, 3
POSTS = """
from django.utils import timezone
from blog.models import Post
for post in Post.objects.public(timezone.now()).order_by("-published_at")[:100]:
    print("post", post.path)
"""


@contextmanager
def killed(site):
    site.database.kill()
    yield
    site.database.start()


@contextmanager
def stopped(site):
    processes = site.database.processes()
    try:
        for process in processes:  # the first before all, so that it makes no more of them
            signalled(process, signal.SIGSTOP)
        yield
    finally:
        for process in processes:
            signalled(process, signal.SIGCONT)


@contextmanager
def moved(site):
    file = site.data / "db.sqlite3"
    file.rename(file.with_name("elsewhere"))
    yield
    assert not file.exists(), "nobody made an empty one"
    file.with_name("elsewhere").rename(file)


@pytest.fixture(params=[killed, stopped, moved], ids=lambda way: way.__name__)
def away(request, tmp_path):
    """(a site of a hundred posts, the way in which its database is away)"""
    site = Site(tmp_path, None if request.param is moved else request.getfixturevalue("postgres"))
    site.start()
    site.manage("generate_blog", "--posts", "200", "--comments", "300", "--members", "20", "--add")
    yield site, request.param
    site.stop()


def test_readers_read_on_writers_keep_their_text_and_it_is_back_by_itself(away, capsys):
    site, way = away
    posts = re.findall(r"post (\S+)", site.shell(POSTS))
    assert len(posts) == 100
    sheet = re.search(r"/static/[^\"]+\.css", get(site.port, "/")[2])[0]
    sessions = site.people(WRITERS)
    members = [Member(site.port, session) for session in sessions]
    paths = ["/", POST, *posts, "/feed/", "/feed/comments/", sheet]
    assert {get(site.port, path)[0] for path in paths} == {200}
    assert members[0].post("Said just before, so that some pages are to be made anew", uuid.uuid4())[0] == 303
    before, processes = site.count("comments_comment"), site.workers()
    with way(site):
        with ThreadPoolExecutor(8 + WRITERS) as pool:
            told = [pool.submit(write, member, number) for number, member in enumerate(members)]
            asked = [paths[number % len(paths)] for number in range(READERS)]
            read = list(pool.map(lambda path: read_page(site.port, path), asked))
            told = [one.result() for one in told]
        never = {read_page(site.port, path)[0] for path in (FORM, "/accounts/login/", "/no/such/page/")}
    begun = time.monotonic()
    for number in range(WRITERS):
        assert post_again(site.port, sessions[number], f"Written meanwhile, {number}", pause=0.2)
    back = time.monotonic() - begun
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{way.__name__}: {READERS} readers got {dict(Counter(status for status, _seconds in read))}, in "
            f"{max(seconds for _status, seconds in read):.1f} s at most; writers {[status for status, *_rest in told]} "
            f"in {max(seconds for *_rest, seconds in told):.1f} s at most; back after {back:.1f} s"
        )
    assert {status for status, _seconds in read} == {200}
    assert max(seconds for _status, seconds in read) < 15
    for number, (status, headers, page, seconds) in enumerate(told):
        assert status == 503 and headers["Retry-After"] and f"Written meanwhile, {number}" in page
        assert seconds < 15
    assert max(never) <= 503 and 500 not in never
    assert back < 5, "two seconds, and what a busy machine adds"
    assert site.count("comments_comment") == before + WRITERS
    assert site.workers() == processes, "nothing was started anew"


def test_what_is_done_beside_the_server_goes_on_and_is_done_afterwards(away):
    site, way = away

    def beat() -> str:
        return site.shell("from blog.watching.beat import last_beat; print(last_beat())")

    first = beat()
    with (site.data / "tend").open("w") as said:
        tend = subprocess.Popen([*MANAGE, "tend", "--every", "1"], cwd=ROOT, env=site.env, stdout=said, stderr=said)
    try:
        wait_until(lambda: beat() != first)
        with way(site):
            time.sleep(4)
            assert tend.poll() is None
        last = beat()
        wait_until(lambda: beat() != last)
        assert tend.poll() is None, (site.data / "tend").read_text()
    finally:
        tend.terminate()
        tend.wait(30)


def wait_until(true, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.2)


def signalled(process: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # one of a connection that has just ended
        os.kill(process, what)


def write(member, number: int) -> tuple[int, http.client.HTTPMessage, str, float]:
    begun = time.monotonic()
    fields = {"text": f"Written meanwhile, {number}", "key": uuid.uuid4(), "csrfmiddlewaretoken": member.token}
    return *member.ask("POST", fields), time.monotonic() - begun


def read_page(port: int, path: str) -> tuple[int, float]:
    """(status, seconds); a status of 0 where there was no answer."""
    begun = time.monotonic()
    try:
        return get(port, path)[0], time.monotonic() - begun
    except CUT_OFF:
        return 0, time.monotonic() - begun
