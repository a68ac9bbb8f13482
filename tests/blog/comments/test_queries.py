"""What each page of the wing costs, in queries: the same whatever there is to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

# Beside the wing's own: the blog of the host; for who is signed in, the session and the account; a saved point or two
# where the test's own transaction is around (BEGIN and COMMIT on a site).


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


def queries(act) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]


@pytest.mark.parametrize("others", [0, 30])
def test_the_form_page_of_a_member(client, post, make_member, make_comment, sign_in, form_url, others):
    member = make_member(post.blog)
    sign_in(member)
    for number in range(others):
        make_comment(post, author=member if number % 2 else None)
    found = queries(lambda: client.get(form_url(post)))
    # blog, session, account, menu; post, rules, standing, history, own comments and changes, followed?
    assert len(found) <= 11, found


def test_the_form_page_of_a_visitor(client, post, form_url):
    found = queries(lambda: client.get(form_url(post)))
    assert len(found) <= 4, found  # blog, menu; post, rules


@pytest.mark.parametrize("others", [0, 30])
def test_posting(post, make_member, make_comment, sign_in, send, others):
    member = make_member(post.blog)
    sign_in(member)
    parent = make_comment(post)
    for _ in range(others):
        make_comment(post)
    found = queries(lambda: send(post, parent=parent.pk))
    # blog, session, account; post, rules, standing, parent; history; and in the
    # transaction: post, blog, sent before?, parent, rules, standing, history, key, comment, ruling;
    # and for who is told: mutes, standing, confirmed, preferences, letter, the letter's number, followers;
    # and where the comment stands
    assert len(found) <= 26, found


def test_a_permalink(client, post, make_comment):
    comment = make_comment(post)
    found = queries(lambda: client.get(comment.get_absolute_url()))
    assert len(found) <= 4, found  # blog; comment with its post, rules, the first page of the thread


def test_a_preview_reads_no_history_and_writes_nothing(post, make_member, sign_in, send):
    sign_in(make_member(post.blog))
    found = queries(lambda: send(post, preview="1"))
    assert not [sql for sql in found if not sql.startswith("SELECT")], found
    assert len(found) <= 10, found


def test_changing(client, make_comment, sign_in, post):
    comment = make_comment(post)
    sign_in(comment.author)
    found = queries(lambda: client.post(f"{comment.get_absolute_url()}edit/", {"text": "Better."}))
    # blog, session, account; comment, standing, rules; the spam check's rules; in the transaction: post, blog, comment,
    # standing and rules (may it be changed?), rules, standing and history (the new text), the waiting change, ruling;
    # and where the comment stands
    assert len(found) <= 20, found


@pytest.mark.parametrize("others", [0, 30])
def test_the_page_of_acts(client, post, make_member, make_comment, sign_in, others):
    comment, member = make_comment(post), make_member(post.blog)
    sign_in(member)
    for _ in range(others):
        comment.thanks.create(by=make_member(post.blog))
    found = queries(lambda: client.get(f"{comment.get_absolute_url()}acts/"))
    # blog, session, account, menu; standing, comment, rules, guidelines, muted, count, thanks, report, followed?
    assert len(found) <= 13, found


@pytest.mark.parametrize("count", [1, 25])
def test_ones_own_history(client, post, make_member, make_comment, sign_in, count):
    member = make_member(post.blog)
    sign_in(member)
    for _ in range(count):
        comment = make_comment(post, author=member, state="rejected")
        comment.rulings.create(was="held", now="rejected", by=post.author, reason="No.")
        comment.edits.create(text="x", html="x")
    found = queries(lambda: client.get("/comments/mine/"))
    assert len(found) <= 9, found  # blog, session, account, menu; standing, comments, rulings, changes, posts
