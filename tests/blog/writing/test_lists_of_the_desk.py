"""The desk's lists on a blog that grows: as many queries as before, and no count of everything."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from blog.generating.filling import fill
from blog.models import PostState
from blog.writing.desk.comments import CommentAdmin
from blog.writing.desk.scope import Capped

LISTS = [
    "blog/post/",
    "blog/post/?p=2",
    "blog/post/?q=letter",
    "blog/post/add/",
    "blog/page/",
    "blog/label/",
    "blog/image/",
    "comments/comment/",
    "comments/comment/?state=held",
    "comments/comment/?q=question",
    "accounts/membership/",
    "accounts/membership/?role=team",
    "accounts/membership/?q=Marlow",
]
MOST = 15


@pytest.fixture
def owner(blog, make_member, sign_in):
    owner = make_member(blog, Role.OWNER)
    sign_in(owner)
    return owner


def grow(blog, count: int) -> None:
    for _said in fill(blog, posts_=count, comments_=count * 3, members=20 + count, longest=count, now=timezone.now()):
        pass


def test_each_list_costs_as_many_queries_as_before_and_few(blog, owner, client):
    def cost(path: str) -> int:
        client.get(f"/admin/{path}")  # what is asked once in a session
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/admin/{path}").status_code == 200, path
        return len(asked)

    grow(blog, 60)
    few = {path: cost(path) for path in LISTS}
    grow(blog, 150)
    assert {path: cost(path) for path in LISTS} == few
    assert max(few.values()) < MOST, few


def test_a_list_counts_no_further_than_it_has_to(blog, owner, client, make_post, monkeypatch):
    monkeypatch.setattr(Capped, "MOST", 3)
    for _ in range(3):
        make_post(blog, author=owner)
    assert "More than" not in client.get("/admin/blog/post/").content.decode()
    make_post(blog, author=owner)
    with CaptureQueriesContext(connection) as asked:
        html = client.get("/admin/blog/post/").content.decode()
    assert "More than 3: search, or narrow the list" in html
    assert [query["sql"] for query in asked if "COUNT(" in query["sql"] and "LIMIT 4" not in query["sql"]] == []


def test_drafts_stand_before_what_is_published_and_the_newest_first(blog, owner, client, make_post):
    old, new = make_post(blog, "Old one", author=owner, days_ago=9), make_post(blog, "New one", author=owner)
    draft = make_post(blog, "Begun", author=owner, state=PostState.DRAFT, published_at=None)
    html = client.get("/admin/blog/post/").content.decode()
    assert html.index(draft.title) < html.index(new.title) < html.index(old.title)


def test_only_the_latest_comments_are_searched(blog, owner, client, make_post, make_comment, monkeypatch):
    monkeypatch.setattr("blog.writing.desk.comments.SEARCHED", 2)
    post = make_post(blog, author=owner)
    for text in ("A needle, old", "A needle, newer", "A needle, newest"):
        make_comment(post, text)
    html = client.get("/admin/comments/comment/?q=needle").content.decode()
    assert "A needle, newest" in html and "A needle, newer" in html and "A needle, old" not in html
    assert "10,000" in str(CommentAdmin.search_help_text)


def test_a_comment_is_found_by_its_words_its_author_or_its_post(
    blog, owner, client, make_member, make_post, make_comment
):
    sea, hill = make_post(blog, "At sea", author=owner), make_post(blog, "On a hill", author=owner)
    sailor = make_member(blog, name="Old Sailor")
    make_comment(sea, "First words", author=sailor)
    make_comment(hill, "Second words", author=sailor)
    make_comment(hill, "The sea from up here", author=owner)

    def found(typed: str) -> set[str]:
        html = client.get("/admin/comments/comment/", {"q": typed}).content.decode()
        return {said for said in ("First words", "Second words", "The sea from up here") if said in html}

    assert found("words") == found("sailor") == {"First words", "Second words"}
    assert found("sea") == {"First words", "The sea from up here"}
    assert found("words sea") == {"First words"}
    assert found('"words second"') == found("nowhere") == set()


def test_of_many_comments_the_newest_are_found(blog, owner, client, make_post, make_comment, monkeypatch):
    monkeypatch.setattr("blog.writing.desk.comments.FOUND", 1)
    post = make_post(blog, author=owner)
    for text in ("A needle, old", "A needle, new"):
        make_comment(post, text)
    html = client.get("/admin/comments/comment/?q=needle").content.decode()
    assert "A needle, new" in html and "A needle, old" not in html
    assert "500" in str(CommentAdmin.search_help_text)
