"""Whether posts stay on top is asked of the few that do, and never of the whole archive."""

import pytest
from django.db import connection
from django.utils import timezone


@pytest.mark.skipif(connection.vendor != "sqlite", reason="is about SQLite's choice of an index")
def test_sqlite_finds_the_posts_on_top_by_their_own_index(blog, make_post):
    for _ in range(20):
        make_post(blog)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    on_top = blog.posts.announced(timezone.now()).filter(sticky=True)
    for posts in (on_top.order_by(), on_top.newest_first()):
        assert "USING INDEX post_sticky" in posts.explain()
