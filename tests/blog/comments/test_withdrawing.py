"""Taking one's own words back: at any time, for good; and that nobody else can."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Membership, Role, Sanction, State
from blog.comments.editing import edit_comment, withdraw_comment
from blog.comments.models import Comment, Ruling
from blog.comments.models import State as CommentState
from blog.models import PostState


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
