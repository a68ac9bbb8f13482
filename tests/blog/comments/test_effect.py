"""Before a policy is kept, its owner sees what it would change, and nothing is stored."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from blog.comments.effect import effect
from blog.models import Label, Post


def told(blog, view_as=None, post=None, label=None, **values):
    return effect(blog=blog, post=post, label=label, values=values, now=timezone.now(), view_as=view_as)


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER)


def test_who_gains_and_who_loses_is_counted(blog, owner, make_member):
    for state in ("member", "member", "member", "applicant", "left", "suspended", "banned"):
        make_member(blog, state=state)
    make_member(blog, confirmed=False)
    narrow = told(blog, audience="team")
    assert (narrow.gain, narrow.lose) == (0, 3)
    assert {kind.name: kind.count for kind in narrow.kinds}["A member"] == 3
    wide = told(blog, audience="signed_in")
    assert (wide.gain, wide.lose) == (2, 0)
    assert {kind.name for kind in wide.kinds if kind.count is None} >= {"Somebody signed in"}
    same = told(blog)
    assert (same.changes, same.kinds, same.gain, same.lose) == ([], [], 0, 0)


def test_who_may_read_is_told_with_the_comments_that_were_meant_for_fewer(blog, make_post, make_comment, set_policy):
    inner, other = make_post(blog, "Inner"), make_post(blog, "Other")
    set_policy(blog, inner, readers="members")
    make_comment(inner)
    narrow = told(blog, readers="team")
    assert [(posts.count, posts.titles) for posts in narrow.readers] == [(1, ["Other"])] and narrow.heard == 0
    opened = told(blog, post=inner, readers="everyone")
    assert [(posts.count, posts.titles) for posts in opened.readers] == [(1, ["Inner"])] and opened.heard == 1
    assert told(blog, post=other, audience="team").readers == []


def test_which_posts_open_and_close_is_told(blog, make_post, set_policy, make_blog):
    old, new = make_post(blog, "Old", days_ago=50), make_post(blog, "New")
    own = make_post(blog, "Own", days_ago=50)
    set_policy(blog, own, close_after_days=0)
    make_post(blog, "Draft", days_ago=-1)
    make_post(make_blog(hostname="two.example.org"), "Strange", days_ago=50)
    closing = told(blog, close_after_days=30)
    assert (closing.closes.count, closing.closes.titles, closing.opens.count) == (1, ["Old"], 0)
    set_policy(blog, close_after_days=30)
    assert told(blog).opens.titles == ["Old"]
    assert told(blog, post=new, comments="hidden").closes.titles == ["New"]
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    old.labels.add(label)
    assert told(blog, label=label, close_after_days=0).opens.titles == ["Old"]
    for number in range(12):
        make_post(blog, f"More {number}", days_ago=1)
    many = told(blog, comments="shown")
    assert (many.closes.count, len(many.closes.titles)) == (14, 10)


def test_what_waits_and_what_words_match_is_counted(blog, make_post, make_comment, set_policy):
    post = make_post(blog)
    set_policy(blog, hold_all=True)
    make_comment(post, "A casino", state="held", reasons=["moderated"])
    make_comment(post, "Fine", state="held", reasons=["moderated"])
    make_comment(post, "Casino again")
    seen = told(blog, hold_words=["casino", "never"])
    assert (seen.passing, seen.staying, seen.words, seen.looked_at) == (1, 1, [("casino", 2)], 3)


def test_one_person_is_asked_about_before_and_after(blog, make_post, make_member):
    make_post(blog)
    seen = told(blog, view_as=make_member(blog, name="Ann"), audience="team").seen
    assert (seen.name, seen.was) == ("Ann", "Can comment; it appears at once.")
    assert seen.becomes.startswith("Can’t comment: Note: Only the team")


def test_the_cost_does_not_grow(blog, make_post, make_comment, make_member, django_assert_max_num_queries):
    for _ in range(5):
        post = make_post(blog)
        for _ in range(3):
            make_comment(post, state="held", reasons=["moderated"])
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    post.labels.add(label)
    with django_assert_max_num_queries(12):
        told(blog, label=label, audience="team", hold_words=["x"], close_after_count=1)
    with django_assert_max_num_queries(12):
        told(blog, audience="team", hold_words=["x"], close_after_count=1)


def test_a_post_or_label_that_is_not_kept_yet_changes_nothing_for_anybody(blog):
    assert told(blog, post=Post(blog=blog), audience="team").changes == [
        ("who may comment", "inherited", "The blog’s team")
    ]
    assert not told(blog, label=Label(blog=blog), audience="team").kinds


@pytest.fixture
def forms(blog, make_post, owner):
    label = Label.objects.create(blog=blog, name="Letters", slug="letters")
    return {"blog": blog, "label": label, "post": make_post(blog, "A letter", author=owner)}


@pytest.mark.parametrize("scope", ["blog", "label", "post"])
def test_the_form_comes_back_with_what_was_typed_and_the_effect_and_nothing_is_stored(
    scope, forms, owner, client, sign_in, nothing_changes, make_member, blog
):
    sign_in(owner)
    make_member(blog, name="Ann")
    page = client.get(reverse(f"admin:blog_{scope}_change", args=[forms[scope].pk]))
    url = reverse(f"admin:blog_{scope}_effect_of", args=[forms[scope].pk])
    assert f'formaction="{url}"' in page.content.decode()
    form = page.context["adminform"].form
    sent = {bound.html_name: bound.value() for bound in form if isinstance(bound.value(), str | int)}
    sent |= {"policy_audience": "team", "view_as": "ann", "name": "Typed name", "title": "Typed title"}
    with nothing_changes():
        answer = client.post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert "who may comment: inherited → The blog’s team" in text
    assert "1 lose it" in text and "Typed " in text and 'value="ann"' in text
    assert "Ann</strong>" in text or scope == "label"
    assert f'action="{reverse(f"admin:blog_{scope}_change", args=[forms[scope].pk])}"' in text
    with nothing_changes():
        wrong = client.post(url, sent | {"policy_hold_first": "-1"})
        assert "who may comment: inherited" not in wrong.content.decode() and wrong.status_code == 200
        assert "There is nothing to preview" in client.get(url).content.decode()
        assert "Nobody of this blog has the name" in client.post(url, sent | {"view_as": "X"}).content.decode()


@pytest.mark.parametrize("scope", ["label", "post"])
def test_a_new_one_can_be_weighed_too(scope, owner, client, sign_in, nothing_changes):
    sign_in(owner)
    with nothing_changes():
        answer = client.post(reverse(f"admin:blog_{scope}_effect"), {"policy_audience": "team"})
    assert "who may comment: inherited → The blog’s team" in answer.content.decode()


def test_who_may_not_save_may_not_weigh(forms, client, sign_in, make_member, blog, make_blog):
    strange = make_member(make_blog(hostname="two.example.org"), Role.OWNER)
    for person, status in ((make_member(blog), 403), (make_member(blog, Role.AUTHOR), 404), (strange, 403)):
        sign_in(person)
        assert client.post(reverse("admin:blog_post_effect_of", args=[forms["post"].pk])).status_code == status
        assert client.post(reverse("admin:blog_blog_effect_of", args=[blog.pk])).status_code == 403
