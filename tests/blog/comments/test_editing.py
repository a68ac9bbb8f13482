"""Changing and withdrawing one's own words: whose, until when, and what stands there afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Membership, Role, Sanction, State
from blog.comments.editing import EDIT_WINDOW, edit_comment, edit_refusal, withdraw_comment
from blog.comments.judging import NotDone
from blog.comments.models import Comment, Ruling
from blog.comments.models import State as CommentState
from blog.markup import render_comment
from blog.models import PostState

GONE = [CommentState.REJECTED, CommentState.REMOVED, CommentState.WITHDRAWN]


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def member(blog, make_member, sign_in):
    """A member, signed in."""
    person = make_member(blog)
    sign_in(person)
    return person


@pytest.fixture
def comment(post, member, make_comment):
    return make_comment(post, "First thoughts.", author=member)


def become(person, blog, state):
    if state == State.LEFT:
        Membership.objects.filter(user=person).update(state=state)
    else:
        Sanction.objects.create(blog=blog, user=person, kind=state, reason="It had to be.")


def edit_url(comment):
    return reverse("comments:edit", args=[comment.pk])


def withdraw_url(comment):
    return reverse("comments:withdraw", args=[comment.pk])


def change(client, comment, text="Second thoughts.", **fields):
    fields.setdefault("seen", comment.changed_at.isoformat())
    return client.post(edit_url(comment), {"text": text, **fields})


# --- The act of changing -------------------------------------------------------------------------------------------


def test_a_changed_comment_is_rendered_anew_and_says_when(comment, member):
    now = timezone.now()
    edit_comment(comment=comment, by=member, text="*Second* thoughts.", seen=comment.changed_at, now=now)
    comment.refresh_from_db()
    assert (comment.text, comment.html) == ("*Second* thoughts.", render_comment("*Second* thoughts."))
    assert (comment.edited_at, comment.changed_at, comment.state) == (now, now, "published")
    ruling = Ruling.objects.latest("pk")
    assert (ruling.was, ruling.now, ruling.by, ruling.code) == ("published", "published", member, "edited")


def test_a_held_comment_stays_held_when_it_is_changed(post, member, make_comment, set_policy):
    comment = make_comment(post, author=member, state=CommentState.HELD)
    for hold_all in (True, False):
        set_policy(post.blog, hold_all=hold_all)
        changed = edit_comment(comment=comment, by=member, text=f"For {hold_all}", now=timezone.now())
        assert (changed.state, changed.text) == ("held", f"For {hold_all}")
    assert comment.edits.count() == 0


def test_a_held_comment_gathers_the_reasons_of_its_changes(post, member, make_comment, set_policy):
    comment = make_comment(post, author=member, state=CommentState.HELD, reasons=["first_comment"])
    set_policy(post.blog, hold_words=["pills"])
    changed = edit_comment(comment=comment, by=member, text="Buy pills.", now=timezone.now())
    assert (changed.state, changed.reasons, changed.matched) == ("held", ["first_comment", "words"], ["pills"])


def test_saving_the_same_text_writes_nothing(comment, member, nothing_changes):
    with nothing_changes():
        edit_comment(comment=comment, by=member, text="First thoughts.\r\n".strip(), now=timezone.now())


def test_the_window_closes_a_quarter_of_an_hour_after_sending(comment, member, nothing_changes):
    end = comment.created_at + EDIT_WINDOW
    assert edit_refusal(comment=comment, by=member, now=end - timedelta(microseconds=1)) is None
    with nothing_changes(), pytest.raises(NotDone, match="too_late"):
        edit_comment(comment=comment, by=member, text="Too late.", now=end)


@pytest.mark.parametrize("state", GONE)
def test_what_no_longer_stands_can_not_be_changed(post, member, make_comment, nothing_changes, state):
    comment = make_comment(post, author=member, state=state)
    with nothing_changes(), pytest.raises(NotDone, match="not_there"):
        edit_comment(comment=comment, by=member, text="But.", now=timezone.now())


def test_a_closed_thread_takes_no_changes(post, comment, member, set_policy, nothing_changes):
    set_policy(post.blog, post, comments="shown")
    with nothing_changes(), pytest.raises(NotDone) as refusal:
        edit_comment(comment=comment, by=member, text="But.", now=timezone.now())
    assert refusal.value.decision.reasons == ("closed",)


@pytest.mark.parametrize("state", [Kind.SUSPENSION, Kind.BAN, State.LEFT])
def test_who_may_not_comment_any_more_may_not_change_what_they_said(comment, member, nothing_changes, state):
    become(member, comment.blog, state)
    with nothing_changes(), pytest.raises(NotDone, match="door"):
        edit_comment(comment=comment, by=member, text="But.", now=timezone.now())


def test_a_published_comment_can_not_be_changed_past_a_moderator(post, comment, member, set_policy):
    set_policy(post.blog, hold_all=True)
    edit = edit_comment(comment=comment, by=member, text="But.", now=timezone.now())
    comment.refresh_from_db()
    assert (comment.text, comment.state, comment.edited_at) == ("First thoughts.", "published", None)
    assert (edit.text, edit.html, edit.state, edit.reasons) == ("But.", render_comment("But."), "held", ["moderated"])
    assert Ruling.objects.latest("pk").code == "edit_waits"


def test_a_later_change_takes_the_place_of_the_one_that_waits(post, comment, member, set_policy):
    set_policy(post.blog, hold_all=True)
    first = edit_comment(comment=comment, by=member, text="One.", now=timezone.now())
    second = edit_comment(comment=comment, by=member, text="Two.", now=timezone.now())
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "held")


def test_the_team_changes_its_own_where_others_wait(post, make_member, make_comment, set_policy):
    set_policy(post.blog, hold_all=True)
    person = make_member(post.blog, Role.AUTHOR)
    comment = make_comment(post, author=person)
    assert edit_comment(comment=comment, by=person, text="Better.", now=timezone.now()).text == "Better."


def test_a_first_comment_that_was_published_may_be_changed(post, comment, member, set_policy):
    set_policy(post.blog, hold_first=1)
    assert edit_comment(comment=comment, by=member, text="Better.", now=timezone.now()).text == "Better."


def test_a_text_changed_elsewhere_meanwhile_is_not_overwritten(comment, member, nothing_changes):
    seen = comment.changed_at
    edit_comment(comment=comment, by=member, text="In another window.", seen=seen, now=timezone.now())
    with nothing_changes(), pytest.raises(NotDone, match="changed_meanwhile"):
        edit_comment(comment=comment, by=member, text="In this one.", seen=seen, now=timezone.now())


# --- The page ------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_text_and_until_when_it_can_be_changed(client, comment):
    html = client.get(edit_url(comment)).content.decode()
    assert "First thoughts.</textarea>" in html
    until = timezone.localtime(comment.created_at + EDIT_WINDOW)
    assert f"You can change it until {until:%H:%M}." in html


def test_a_saved_change_leads_back_to_the_comment(client, post, comment):
    response = change(client, comment)
    assert (response.status_code, response["Location"]) == (303, f"{post.path}#comment-{comment.pk}")
    comment.refresh_from_db()
    assert comment.text == "Second thoughts."


def test_a_change_can_be_looked_at_first(client, comment, nothing_changes):
    with nothing_changes():
        response = change(client, comment, "*New*", preview="1")
    assert response.status_code == 200
    html = response.content.decode()
    assert render_comment("*New*") in html and "*New*</textarea>" in html
    assert f'name="seen" value="{comment.changed_at.isoformat()}"' in html


@pytest.mark.parametrize(
    ("text", "status"), [("", 422), (" ", 422), ("a\0", 422), ("x" * 10_001, 422), ("\u200c", 422)]
)
def test_a_text_that_can_not_be_taken_comes_back(client, comment, nothing_changes, text, status):
    with nothing_changes():
        response = change(client, comment, text)
    assert response.status_code == status
    assert f"{text}</textarea>" in response.content.decode()


def test_a_change_that_lost_the_race_comes_back_and_can_be_saved_on_purpose(client, comment, member):
    edit_comment(comment=comment, by=member, text="In another window.", now=timezone.now())
    response = change(client, comment, "In this one.")
    assert response.status_code == 409 and "In this one.</textarea>" in response.content.decode()
    again = client.post(edit_url(comment), {"text": "In this one.", "seen": response.context["seen"]})
    comment.refresh_from_db()
    assert (again.status_code, comment.text) == (303, "In this one.")


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"created_at": timezone.now() - timedelta(minutes=16)}, 403, "that time is over"),
        ({"state": CommentState.REMOVED}, 409, "no longer stands"),
        ({"state": CommentState.REJECTED}, 409, "no longer stands"),
        ({"state": CommentState.WITHDRAWN}, 409, "no longer stands"),
    ],
)
def test_a_refused_change_says_why_and_gives_the_text_back(client, comment, nothing_changes, fields, status, sentence):
    Comment.objects.filter(pk=comment.pk).update(**fields)
    with nothing_changes():
        response = change(client, comment, "My better text.")
    assert response.status_code == status
    html = response.content.decode()
    assert sentence in html and "My better text.</textarea>" in html and "<button" not in html
    assert client.get(edit_url(comment)).status_code == status


def test_who_was_signed_out_meanwhile_finds_the_change_again(client, comment, member, sign_in, nothing_changes):
    client.logout()
    with nothing_changes():
        response = change(client, comment, "My better text.")
    assert response.status_code == 403
    assert f"/accounts/login/?next={edit_url(comment)}" in response.content.decode()
    sign_in(member)
    assert "My better text.</textarea>" in client.get(edit_url(comment)).content.decode()
    change(client, comment, "My better text.")
    assert "My better text." not in str(dict(client.session.items()))


def test_a_visitor_learns_nothing_from_numbers(client, comment):
    client.logout()
    there, never = client.get(edit_url(comment)), client.get("/comments/987654/edit/")
    assert there.status_code == never.status_code == 403
    assert there.content.replace(edit_url(comment).encode(), b"/comments/987654/edit/") == never.content


def test_changes_have_a_pace(client, comment, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "preview": (1, 3600)}
    assert change(client, comment, "One.", preview="1").status_code == 200
    response = change(client, comment, "Two.")
    assert response.status_code == 429 and int(response["Retry-After"]) > 0
    assert "Two.</textarea>" in response.content.decode()


# --- Withdrawing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.PUBLISHED])
def test_a_withdrawn_comment_is_gone_for_good(client, post, member, make_comment, state):
    comment = make_comment(post, author=member, state=state)
    response = client.post(withdraw_url(comment))
    assert response.status_code == 303
    assert "Your comment has been withdrawn." in client.get(response["Location"]).content.decode()
    comment.refresh_from_db()
    assert comment.state == CommentState.WITHDRAWN
    ruling = Ruling.objects.latest("pk")
    assert (ruling.was, ruling.now, ruling.by, ruling.code) == (state, "withdrawn", member, "withdrawn")


def test_asking_comes_before_withdrawing(client, comment, nothing_changes):
    with nothing_changes():
        response = client.get(withdraw_url(comment))
    assert response.status_code == 200
    assert comment.html in response.content.decode()


def test_withdrawing_twice_is_as_once(client, comment, nothing_changes):
    first = client.post(withdraw_url(comment))
    with nothing_changes():
        second = client.post(withdraw_url(comment))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert client.get(withdraw_url(comment)).status_code == 200


@pytest.mark.parametrize("state", [CommentState.REJECTED, CommentState.REMOVED])
def test_what_a_moderator_took_away_can_not_be_withdrawn(client, post, member, make_comment, nothing_changes, state):
    comment = make_comment(post, author=member, state=state)
    with nothing_changes():
        assert client.post(withdraw_url(comment)).status_code == 409
    assert client.get(withdraw_url(comment)).status_code == 409


@pytest.mark.parametrize("state", [Kind.SUSPENSION, Kind.BAN, State.LEFT, None])
def test_one_s_words_can_be_withdrawn_whatever_became_of_one_and_of_the_thread(
    client, post, comment, member, set_policy, state
):
    if state:
        become(member, post.blog, state)
    else:
        set_policy(post.blog, post, comments="shown")
    assert client.post(withdraw_url(comment)).status_code == 303
    comment.refresh_from_db()
    assert comment.state == CommentState.WITHDRAWN


def test_a_visitor_is_asked_to_sign_in_first(client, comment, nothing_changes):
    client.logout()
    for method in ("get", "post"):
        with nothing_changes():
            response = getattr(client, method)(withdraw_url(comment))
        assert response["Location"] == f"/accounts/login/?next={withdraw_url(comment)}"


# --- Other people's ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("url", [edit_url, withdraw_url])
def test_nobody_else_can_even_see_the_page(client, post, comment, make_member, sign_in, nothing_changes, role, url):
    sign_in(make_member(post.blog, role))
    never = url(Comment(pk=987_654))
    for method in ("get", "post"):
        with nothing_changes():
            there, other = (getattr(client, method)(address, {"text": "Ha."}) for address in (url(comment), never))
        assert there.status_code == other.status_code == 404
        assert there.content == other.content


@pytest.mark.parametrize("url", [edit_url, withdraw_url])
def test_what_is_on_a_post_no_longer_public_is_not_found(client, post, comment, nothing_changes, url):
    post.state = PostState.DRAFT
    post.save()
    with nothing_changes():
        assert client.get(url(comment)).status_code == client.post(url(comment), {"text": "x"}).status_code == 404


def test_only_the_author_is_asked_about_by_the_acts(comment, make_member, nothing_changes):
    other = make_member(comment.blog, Role.OWNER)
    with nothing_changes():
        with pytest.raises(Comment.DoesNotExist):
            edit_comment(comment=comment, by=other, text="Ha.", now=timezone.now())
        with pytest.raises(Comment.DoesNotExist):
            withdraw_comment(comment=comment, by=other, now=timezone.now())
