"""What the blog knows of a text that is to go out, and what its owner chose about it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from blog.models import Image, Label, OldPath, OldSlug, Page, Post, PostState
from blog.writing.checklist import choices_of, report_of
from blog.writing.checklist.asking import look_over, refuse
from blog.writing.publishing import rendered


@pytest.fixture
def blog(make_blog):
    return make_blog(name="One", checks={})


def report(blog, body: str, *, at=None, stored=None, **fields):
    fields = {"title": "A title", "description": "D", "path": "/2026/02/mine/"} | fields
    post = Post(blog=blog, body=body, pk=stored and stored.pk, **fields)
    return report_of(post, rendered(blog, body).html, at=at or timezone.now(), stored=stored)


def codes(found) -> list[str]:
    return [one.code for one in (*found.blocked, *found.warned)]


def test_links_to_all_that_readers_can_open_are_whole(blog, make_post, django_assert_max_num_queries):
    post = make_post(blog)
    Page.objects.create(blog=blog, title="About", slug="about", path="/p/about/", state=PostState.PUBLISHED)
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    OldSlug.objects.create(blog=blog, label=label, slug="mail")
    OldPath.objects.create(blog=blog, post=post, path="/2019/01/was-here/")
    image = Image.objects.create(blog=blog, name="a.png", alt="A", checksum="a", width=1, height=1)
    paths = [post.path, post.path.rstrip("/"), "/p/about/", "/label/letters/", "/label/mail/", "/2019/01/was-here/"]
    paths += ["/", "/feed/", "/2018/", image.get_absolute_url()]
    body = " ".join(f"[Words {number}]({path})" for number, path in enumerate(paths))
    body += f"\n\n![]({image.get_absolute_url()})"
    with django_assert_max_num_queries(4):  # one of them for the images, as each rendering asks it
        assert codes(report(blog, body)) == []


def test_links_to_what_readers_can_not_open_are_broken(blog, make_blog, make_post):
    strange = make_blog(hostname="two.example.org")
    image = Image.objects.create(blog=strange, name="a.png", alt="A", checksum="a", width=1, height=1)
    hidden = [
        make_post(blog, state=PostState.DRAFT).path,
        make_post(blog, days_ago=-2).path,
        make_post(blog, readers="team").path,
        make_post(strange, path="/2026/01/strange/").path,
        Page.objects.create(blog=blog, title="P", slug="p", path="/p/p/").path,
        "/label/never/",
        image.get_absolute_url(),
    ]
    body = " ".join(f"[Words {number}]({path})" for number, path in enumerate(hidden))
    assert [one.what for one in report(blog, body).warned] == hidden


def test_a_scheduled_post_may_link_to_one_that_is_out_by_then(blog, make_post):
    soon = make_post(blog, days_ago=-2)
    body = f"[Before this]({soon.path})"
    assert codes(report(blog, body)) == ["link_broken"]
    assert codes(report(blog, body, at=timezone.now() + timedelta(days=3))) == []


def test_a_title_is_taken_once_whatever_its_case_but_not_by_the_trash_or_by_itself(blog, make_post):
    post = make_post(blog, "A Letter")
    assert codes(report(blog, "x", title="a letter")) == ["title_twice"]
    assert codes(report(blog, "x", title="A Letter", stored=post)) == []
    Post.objects.update(state=PostState.TRASH)
    assert codes(report(blog, "x", title="a letter")) == []


def test_an_address_another_post_had_is_always_in_the_way(blog, make_post):
    OldPath.objects.create(blog=blog, post=make_post(blog, "The first"), path="/2026/02/mine/")
    found = report(blog, "x")
    assert [(one.code, one.what) for one in found.blocked] == [("path_before", "The first")]
    assert "The post “The first” had this address before" in found.blocked_sentences[0]


def test_the_owner_turns_each_check_off_or_lets_it_block(blog):
    body = "[click here](https://x.org/)"
    blog.checks = {"link_vague": "block"}
    assert [one.code for one in report(blog, body).blocked] == ["link_vague"]
    blog.checks = {"link_vague": "off"}
    assert not report(blog, body)
    blog.checks = {"link_vague": "nonsense", "never": "block"}
    assert choices_of(blog)["link_vague"] == "warn"
    assert codes(report(blog, body)) == ["link_vague"]


def test_what_is_said_of_a_published_text_already_is_no_news(blog, make_post):
    stored = make_post(blog, "A title", body="[here](https://x.org/)", description="D")
    assert report(blog, "[here](https://x.org/) and on", stored=stored).new == ()
    changed = report(blog, "[here](https://x.org/) [more](https://y.org/)", stored=stored)
    assert [one.what for one in changed.new] == ["more"]
    stored.state = PostState.DRAFT
    assert len(report(blog, "[here](https://x.org/)", stored=stored).new) == 1


def test_no_more_than_forty_are_listed(blog):
    found = report(blog, " ".join(f"[w{number}]()" for number in range(60)))
    assert (len(found.warned_sentences), found.more, found.count) == (40, 20, 60)


def test_a_command_is_refused_what_is_blocked_and_told_once_of_the_rest(blog):
    post = Post(blog=blog, title="T", description="D", path="/2026/02/mine/", body="[here](https://x.org/)")
    with pytest.raises(ValidationError, match="does not say where it leads"):
        refuse(look_over(post, at=timezone.now()))
    refuse(look_over(post, at=timezone.now()), all_the_same=True)
    blog.checks = {"link_vague": "block"}
    with pytest.raises(ValidationError, match="does not say where it leads"):
        refuse(look_over(post, at=timezone.now()), all_the_same=True)
