"""SQLite's planner is told what the tables hold."""

import pytest
from django.core.management import call_command
from django.db import connection

from blog.management.commands import tend
from config.statistics import learn

pytestmark = pytest.mark.django_db


def counted() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'comments_comment'")
        return dict(cursor.fetchall())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL learns by itself")
def test_it_learns_how_many_comments_somebody_and_a_blog_has(blog, make_post, make_member, make_comment):
    post = make_post(blog)
    for person in [make_member(blog) for _number in range(3)]:
        for _number in range(4):
            make_comment(post, author=person)
    learn()
    assert counted()["comment_history"].startswith("12 4 4 ")
    assert counted()["comment_queue"].startswith("12 12 ")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL learns by itself")
def test_postgresql_is_left_alone(django_assert_num_queries):
    with django_assert_num_queries(0):
        learn()


def test_a_long_running_server_learns_once_a_day(blog, monkeypatch):
    clock, learned = [0.0], []

    def sleep(seconds):
        clock[0] += seconds
        if clock[0] > 2.5 * tend.LEARNS_EVERY:
            raise KeyboardInterrupt

    monkeypatch.setattr(tend.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(tend.time, "sleep", sleep)
    monkeypatch.setattr(tend, "close_old_connections", lambda: None)
    monkeypatch.setattr(tend, "learn", lambda: learned.append(clock[0]))
    call_command("tend", every=3_600 * 6)
    assert len(learned) == 2
