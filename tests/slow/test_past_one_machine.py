"""Two servers, PostgreSQL, Redis and a proxy: what one takes the other shows, and what is away is told, not felt."""

import threading
import time
import uuid
from contextlib import contextmanager

import pytest

from tests.slow.machines import Machines, Redis, get, get_again, post_again
from tests.slow.postgres import Postgres
from tests.slow.site import CUT_OFF, FORM, Member

pytestmark = pytest.mark.slow


ASKED = 8  # times in a row, so that each process of a site has most likely been asked


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    directory = tmp_path_factory.mktemp("machines")
    postgres, redis = Postgres(), Redis(directory)
    redis.start()
    machines = Machines(directory, postgres, redis)
    machines.start()
    yield machines
    machines.stop()
    redis.kill()
    postgres.stop()


@pytest.fixture
def machines(both, path):
    """All of it, well: each process has met again what the test before took away, and told Redis what was written."""
    ports, deadline = (both.one.port, both.two.port, both.proxy.port), time.monotonic() + 20
    while not all(is_well(port, path) for port in ports for _ in range(ASKED)):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return both


def is_well(port: int, path: str) -> bool:
    """Whether readers get kept pages, and members the form."""
    kept = all("hit" in get(port, place)[1].get("Cache-Status", "") for place in ("/", path, "/feed/"))
    return kept and get(port, FORM)[0] < 500


@pytest.fixture(scope="module")
def path(both) -> str:
    return path_of(both, 1)


def path_of(machines, post: int) -> str:
    return machines.one.shell(f"from blog.models import Post; print(Post.objects.get(pk={post}).path)").strip()


@pytest.fixture(scope="module")
def sessions(both) -> list[str]:
    return both.one.people(90)


def test_a_comment_on_one_is_read_on_the_other_at_once(machines, path, sessions):
    ports = machines.one.port, machines.two.port
    for n, session in enumerate(sessions[:20]):
        here, there = ports if n % 2 else ports[::-1]
        get(there, path)  # so that the other has the page
        assert "hit" in get(there, path)[1]["Cache-Status"]
        status, _where, _seconds = Member(here, session).post(f"Said on one machine, {n}", uuid.uuid4())
        assert status in (302, 303)
        for port in (there, here, machines.proxy.port):
            assert f"Said on one machine, {n}" in get(port, path)[2]


def test_one_killed_under_load_costs_no_request_that_is_tried_again(machines, path, sessions):
    with under_load(machines, path, sessions[30:60], get_again, post_again):
        machines.one.kill()
        time.sleep(3)
        machines.one.start()


def test_one_stopped_under_load_costs_no_request(machines, sessions):
    """Nobody sends anything twice, neither do they meet an error. (At another post, so that each has one page.)"""

    def read(port, place):
        assert get(port, place)[0] == 200

    def write(port, session, text):
        assert Member(port, session, FORM.replace("1", "2")).post(text, uuid.uuid4())[0] == 303

    with under_load(machines, path_of(machines, 2), sessions[60:90], read, write):
        for _ in range(3):
            machines.one.stop()
            time.sleep(0.5)
            machines.one.start()


@contextmanager
def under_load(machines, path, people, read, write):
    """Three read by `read` and three write by `write`, through the proxy; then all that was written is there, once."""
    before, said, faults, over = machines.one.count("comments_comment"), [], [], threading.Event()

    def reading():
        while not over.is_set():
            read(machines.proxy.port, path)

    def writing(people: list[str]):
        for n in range(5 * len(people)):  # nobody says more in a minute than the blog lets them
            if over.is_set():
                return
            text = f"Under load, {people[0][:6]} {n}"
            write(machines.proxy.port, people[n % len(people)], text)
            said.append(text)
            time.sleep(0.2)

    def guarded(act, *values):
        try:
            act(*values)
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            faults.append(error)

    threads = [threading.Thread(target=guarded, args=(reading,)) for _ in range(3)]
    threads += [threading.Thread(target=guarded, args=(writing, people[n : n + 10])) for n in (0, 10, 20)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    try:
        yield
        time.sleep(1)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert not faults and len(said) > 5
    assert machines.one.count("comments_comment") == before + len(said)
    for text in said:
        assert machines.one.rows(f"SELECT count(*) FROM comments_comment WHERE text = '{text}'") == [(1,)]  # noqa: S608
    assert all(text in get(machines.two.port, path)[2] for text in said[-3:])


def test_without_redis_pages_are_slower_and_right_and_kept_again_when_it_returns(machines, path, sessions):
    one, two = machines.one.port, machines.two.port
    get(two, path)
    machines.redis.kill()
    for n in range(3):
        status, _where, _seconds = Member(one, sessions[24 + n]).post(f"Said without Redis, {n}", uuid.uuid4())
        assert status in (302, 303)
        status, headers, body = get(two, path)
        assert status == 200 and f"Said without Redis, {n}" in body and "hit" not in headers["Cache-Status"]
    machines.redis.start()
    deadline = time.monotonic() + 10
    while "hit" not in get(two, path)[1]["Cache-Status"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert "Said without Redis, 2" in get(two, path)[2]


def test_without_postgresql_readers_read_on_members_keep_their_text_and_all_is_back_by_itself(machines, path, sessions):
    one, two = machines.one.port, machines.two.port
    member, lists = Member(one, sessions[28]), ("/", path, "/feed/")
    machines.postgres.kill()
    for port in (one, two, machines.proxy.port):
        for place in lists:
            status, headers, _body = get(port, place)
            assert status == 200 and "parley" in headers["Cache-Status"]
    status, headers, body = member.ask("POST", {"text": "Typed while it was away", "csrfmiddlewaretoken": member.token})
    assert status == 503 and headers["Retry-After"] and "Typed while it was away" in body
    assert get(one, FORM)[0] == 503
    deadline = time.monotonic() + 1
    while get(two, "/readyz")[0] != 503:
        assert time.monotonic() < deadline, "health tells in a second"
    assert get(two, "/healthz")[0] == 200
    machines.postgres.start()
    deadline = time.monotonic() + 10
    while get(one, "/readyz")[0] != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert post_again(one, sessions[28], "Said when it was back")
    deadline = time.monotonic() + 2  # the other, too, asks again by itself
    while "Said when it was back" not in get(two, path)[2]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    time.sleep(1.1)  # who found it away asks again after a second,
    for n, port in enumerate((one, two, one, two), 30):  # and no process of theirs meets the connection that was cut
        status, _where, _seconds = Member(port, sessions[n]).post(f"Said at the first try, {n}", uuid.uuid4())
        assert status in (302, 303)


def test_a_page_that_can_not_be_made_anew_tells_that_it_is_old(machines, path, sessions):
    """What fell due while the database was away can't be shown; the last good page is, with its age."""
    two = machines.two.port
    get(two, path)
    machines.redis.kill()  # nothing can be taken for valid now,
    machines.redis.start()
    machines.postgres.kill()  # and nothing can be made
    status, headers, _body = get(two, path)
    machines.postgres.start()
    if status == 200:
        assert "stale" in headers["Cache-Status"] and int(headers["Age"]) >= 0
    else:
        assert status == 503 and headers["Retry-After"]
    deadline = time.monotonic() + 10
    while True:
        try:
            if get(two, path)[0] == 200:
                break
        except CUT_OFF:
            pass
        assert time.monotonic() < deadline
        time.sleep(0.1)
