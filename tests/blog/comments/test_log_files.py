"""The log as a file for the owner, and as a page without names for everybody, where the owner wants it."""

import csv
import io
import json

import pytest
from django.utils import timezone

from accounts.models import LogEntry, Role
from accounts.sanctions import end, impose
from blog.comments.appeals import appeal_ruling, appeal_sanction
from blog.comments.changing import change_policy
from blog.comments.models import Ruling
from blog.comments.removing import remove_all, restore_all
from blog.comments.rulings import rule

URL, PUBLISHED = "/comments/desk/log/", "/comments/log/"


@pytest.fixture
def done(blog, make_member, make_post, make_comment):
    """What happened: a comment was removed, a person was warned, and somebody noted something."""
    now, owner = timezone.now(), make_member(blog, Role.OWNER, name="Olga Owner")
    guideline = blog.guidelines.create(title="Be kind", text="To all.")
    author = make_member(blog, name="Anna Author")
    comment = make_comment(make_post(blog, "A secret title"), "Words of hers", author=author)
    rule(
        comment=comment, act="remove", by=owner, reason="Anna, no", guideline=guideline, seen_state="published", now=now
    )
    impose(blog=blog, user=author, kind="warning", reason="=Shouting at Ann", guideline=guideline, by=owner, now=now)
    impose(blog=blog, user=author, kind="note", reason="Watch her", by=owner, now=now)
    return owner


def text_of(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_the_owner_takes_the_log_as_csv_in_which_nothing_is_a_formula(done, blog, sign_in):
    answer = sign_in(done).get(f"{URL}csv/")
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(text_of(answer))))
    assert [row["what"] for row in rows if row["code"] == "warning_imposed"] == ["A person was warned."]
    assert [row["reason"] for row in rows if row["code"] == "warning_imposed"] == ["'=Shouting at Ann"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "Words of hers" not in str(rows) and "@example.org" not in str(rows)


def test_as_json_it_says_the_same(done, sign_in):
    rows = json.loads(text_of(sign_in(done).get(f"{URL}json/")))
    assert {row["code"] for row in rows} >= {"warning_imposed", "note_imposed"}
    assert "=Shouting at Ann" in {row["reason"] for row in rows}


def test_a_file_has_what_was_asked_for_and_all_of_it(done, blog, sign_in):
    LogEntry.objects.bulk_create([LogEntry(blog=blog, code="role_changed", by=done) for _ in range(1_201)])
    client = sign_in(done)
    rows = json.loads(text_of(client.get(f"{URL}json/", {"kind": "people"})))
    assert len(rows) == 1_201
    assert json.loads(text_of(client.get(f"{URL}json/", {"kind": "appeals"}))) == []
    assert client.get(f"{URL}json/", {"by": "Nobody Known"}).status_code == 422


def test_a_moderator_takes_no_file(blog, done, make_member, sign_in, nothing_changes):
    client = sign_in(make_member(blog, Role.MODERATOR))
    with nothing_changes():
        assert client.get(f"{URL}csv/").status_code == 403
    assert "log/csv/" not in client.get(URL).content.decode()


def test_the_log_is_published_only_where_the_owner_wants_it_and_everyone_may_read(blog, done, client):
    assert client.get(PUBLISHED).status_code == 404
    blog.publish_log = True
    blog.save()
    assert client.get(PUBLISHED).status_code == 200
    for readers in ("members", "team"):
        blog.readers = readers
        blog.save()
        assert client.get(PUBLISHED).status_code == 404


def test_published_it_says_what_and_when_and_why_but_names_nobody_and_shows_no_words_of_theirs(blog, done, client):
    blog.publish_log = True
    blog.save()
    answer = client.get(PUBLISHED)
    page = answer.content.decode()
    assert "A comment was removed." in page and "A person was warned." in page and "Be kind" in page
    for kept in ("Olga", "Anna", "Words of hers", "Shouting", "secret title", "@example.org", "noted", "came in"):
        assert kept not in page
    assert answer["Cache-Control"].startswith("public") and not answer.cookies
    assert client.get(PUBLISHED, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get(PUBLISHED, {"after": "x"}).status_code == 404


def test_the_published_log_has_pages(blog, done, client):
    blog.publish_log = True
    blog.save()
    comment = blog.comments.get()
    Ruling.objects.bulk_create([Ruling(comment=comment, blog=blog, was="held", now="rejected") for _ in range(60)])
    page = client.get(PUBLISHED).content.decode()
    assert 'rel="next"' in page
    following = page.split('rel="next"')[0].split('href="')[-1].split('"')[0]
    assert "A person was warned." in client.get(following).content.decode()


def test_the_owner_publishes_it_in_the_settings_and_that_is_in_the_log(blog, done, sign_in):
    client = sign_in(done)
    url = f"/admin/blog/blog/{blog.pk}/change/"
    form = client.get(url).context["adminform"].form
    fields = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in fields.items() if value is not None and value is not False}
    answer = client.post(url, sent | {"publish_log": "on"})
    blog.refresh_from_db()
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert blog.publish_log
    entry = LogEntry.objects.get(code="settings_changed")
    assert entry.by == done and "publish_log" in entry.detail["settings"]


@pytest.mark.parametrize("hidden", [{"readers": "members"}, {"readers": "team"}, {"state": "draft"}])
def test_the_published_log_does_not_change_by_what_happens_at_a_post_that_not_everyone_may_read(
    blog, done, make_member, make_post, make_comment, client, hidden
):
    blog.publish_log = True
    blog.save()
    owner, author, now = done, make_member(blog), timezone.now()
    post = make_post(blog, "Not for everyone")
    before = client.get(PUBLISHED).content
    comment = make_comment(post, author=author)
    ruling = rule(comment=comment, act="remove", by=owner, reason="No", seen_state="published", now=now)
    change_policy(blog=blog, post=post, by=owner, values={"comments": "closed"}, now=now)
    sanction = impose(blog=blog, user=author, kind="hold", reason="There", post=post, by=owner, now=now)
    appeal_sanction(sanction=sanction, by=author, text="Why?", now=now)
    end(sanction=sanction, by=owner, reason="Enough", now=now)
    appeal_ruling(ruling=ruling, by=author, text="Why?", now=now)
    make_comment(post, author=author)
    remove_all(blog=blog, user=author, by=owner, reason="All of it", now=now)
    restore_all(entry=LogEntry.objects.get(code="comments_removed"), by=owner, now=now)
    warning = impose(blog=blog, user=author, kind="warning", reason="For it", comment=comment, by=owner, now=now)
    end(sanction=warning, by=owner, reason="Enough", now=now)
    assert client.get(PUBLISHED).content != before
    for name, value in hidden.items():
        setattr(post, name, value)
    post.save()
    assert client.get(PUBLISHED).content == before
