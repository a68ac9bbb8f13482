"""The publish checklist at the desk: it asks once, it blocks where the owner says so, and it keeps what was typed."""

from html import unescape

import pytest
from django.urls import reverse

from accounts.models import LogEntry
from blog.models import Kind, Page, Post, PostState
from tests.blog.writing.conftest import ADD, change

NEW = "/admin/blog/post/checklist/"
VAGUE = "Look [here](https://x.org/)"


@pytest.fixture
def blog(make_blog):
    return make_blog(name="One", checks={"description": "off"})


def asked(answer) -> str:
    """The token in an answer that asks before it publishes."""
    assert answer.status_code == 200 and "Publish all the same" in answer.content.decode()
    return answer.context["warned"]


def test_who_publishes_is_asked_once_and_publishes_all_the_same(write, author, blog, client, form_of):
    answer = write(author, title="A letter", body=VAGUE, state="published")
    text = unescape(answer.content.decode())
    assert "Line 1: The link “here” does not say where it leads." in text and VAGUE in text
    assert not blog.posts.exists()
    sent = form_of(answer, warned=asked(answer))
    assert client.post(ADD, sent).status_code == 302
    assert blog.posts.get().state == PostState.PUBLISHED


def test_the_answer_asks_with_a_field_and_a_button_that_need_no_script(write, author):
    text = write(author, title="A letter", body=VAGUE, state="published", _continue="1").content.decode()
    assert '<input type="hidden" name="warned"' in text
    assert '<button type="submit" class="button default" name="_continue" value="1">Publish all the same' in text


def test_a_draft_that_is_not_published_yet_is_not_said_to_be(write, author, blog, make_post):
    post = make_post(blog, "A letter", author=author, state=PostState.DRAFT, published_at=None)
    text = write(author, post, body=VAGUE, state="published").content.decode()
    assert "Draft: only the team can read it</p>" in " ".join(text.split()) or 'class="told">Draft' in text
    assert "Public since" not in text and "View on site" not in text


def test_another_fault_is_asked_about_anew(write, author, blog, client, form_of):
    answer = write(author, title="A letter", body=VAGUE, state="published")
    sent = form_of(answer, warned=asked(answer), body=f"{VAGUE}\n\n[x]()")
    asked(client.post(ADD, sent))
    assert not blog.posts.exists()


def test_a_draft_and_a_save_that_publishes_nothing_are_not_asked(write, author, blog, make_post):
    assert write(author, title="A letter", body=VAGUE, state="draft").status_code == 302
    post = make_post(blog, "B", author=author)
    assert write(author, post, body=VAGUE, _keep="1").status_code == 302
    assert Post.objects.get(pk=post.pk).body == "A paragraph."


def test_a_change_is_asked_about_what_it_brings_and_not_about_what_was_published_before(write, author, blog, make_post):
    post = make_post(blog, "A letter", author=author, body=VAGUE)
    assert write(author, post, body=f"{VAGUE}, a typo mended").status_code == 302
    asked(write(author, post, body=f"{VAGUE} [x]()"))


def test_a_change_that_waits_for_its_date_is_asked_about_when_it_is_scheduled(write, author, blog, make_post):
    post = make_post(blog, "A letter", author=author)
    when = {"update_at_0": "2096-05-03", "update_at_1": "09:00"}
    token = asked(write(author, post, body=VAGUE, **when))
    assert not post.versions.filter(kind=Kind.SCHEDULED).exists()
    assert write(author, post, body=VAGUE, warned=token, **when).status_code == 302
    assert post.versions.filter(kind=Kind.SCHEDULED).exists()


def test_what_the_owner_blocks_is_published_by_nobody_and_the_form_is_kept(
    write, author, blog, nothing_changes, client, form_of, sign_in
):
    blog.checks["link_vague"] = "block"
    blog.save()
    sign_in(author)
    shown = form_of(client.get(ADD))
    with nothing_changes():
        answer = client.post(ADD, shown | {"title": "A letter", "body": VAGUE, "state": "published"})
        text = unescape(answer.content.decode())
        assert "This can’t be published as it is" in text and "The link “here” does not say" in text and VAGUE in text
        assert "Publish all the same" not in text
        token = answer.context["report"].token
        assert client.post(ADD, form_of(answer, warned=token)).status_code == 200
    assert write(author, title="A letter", body=VAGUE, state="draft").status_code == 302


def test_pages_are_asked_about_as_well(editor, blog, client, sign_in, form_of):
    sign_in(editor)
    add = reverse("admin:blog_page_add")
    answer = client.post(add, form_of(client.get(add), title="About", body=VAGUE, state="published"))
    assert client.post(add, form_of(answer, warned=asked(answer))).status_code == 302
    assert Page.objects.get().state == PostState.PUBLISHED


def test_the_text_is_checked_while_it_is_written_and_nothing_is_stored(
    author, blog, client, sign_in, form_of, nothing_changes, django_assert_max_num_queries
):
    sign_in(author)
    sent = form_of(client.get(ADD), title="A letter", body=f"{VAGUE} [x](/never/)")
    with nothing_changes():
        with django_assert_max_num_queries(17):
            part = client.post(f"{NEW}?part", sent)
        whole = client.post(NEW, sent)
    assert part.status_code == whole.status_code == 200
    assert "2 things to look at" in part.content.decode() and "<html" not in part.content.decode()
    assert "2 things to look at" in whole.content.decode() and "A letter" in whole.content.decode()
    assert "no-store" in part["Cache-Control"] and "no-store" in whole["Cache-Control"]
    good = client.post(f"{NEW}?part", sent | {"body": "All is well."})
    assert "Nothing to look at" in good.content.decode()
    assert "nothing to check" in client.post(f"{NEW}?part", {}).content.decode()
    assert client.get(NEW).status_code == 200


def test_who_checks_too_often_waits_and_keeps_the_form(author, client, sign_in, form_of, settings, make_post, blog):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"checklist": (1, 60)}
    sign_in(author)
    post = make_post(blog, author=author)
    url = reverse("admin:blog_post_checklist_of", args=[post.pk])
    sent = form_of(client.get(change(post)), body=VAGUE)
    assert client.post(f"{url}?part", sent).status_code == 200
    assert client.post(f"{url}?part", sent).status_code == 429
    answer = client.post(url, sent)
    assert answer.status_code == 429 and VAGUE in answer.content.decode()


def test_the_owner_chooses_for_each_check_and_the_log_says_so(owner, blog, client, sign_in, form_of):
    sign_in(owner)
    settings = reverse("admin:blog_blog_change", args=[blog.pk])
    shown = form_of(client.get(settings))
    assert (shown["check_alt"], shown["check_description"]) == ("warn", "off")
    assert client.post(settings, shown | {"check_alt": "block", "check_description": "warn"}).status_code == 302
    blog.refresh_from_db()
    assert blog.checks == {"alt": "block"}
    assert LogEntry.objects.get().detail == {"settings": ["check_alt", "check_description"]}
    assert client.post(settings, shown | {"check_alt": "never"}).status_code == 200
    blog.refresh_from_db()
    assert blog.checks == {"alt": "block"}
