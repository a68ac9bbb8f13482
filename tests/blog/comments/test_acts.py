"""The personal page of one comment, and those of what one follows and whom one has muted."""

import json

import pytest
from django.core.cache import cache

from blog.comments.models import Follow, Guideline, Mute, Report, State, Thanks
from blog.comments.mutes import voice
from blog.models import PostState

FOLLOWING, MUTED = "/comments/mine/following/", "/comments/muted/"


@pytest.fixture
def comment(blog, make_post, make_comment):
    return make_comment(make_post(blog), "Something said.")


@pytest.fixture
def member(blog, make_member, sign_in):
    person = make_member(blog)
    sign_in(person)
    return person


def url(comment):
    return f"/comments/{comment.pk}/acts/"


def test_a_visitor_is_asked_to_sign_in_and_led_back(client, comment):
    assert client.get(url(comment))["Location"] == f"/accounts/login/?next=/comments/{comment.pk}/acts/"


def test_a_member_is_shown_the_buttons_on_a_page_that_is_never_kept(client, comment, member):
    response = client.get(url(comment))
    html = response.content.decode()
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    assert [act for act in ("thank", "report", "mute", "follow") if f'value="{act}"' in html] == [
        "thank", "report", "mute", "follow",
    ]  # fmt: skip


@pytest.mark.parametrize("state", [state for state in State.values if state != "published"])
def test_what_is_not_published_is_not_there(client, comment, member, state):
    comment.state = state
    comment.save()
    assert client.get(url(comment)).status_code == 404
    assert client.post(url(comment), {"act": "thank"}).status_code == 404


def test_what_one_may_not_read_is_not_there(client, comment, make_user, sign_in, set_policy):
    sign_in(make_user())
    assert client.get(url(comment)).status_code == 200
    comment.post.readers = "members"
    comment.post.save()
    assert client.get(url(comment)).status_code == 404
    comment.post.readers = ""
    comment.post.save()
    set_policy(comment.blog, comments="hidden")
    assert client.get(url(comment)).status_code == 404


@pytest.mark.parametrize(
    ("act", "undo", "model"), [("thank", "unthank", Thanks), ("follow", "unfollow", Follow), ("mute", "unmute", Mute)]
)
def test_each_act_is_done_and_undone(client, comment, member, act, undo, model):
    for _ in range(2):
        answer = client.post(url(comment), {"act": act})
        assert (answer.status_code, answer["Location"]) == (303, url(comment))
        assert model.objects.filter(by=member).count() == 1
    page = client.get(url(comment)).content.decode()
    assert f'value="{undo}"' in page and f'value="{act}"' not in page
    assert client.post(url(comment), {"act": undo}).status_code == 303
    assert not model.objects.exists()


def test_an_act_that_is_none_does_nothing(client, comment, member, nothing_changes):
    with nothing_changes():
        assert client.post(url(comment), {"act": "shout"}).status_code == 422
        assert client.post(url(comment)).status_code == 422


def test_nobody_thanks_reports_or_mutes_themselves(client, comment, sign_in, nothing_changes):
    sign_in(comment.author)
    page = client.get(url(comment)).content.decode()
    assert 'value="thank"' not in page and 'value="report"' not in page and 'value="mute"' not in page
    with nothing_changes():
        for act in ("thank", "report", "mute"):
            assert client.post(url(comment), {"act": act, "reason": "x"}).status_code == 409


def test_a_guest_or_former_member_can_not_be_muted(client, comment, member, nothing_changes):
    comment.author.delete()
    assert 'value="mute"' not in client.get(url(comment)).content.decode()
    with nothing_changes():
        assert client.post(url(comment), {"act": "mute"}).status_code == 422


def test_who_was_banned_is_told_and_does_nothing(client, comment, make_member, sign_in, nothing_changes):
    sign_in(make_member(comment.blog, state="banned"))
    assert "Where you stand, and why" in client.get(url(comment)).content.decode()
    with nothing_changes():
        for act in ("thank", "report", "follow"):
            assert client.post(url(comment), {"act": act, "reason": "x"}).status_code == 403


def test_a_report_is_sent_with_a_guideline_and_a_second_one_is_answered_kindly(client, comment, member):
    guideline = Guideline.objects.create(blog=comment.blog, title="Be kind", text="Always.")
    assert "Be kind" in client.get(url(comment)).content.decode()
    for said in ("The team looks at it", "You have reported this comment before"):
        sent = client.post(url(comment), {"act": "report", "guideline": guideline.pk, "reason": "It is rude."})
        assert sent.status_code == 303
        assert said in client.get(url(comment)).content.decode()
    assert (Report.objects.get().guideline, Report.objects.get().by) == (guideline, member)


@pytest.mark.parametrize("reason", ["", "x" * 501])
def test_a_report_that_can_not_be_taken_keeps_its_words(client, comment, member, nothing_changes, reason):
    with nothing_changes():
        response = client.post(url(comment), {"act": "report", "reason": reason})
    assert response.status_code == 422 and reason in response.content.decode()


