"""The desk of a blog with a million comments, ten thousand of them held: each page does the work it did on a small one.

Work is what the database counts, not time: on SQLite the steps of its virtual machine, on PostgreSQL the rows it looks
at, taken or not. What grows with the archive (a scan, a full count, a sort of everything) would show as a hundredfold.
"""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Role, User
from blog.comments.models import Comment, Report, Ruling, State

pytestmark = pytest.mark.slow

SMALL, LARGE = 1_000, 1_000_000
HELD = {SMALL: 100, LARGE: 10_000}
EACH = 100  # comments of each person
DESK = "/comments/desk/"
PAGES = {
    "everything that waits": DESK,
    "held": f"{DESK}?state=held",
    "held, a later page": f"{DESK}?state=held&after={{middle}}",
    "asking to join": f"{DESK}?state=applications",
    "reports": f"{DESK}?state=asked",
    "published": f"{DESK}?state=published",
    "published, a later page": f"{DESK}?state=published&after={{middle}}",
    "rejected": f"{DESK}?state=rejected",
    "one held comment": f"{DESK}{{held}}/",
    "a person": f"{DESK}people/{{person}}/",
    "log": f"{DESK}log/",
    "log of what was decided": f"{DESK}log/?kind=comments",
    "published log": "/comments/log/",
    "the log of a quiet blog beside it": f"{DESK}log/",
}
MOST = {"a person": 15}  # queries, where it is not the queue
STEPS = 100  # of SQLite's machine, between two calls of the handler


@contextmanager
def work():
    """A list that holds, afterwards, how much work the database did within the block: one number."""
    done = []
    if connection.vendor == "sqlite":
        counted = [0]

        def count():
            counted[0] += 1

        connection.connection.set_progress_handler(count, STEPS)
        try:
            yield done
        finally:
            connection.connection.set_progress_handler(None, 0)
        done.append(counted[0])
    else:
        looked_at = []

        def explain(execute, sql, params, many, context):
            if sql.startswith("SELECT"):
                with connection.connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                    told = cursor.fetchone()[0]
                looked_at.append(_rows((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(explain):
            yield done
        done.append(sum(looked_at))


def _rows(plan: dict) -> int:
    """Of all scans within a plan."""
    here = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0) if "Scan" in plan["Node Type"] else 0
    return round(here * plan["Actual Loops"]) + sum(map(_rows, plan.get("Plans", ())))


@pytest.fixture
def fill(blog, make_post, make_member):
    """Brings the blog to a number of comments by as many more people, at more posts, each with its ruling."""
    author = make_member(blog, Role.AUTHOR)

    def fill_(total: int) -> None:
        people = User.objects.bulk_create(
            User(email=f"p{total}-{n}@example.org", name=f"P{total} {n}", name_key=f"p{total} {n}")
            for n in range(total // EACH)
        )
        posts = [make_post(blog, author=author, days_ago=900) for _ in range(min(total // EACH, 1_000))]
        begun, have = timezone.now() - timedelta(days=800), blog.comments.count()
        every = total // HELD[total]
        for start in range(have, total, 5_000):
            comments = Comment.objects.bulk_create(
                Comment(
                    blog=blog,
                    post=posts[(n + n // 10) % len(posts)],
                    author=people[(n + n // 10) % len(people)],
                    text=f"Comment {n}, with some words.",
                    html=f"<p>Comment {n}, with some words.</p>",
                    state=State.HELD if n % every == 0 else State.REJECTED if n % every == 1 else State.PUBLISHED,
                    reasons=["moderated"] if n % every == 0 else [],
                    created_at=begun + timedelta(minutes=n),
                    changed_at=begun + timedelta(minutes=n),
                )
                for n in range(start, min(start + 5_000, total))
            )
            Ruling.objects.bulk_create(
                Ruling(comment=comment, blog=blog, now=comment.state, at=comment.created_at) for comment in comments
            )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    return fill_


@pytest.fixture
def quiet(make_blog, make_post, make_comment, make_member):
    """A blog beside it where nearly nothing happens, and whose owner looks at its log."""
    beside = make_blog(hostname="two.example.org")
    make_comment(make_post(beside))
    return make_member(beside, Role.OWNER)


def look(client, owner, quiet) -> dict[str, tuple[int, int]]:
    """name of a page -> (queries, work)"""
    held = Comment.objects.filter(state=State.HELD).order_by("pk")
    places = {
        "middle": held[held.count() // 2].pk,
        "held": held[3].pk,
        "person": held[5].author_id,
    }
    found = {}
    for name, path in PAGES.items():
        host = "two.example.org" if "quiet" in name else "testserver"
        client.force_login(quiet if "quiet" in name else owner)
        client.get("/accounts/", headers={"host": host})  # what is asked once in a session
        queries = len(connection.queries_log)
        with work() as done:
            connection.force_debug_cursor = True
            answer = client.get(path.format(**places), headers={"host": host})
            connection.force_debug_cursor = False
        assert answer.status_code == 200, (name, answer.status_code)
        found[name] = (len(connection.queries_log) - queries, done[0])
    return found


def test_the_desk_does_the_same_work_on_a_million_comments(client, blog, fill, make_member, quiet, settings):
    settings.ALLOWED_HOSTS = ["*"]
    blog.publish_log = True
    blog.save()
    owner, member = make_member(blog, Role.OWNER), make_member(blog)
    fill(SMALL)
    for comment in blog.comments.filter(state=State.PUBLISHED)[:30]:
        Report.objects.create(comment=comment, by=member, reason="It is off the subject")
    small = look(client, owner, quiet)
    fill(LARGE)
    assert blog.comments.count() == LARGE
    large = look(client, owner, quiet)
    for name in PAGES:
        print(f"{name}: (queries, work) {small[name]} on {SMALL} comments, {large[name]} on {LARGE}")  # noqa: T201
    assert {name: queries for name, (queries, _work) in large.items() if queries > MOST.get(name, 12)} == {}
    # A tree of a thousand times as many rows is three times as deep; and a list of twenty is full where it was not.
    assert {name: (small[name], large[name]) for name in PAGES if large[name][1] > 4 * small[name][1] + 50} == {}
