"""A draft shown by a link: who has it reads the text as it is being written, until it ends; nobody else does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from blog.markup import lead_images
from blog.models import DraftLink, Image, Page, Post, PostState, Remark
from blog.writing.copies import keep, token_now
from blog.writing.publishing import save_post
from blog.writing.sharing import MOST, link_at, revoke, share
from blog.writing.trash import throw_away
from tests.house.world import dot


@pytest.fixture
def draft(blog, make_post, author):
    return make_post(blog, "A draft", author=author, body="As it is stored.", state=PostState.DRAFT, published_at=None)


@pytest.fixture
def link(draft):
    """The link and the path of its page."""
    made, secret = share(text=draft, by=draft.author, name="Clara", days=7, now=timezone.now())
    made.path = f"/draft/{secret}/"
    return made


def type_(text, **fields):
    typed = {name: [value] for name, value in fields.items()}
    keep(text=text, by=text.author, typed=typed, seen=token_now(text), now=timezone.now())


def a_picture(blog, checksum="a", **fields) -> Image:
    image = Image(blog=blog, name="a.png", alt="A harbour", checksum=checksum, width=1, height=1, **fields)
    image.file.save(image.name, ContentFile(dot()), save=False)
    image.save()
    return image


def test_who_has_the_link_reads_the_draft_and_nobody_else_does(draft, link, client, nothing_changes):
    with nothing_changes():
        answer = client.get(link.path)
        assert client.head(link.path).status_code == 200
    text = answer.content.decode()
    assert "<h1>A draft</h1>" in text and "As it is stored." in text and "A draft, shown to you until" in text
    assert 'id="comments"' not in text and "Post a Comment" not in text
    assert client.get(draft.path).status_code == 404


def test_the_page_is_kept_by_no_cache_found_by_no_search_engine_and_told_to_no_other_site(draft, link, client):
    answer = client.get(link.path)
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and answer["Referrer-Policy"] == "no-referrer"
    text = answer.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in text
    assert "canonical" not in text and "og:" not in text
    assert not answer.cookies and "csrf" not in text


def test_the_secret_is_kept_nowhere(link):
    secret = link.path.split("/")[2]
    assert len(secret) == 32  # 192 bits
    assert secret not in repr(list(DraftLink.objects.values_list())) and len(link.digest) == 64


def test_the_text_is_shown_as_it_is_being_written(draft, link, client):
    type_(draft, title="Another  title", body="As it is *typed*.", label_names="New, Old")
    text = client.get(link.path).content.decode()
    assert "<h1>Another title</h1>" in text and "As it is <em>typed</em>." in text and "New</a>" in text
    assert Post.objects.get(pk=draft.pk).body == "As it is stored."
    type_(draft, title="", body="<script>alert(1)</script>")
    text = client.get(link.path).content.decode()
    assert "<h1>A draft</h1>" in text and "<script>alert" not in text


def test_a_page_is_shared_as_well(blog, author, client):
    page = Page.objects.create(blog=blog, title="About", slug="about", path="/p/about/", html="<p>Us</p>")
    _made, secret = share(text=page, by=author, name="", days=1, now=timezone.now())
    assert "<p>Us</p>" in client.get(f"/draft/{secret}/").content.decode()


@pytest.mark.parametrize("why", ["unknown", "revoked", "expired", "trashed", "of another blog", "deleted"])
def test_a_link_that_does_not_work_is_as_absent_as_one_that_never_was(why, draft, link, client, make_blog):
    now = timezone.now()
    assert client.get(link.path).status_code == 200
    path = link.path
    if why == "unknown":
        path = f"/draft/{'a' * 32}/"
    elif why == "revoked":
        revoke(link=link, now=now)
    elif why == "expired":
        DraftLink.objects.update(expires_at=now)
    elif why == "trashed":
        throw_away(text=draft, by=None, now=now)
    elif why == "deleted":
        draft.delete()
        assert not DraftLink.objects.exists()
    else:
        DraftLink.objects.update(blog=make_blog(hostname="two.example.org"))
    for more in ("", "note/", "images/AAAA/a.png"):
        for method in ("get", "head", "post"):
            there = getattr(client, method)(f"{path}{more}")
            never = getattr(client, method)(f"/draft/never/{more}")
            assert there.status_code in (404, 405)
            for answer in (there, never):
                answer.headers.pop("X-Request-ID", None)
            assert (there.status_code, there.content, dict(there.headers)) == (
                never.status_code, never.content, dict(never.headers),
            )  # fmt: skip


def test_a_text_taken_out_of_the_trash_is_shown_again(draft, link, client):
    throw_away(text=draft, by=None, now=timezone.now())
    assert client.get(link.path).status_code == 404
    Post.objects.update(state=PostState.DRAFT)
    assert client.get(link.path).status_code == 200


def test_images_of_the_draft_load_by_its_link_and_by_no_other(draft, link, client, blog, make_post):
    shown, typed, other = (a_picture(blog, name) for name in "abc")
    draft.body = f"![]({shown.get_absolute_url()})"
    save_post(post=draft, now=timezone.now(), by=draft.author)
    stranger = make_post(blog, state=PostState.DRAFT)
    _made, secret = share(text=stranger, by=None, name="", days=1, now=timezone.now())
    inside = f"{link.path}images/{shown.key}/a.png"
    assert f'src="{inside}"' in client.get(link.path).content.decode()
    answer = client.get(inside)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    assert "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] == "no-referrer"
    assert client.get(shown.get_absolute_url()).status_code == 404
    assert client.get(f"/draft/{secret}/images/{shown.key}/a.png").status_code == 404
    assert client.get(f"{link.path}images/{shown.key}/b.png").status_code == 404
    for image in (typed, other):
        assert client.get(f"{link.path}images/{image.key}/a.png").status_code == 404
    type_(draft, body=f"![]({typed.get_absolute_url()})")
    assert client.get(f"{link.path}images/{typed.key}/a.png").status_code == 200
    assert client.get(f"{link.path}images/{other.key}/a.png").status_code == 404
    revoke(link=link, now=timezone.now())
    assert client.get(inside).status_code == 404


def test_the_cover_of_a_draft_loads_by_its_link_too_stored_or_just_chosen(draft, link, client, blog):
    stored, chosen = a_picture(blog, "a"), a_picture(blog, "b")
    Post.objects.filter(pk=draft.pk).update(cover=stored)
    draft.refresh_from_db()
    for cover in (stored, chosen):
        inside = f"{link.path}images/{cover.key}/a.png"
        assert f'src="{inside}"' in client.get(link.path).content.decode()
        assert client.get(inside).status_code == 200
        assert client.get(cover.get_absolute_url()).status_code == 404
        type_(draft, body="x", cover=chosen.get_absolute_url())


def test_only_addresses_of_own_images_are_led_another_way():
    html = (
        '<p>src="/images/K/a.png" <a href="/images/K/a.png">x</a><picture><source type="image/webp" '
        'srcset="/images/K/a_1.webp 1w, /images/K/a_2.webp 2w"><img src="/images/K/a.png" '
        'alt="a &gt; b > c"></picture></p>'
    )
    led = lead_images(html, "/draft/S")
    assert led.count("/draft/S/images/K/") == 3
    assert led.replace("/draft/S", "") == html and '<a href="/images/K/a.png">' in led
    with pytest.raises(ValueError):
        lead_images(html, '"><script>')


@pytest.mark.parametrize("days", [0, 91, -1])
def test_a_link_lasts_for_ninety_days_at_most(days, draft, author, nothing_changes):
    with nothing_changes(), pytest.raises(ValidationError):
        share(text=draft, by=author, name="", days=days, now=timezone.now())


def test_a_link_ends_at_its_moment(draft, link, blog):
    secret = link.path.split("/")[2]
    assert link_at(secret, blog=blog, now=link.expires_at - timedelta(microseconds=1)) == link
    assert link_at(secret, blog=blog, now=link.expires_at) is None


def test_a_link_that_is_asked_too_often_waits(link, client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"draft": (2, 60)}
    assert [client.get(link.path).status_code for _ in range(3)] == [200, 200, 429]


def test_a_draft_costs_few_queries(draft, link, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        client.get(link.path)


def test_a_reader_leaves_a_note_without_an_account(draft, link, client):
    form = client.get(f"{link.path}note/")
    assert form["Referrer-Policy"] == "same-origin" and "no-store" in form["Cache-Control"]
    answer = client.post(f"{link.path}note/", {"name": "Clara", "text": "The second line limps.\n\nAnd the end."})
    assert answer.status_code == 303 and answer["Location"] == f"{link.path}note/?sent"
    note = Remark.objects.get()
    assert (note.post, note.link, note.name, note.by) == (draft, link, "Clara", None)
    thanks = client.get(answer["Location"]).content.decode()
    assert "the authors have your note" in thanks and "limps" not in thanks


def test_a_note_needs_a_name_words_and_a_token_and_gives_back_what_was_typed(link, client, nothing_changes):
    where = f"{link.path}note/"
    with nothing_changes():
        for sent in (
            {"name": "", "text": "Kept words"},
            {"name": "Clara", "text": ""},
            {"name": "C", "text": "x" * 5001},
        ):
            answer = client.post(where, sent)
            assert answer.status_code == 422 and sent["text"] in answer.content.decode()
        assert client.__class__(enforce_csrf_checks=True).post(where, {"name": "C", "text": "x"}).status_code == 403


def test_notes_are_paced_and_what_was_typed_is_kept(link, client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"remark": (2, 600)}
    answers = [client.post(f"{link.path}note/", {"name": "C", "text": f"Note {n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Note 2" in answers[2].content.decode() and Remark.objects.count() == 2


def test_a_link_takes_no_more_than_its_fill_of_notes(link, client, draft):
    Remark.objects.bulk_create(Remark(blog=draft.blog, post=draft, link=link, words="x") for _ in range(MOST))
    answer = client.post(f"{link.path}note/", {"name": "C", "text": "One more"})
    assert answer.status_code == 429 and "One more" in answer.content.decode() and Remark.objects.count() == MOST


def test_notes_go_with_the_text_and_are_in_nothing_that_is_public(draft, link, client, make_user):
    client.post(f"{link.path}note/", {"name": "Clara Canary", "text": "canary-note"})
    Post.objects.update(state=PostState.PUBLISHED, published_at=timezone.now() - timedelta(days=1))
    for path in (draft.path, "/", "/feed/", "/feed/comments/", "/sitemap.xml", f"/comments/on/{draft.pk}/", link.path):
        assert "canary" not in client.get(path).content.decode().lower()
    draft.delete()
    assert not Remark.objects.exists()
