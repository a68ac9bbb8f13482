"""SQLite's planner is told what a large blog holds, whatever this one does."""

import pytest
from django.db import connection
from django.utils import timezone

from config.statistics import tell, told

pytestmark = pytest.mark.django_db
of_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts for itself")


def plan_of(queryset) -> str:
    return queryset.explain()


@of_sqlite
def test_every_index_of_a_table_that_is_told_of_is_told_of():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index'")
        found = cursor.fetchall()
    of = {(table, index) for table, index, _rows in told()}
    tables, there = {table for table, _index in of}, {(table, index) for table, index, _sql in found}
    of_all_rows = {(table, index) for table, index, sql in found if table in tables and " WHERE " not in (sql or "")}
    missing = sorted(of_all_rows - of)
    assert not missing, f"make config/statistics.csv anew (tests.bench.statistics): {missing}"
    assert not sorted(of - there), "it tells of indexes that are gone"


@of_sqlite
def test_a_blog_that_is_empty_yet_is_read_as_a_large_one_is(blog):
    tell()
    plan = plan_of(blog.posts.public(timezone.now()).newest_first()[:10])
    assert "post_newest_first" in plan and "TEMP B-TREE" not in plan, plan
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl, idx, stat FROM sqlite_stat1")
        assert set(cursor.fetchall()) == set(told())


@of_sqlite
def test_what_was_told_is_not_told_again(django_assert_num_queries):
    tell()
    with django_assert_num_queries(2) as asked:
        tell()
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is told")
def test_postgresql_is_told_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        tell()
