"""What becomes of a decision."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Role
from blog.comments.models import Comment, Ruling, State
from blog.comments.rulings import REASON_LIMIT, rule
from tests.blog.comments.desk.pages import DESK, without_undo, words


@pytest.mark.parametrize(
    "state, act, end, said",
    [
        (State.HELD, "publish", State.PUBLISHED, "is published."),
        (State.HELD, "reject", State.REJECTED, "is rejected. Its author can read why."),
        (State.PUBLISHED, "remove", State.REMOVED, "is removed."),
        (State.REJECTED, "restore", State.PUBLISHED, "is published again."),
        (State.REMOVED, "restore", State.PUBLISHED, "is published again."),
    ],
)
def test_a_decision_is_done_and_said(state, act, end, said, at_desk, moderator, post, make_comment, decide):
    comment = make_comment(post, state=state)
    answer = decide(comment, act, "Because.")
    assert answer.status_code == 303
    comment.refresh_from_db()
    ruling = comment.rulings.last()
    assert (comment.state, ruling.by, ruling.reason) == (end, moderator, "Because.")
    assert f"The comment of {comment.author} on “On reading” {said}" in words(at_desk.get(answer["Location"]))


def test_after_a_decision_the_next_comment_waits_where_one_was(at_desk, post, make_comment, decide):
    first, second, third = (make_comment(post, state=State.HELD) for _ in range(3))
    answer = decide(first, "publish", list="held", after=str(first.pk - 1))
    assert without_undo(answer) == f"{DESK}?state=held&after={first.pk - 1}#comment-{second.pk}"
    assert f'id="comment-{second.pk}"' in words(at_desk.get(answer["Location"]))
    assert without_undo(decide(third, "publish")) == DESK
    published = make_comment(post)
    assert without_undo(decide(published, "remove", list="published")) == f"{DESK}?state=published"


@pytest.mark.parametrize(
    "fields", [{"list": "//evil.example"}, {"after": "//evil.example"}, {"next": "//evil.example"}]
)
def test_the_way_back_leads_nowhere_else(fields, at_desk, post, make_comment, decide):
    assert without_undo(decide(make_comment(post, state=State.HELD), "publish", **fields)) == DESK


@pytest.mark.parametrize(
    "act, reason, said",
    [
        ("reject", "", "Please write why: its author will read it."),
        ("reject", "   ", "Please write why: its author will read it."),
        ("reject", "x" * (REASON_LIMIT + 1), f"A reason has at most {REASON_LIMIT} characters; this one has 501."),
        ("remove", "Kept <me>", "That can’t be done with this comment."),
        ("nonsense", "Kept <me>", "That can’t be done with this comment."),
        ("", "Kept <me>", "That can’t be done with this comment."),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_comes_back(
    act, reason, said, at_desk, post, make_comment, decide, nothing_changes
):
    held = make_comment(post, state=State.HELD)
    with nothing_changes():
        answer = decide(held, act, reason)
    assert answer.status_code == 422
    assert said in words(answer)
    assert escape(reason.strip()) in words(answer)


@pytest.mark.parametrize("fields", [{"seen_state": "nonsense"}, {"seen_at": "yesterday"}, {"seen_at": ""}])
def test_who_does_not_say_what_they_saw_does_nothing(fields, at_desk, post, make_comment, decide, nothing_changes):
    held = make_comment(post, state=State.HELD)
    with nothing_changes():
        assert decide(held, "publish", **fields).status_code == 422


def test_the_slower_of_two_moderators_sees_what_the_faster_did_and_loses_nothing(
    at_desk, blog, post, make_comment, make_member, decide, nothing_changes
):
    held = make_comment(post, state=State.HELD)
    seen = {"seen_state": held.state, "seen_at": held.changed_at.isoformat()}
    rule(
        comment=held,
        act="publish",
        by=make_member(blog, Role.OWNER, name="Olga"),
        seen_state=State.HELD,
        now=timezone.now(),
    )
    with nothing_changes():
        answer = decide(held, "reject", "Far <off> topic", **seen)
    page = words(answer)
    assert answer.status_code == 409
    assert "This comment changed while you were deciding, so nothing was done." in page
    assert "Published by Olga." in page
    assert "Far &lt;off&gt; topic" in page
    assert 'value="remove"' in page and 'value="reject"' not in page


def test_a_text_its_author_changed_meanwhile_is_shown_before_it_is_published(
    at_desk, post, make_comment, decide, nothing_changes
):
    held = make_comment(post, "Harmless", state=State.HELD)
    later = held.changed_at + timedelta(seconds=5)
    Comment.objects.filter(pk=held.pk).update(text="Harmful", html="<p>Harmful</p>", changed_at=later)
    Ruling.objects.create(comment=held, was="held", now="held", by=held.author, code="edited")
    with nothing_changes():
        answer = decide(held, "publish")
    assert answer.status_code == 409
    assert f"The text was changed by {held.author}." in words(answer)
    assert "Harmful" in words(answer)


def test_what_was_withdrawn_meanwhile_stays_so_and_the_reason_can_be_copied(
    at_desk, post, make_comment, decide, nothing_changes
):
    held = make_comment(post, state=State.HELD)
    Comment.objects.filter(pk=held.pk).update(state=State.WITHDRAWN)
    with nothing_changes():
        answer = decide(held, "reject", "A reason nobody needs any more")
    assert answer.status_code == 409
    assert "A reason nobody needs any more" in words(answer)