def test_a_guideline_of_another_blog_is_not_taken(client, comment, member, make_blog, nothing_changes):
    other = Guideline.objects.create(blog=make_blog(hostname="two.example.org"), title="Theirs", text="x")
    Guideline.objects.create(blog=comment.blog, title="Ours", text="x")
    with nothing_changes():
        sent = client.post(url(comment), {"act": "report", "guideline": other.pk, "reason": "x"})
    assert sent.status_code == 422


def test_too_many_reports_are_asked_to_wait_with_their_words_kept(client, comment, member, settings, make_comment):
    cache.clear()
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"report": (1, 3600)}
    assert client.post(url(comment), {"act": "report", "reason": "One."}).status_code == 303
    other = make_comment(comment.post)
    response = client.post(url(other), {"act": "report", "reason": "Another one."})
    assert response.status_code == 429 and int(response["Retry-After"]) > 0
    assert "Another one." in response.content.decode() and Report.objects.count() == 1


# --- Followed and muted ----------------------------------------------------------------------------------------------


def test_followed_threads_are_listed_and_left(client, comment, member):
    assert client.post(FOLLOWING, {"act": "follow", "post": comment.post_id}).status_code == 303
    assert comment.post.title in client.get(FOLLOWING).content.decode()
    back = client.post(FOLLOWING, {"act": "unfollow", "post": comment.post_id, "back": "form"})
    assert back["Location"] == f"/comments/on/{comment.post_id}/" and not Follow.objects.exists()


def test_only_posts_that_are_there_are_followed(client, blog, member, make_blog, make_post, nothing_changes):
    draft, strange = make_post(blog, state=PostState.DRAFT), make_post(make_blog(hostname="two.example.org"))
    with nothing_changes():
        for post in (draft.pk, strange.pk, "x", ""):
            assert client.post(FOLLOWING, {"act": "follow", "post": post}).status_code == 404
        assert client.post(FOLLOWING, {"act": "shout"}).status_code == 422


def test_a_post_taken_back_is_no_longer_named(client, comment, member):
    Follow.objects.create(post=comment.post, by=member)
    comment.post.state = PostState.DRAFT
    comment.post.save()
    assert comment.post.title not in client.get(FOLLOWING).content.decode()


def test_muted_people_are_listed_and_shown_again(client, comment, member):
    Mute.objects.create(by=member, whom=comment.author)
    page = client.get(FOLLOWING).content.decode()
    assert comment.author.name in page and 'data-mutes="1"' in page
    assert client.post(FOLLOWING, {"act": "unmute", "person": comment.author_id}).status_code == 303
    assert not Mute.objects.exists() and 'data-mutes="0"' in client.get(FOLLOWING).content.decode()


def test_the_script_is_told_whose_words_to_fold_and_a_visitor_nothing(client, comment, make_member, sign_in):
    assert json.loads(client.get(MUTED).content) == {"people": []}
    member = make_member(comment.blog)
    Mute.objects.create(by=member, whom=comment.author)
    sign_in(member)
    response = client.get(MUTED)
    assert response.json() == {"people": [voice(comment.author_id)]}
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_the_words_of_a_muted_person_are_folded_away_where_one_answers_and_acts(client, comment, member):
    pages = (url(comment), f"/comments/on/{comment.post_id}/?parent={comment.pk}")
    assert not [page for page in pages if "You have muted this person" in client.get(page).content.decode()]
    Mute.objects.create(by=member, whom=comment.author)
    assert all("You have muted this person" in client.get(page).content.decode() for page in pages)


def test_the_readers_page_is_the_same_for_who_has_muted_and_thanked_and_has_no_form(
    client, comment, make_member, sign_in
):
    before = client.get(comment.post.path).content
    member = make_member(comment.blog)
    Mute.objects.create(by=member, whom=comment.author)
    Follow.objects.create(by=member, post=comment.post)
    sign_in(member)
    assert client.get(comment.post.path).content == before and b"<form" not in before
    Thanks.objects.create(comment=comment, by=member)
    assert b"1 thanks" in client.get(comment.post.path).content


# --- In the form -----------------------------------------------------------------------------------------------------


def test_who_posts_may_ask_to_be_told_and_is_not_by_default(client, comment, member, send):
    page = client.get(f"/comments/on/{comment.post_id}/").content.decode()
    assert 'name="follow" value="1">' in page
    send(comment.post, "One.")
    assert not Follow.objects.exists()
    send(comment.post, "Two.", follow="1")
    assert Follow.objects.get().by == member
    assert 'name="follow"' not in client.get(f"/comments/on/{comment.post_id}/").content.decode()


def test_a_preview_keeps_the_wish(client, comment, member, send):
    html = send(comment.post, follow="1", preview="1").content.decode()
    assert 'name="follow" value="1" checked>' in html and not Follow.objects.exists()
