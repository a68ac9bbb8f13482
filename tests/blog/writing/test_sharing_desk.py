"""Links to a draft, and its reviewers' notes, on the desk."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.models import DraftLink, PostState, Remark
from blog.writing.sharing import remark, revoke, share


@pytest.fixture
def draft(blog, make_post, author):
    return make_post(blog, "A draft", author=author, state=PostState.DRAFT, published_at=None)


def at(act: str, post, *more) -> str:
    return reverse(f"admin:blog_post_share{act}", args=[post.pk, *more])


def test_an_author_makes_a_link_and_sees_its_address_once(draft, author, client, sign_in):
    sign_in(author)
    answer = client.post(at("_link", draft), {"name": "Clara", "days": "7"})
    address = answer.context["address"]
    assert address.startswith("http://testserver/draft/") and address in answer.content.decode()
    link = DraftLink.objects.get()
    assert (link.name, link.by, link.text) == ("Clara", author, draft)
    assert link.expires_at - link.made_at == timedelta(days=7)
    again = client.get(at("", draft)).content.decode()
    assert "Clara" in again and "/draft/" not in again and link.digest not in again
    client.logout()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("days", ["0", "91", "365", "x", ""])
def test_a_life_that_is_not_offered_makes_no_link_and_keeps_the_form(days, draft, author, client, sign_in):
    sign_in(author)
    answer = client.post(at("_link", draft), {"name": "Clara Kept", "days": days})
    assert answer.status_code == 422 and "Clara Kept" in answer.content.decode() and not DraftLink.objects.exists()


def test_a_link_is_revoked_and_the_list_says_so(draft, author, client, sign_in):
    link, secret = share(text=draft, by=author, name="Clara", days=7, now=timezone.now())
    ended, _other = share(text=draft, by=author, name="Old", days=1, now=timezone.now() - timedelta(days=3))
    sign_in(author)
    assert client.post(at("_revoke", draft, link.pk)).status_code == 302
    assert client.get(f"/draft/{secret}/").status_code == 404
    text = client.get(at("", draft)).content.decode()
    assert "revoked on" in text and "ended on" in text and "Revoke</button>" not in text
    first = DraftLink.objects.get(pk=link.pk).revoked_at
    revoke(link=link, now=timezone.now())
    assert DraftLink.objects.get(pk=link.pk).revoked_at == first and ended.pk


def test_the_team_reads_the_notes_answers_and_marks_them_done(draft, author, editor, client, sign_in):
    link, _secret = share(text=draft, by=author, name="Clara", days=7, now=timezone.now())
    note = remark(link=link, name="Clara <b>", words="It limps.\n\n<script>", now=timezone.now())
    sign_in(editor)
    form = client.get(reverse("admin:blog_post_change", args=[draft.pk])).content.decode()
    assert "Share the draft" in form and "(1 note)" in form
    text = client.get(at("", draft)).content.decode()
    assert "It limps." in text and "Clara &lt;b&gt;" in text and "<p>&lt;script&gt;" in text
    assert "by the link “Clara”" in unescape(text)
    assert client.post(at("_done", draft, note.pk)).status_code == 302
    note.refresh_from_db()
    assert note.done_by == editor and note.done_at
    client.post(at("_done", draft, note.pk), {"again": "1"})
    note.refresh_from_db()
    assert (note.done_by, note.done_at) == (None, None)
    assert client.post(at("_note", draft), {"text": "I mended it."}).status_code == 302
    said = Remark.objects.latest("pk")
    assert (said.by, said.words, said.link) == (editor, "I mended it.", None)
    assert client.post(at("_note", draft), {"text": " "}).status_code == 422


def test_an_author_shares_their_own_texts_only_and_rows_of_another_text_are_absent(
    draft, author, blog, make_post, client, sign_in, nothing_changes
):
    other = make_post(blog, "Another's")
    link, _secret = share(text=other, by=None, name="", days=1, now=timezone.now())
    note = remark(link=link, name="C", words="x", now=timezone.now())
    sign_in(author)
    with nothing_changes():
        for url in (at("_link", other), at("_note", other), at("_revoke", other, link.pk), at("_done", other, note.pk)):
            assert client.post(url, {"days": 7, "text": "x"}).status_code == 404
        assert client.post(at("_revoke", draft, link.pk)).status_code == 404
        assert client.post(at("_done", draft, note.pk)).status_code == 404
        assert client.get(at("", other)).status_code == 404


def test_the_page_costs_few_queries_whatever_it_lists(draft, author, client, sign_in, django_assert_max_num_queries):
    for number in range(5):
        link, _secret = share(text=draft, by=author, name=f"{number}", days=7, now=timezone.now())
        remark(link=link, name="C", words="x", now=timezone.now())
    sign_in(author)
    with django_assert_max_num_queries(9):
        client.get(at("", draft))
