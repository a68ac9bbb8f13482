"""Two who decide about the same thing at the same moment: one of them does, the other is told, and the log is whole."""

import uuid
from functools import partial

import pytest
from django.utils import timezone

from accounts.models import Kind, LogEntry, Role, Sanction
from accounts.refusals import Refused
from accounts.sanctions import end, impose
from blog.comments.appeals import appeal_ruling, appeal_sanction, decide_appeal
from blog.comments.editing import edit_comment, withdraw_comment
from blog.comments.judging import NotDone
from blog.comments.models import Appeal, Comment, Edit, Report, Ruling, State
from blog.comments.posting import Posted, post_comment
from blog.comments.reports import decide_reports, report_comment
from blog.comments.rulings import PUBLISH, REJECT, REMOVE, Stale, rule
from blog.comments.rulings_of_edits import rule_on_edit, take_edit_back
from blog.comments.thanks import thank

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def moderators(blog, make_member):
    return [make_member(blog, Role.MODERATOR) for _ in range(2)]


@pytest.fixture
def held(post, make_comment):
    return make_comment(post, state=State.HELD)


@pytest.fixture
def waiting(post, make_comment):
    """A published comment with a change that waits."""
    comment = make_comment(post)
    return comment.edits.create(text="Changed.", html="<p>Changed.</p>\n")


def refused_as(answers, kind) -> list:
    """The answers that are errors, all of them of `kind`."""
    errors = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(error, kind) for error in errors), answers
    return errors


def is_whole(comment) -> bool:
    """Whether each ruling begins where the one before ended, and the last one is the state of the comment."""
    comment.refresh_from_db()
    path = list(comment.rulings.order_by("pk").values_list("was", "now"))
    return comment.state == path[-1][1] and all(now == was for (_, now), (was, _) in zip(path, path[1:], strict=False))


def test_of_two_moderators_on_one_comment_one_decides_and_the_other_is_told(at_once, held, moderators):
    ruled = partial(rule, comment=held, seen_state=State.HELD, now=timezone.now())
    answers = at_once(
        partial(ruled, act=PUBLISH, by=moderators[0]), partial(ruled, act=REJECT, reason="No.", by=moderators[1])
    )
    assert len(refused_as(answers, Stale)) == 1
    assert held.rulings.count() == 2 and is_whole(held)


def test_a_button_pressed_ten_times_is_pressed_once(at_once, held, moderators):
    press = partial(rule, comment=held, act=PUBLISH, by=moderators[0], seen_state=State.HELD, now=timezone.now())
    assert len(refused_as(at_once(*[press] * 10), Stale)) == 9
    assert held.rulings.count() == 2 and is_whole(held)


def test_an_author_changes_a_held_text_while_it_is_ruled_on_and_nobody_publishes_what_they_did_not_see(
    at_once, held, moderators
):
    now = timezone.now()
    seen = held.changed_at
    answers = at_once(
        partial(rule, comment=held, act=PUBLISH, by=moderators[0], seen_state=State.HELD, seen_at=seen, now=now),
        partial(edit_comment, comment=held, by=held.author, text="Quite another.", seen=seen, now=now),
    )
    errors = refused_as(answers, Stale | NotDone)
    assert is_whole(held)
    if isinstance(answers[0], Stale):
        assert (held.state, held.text) == (State.HELD, "Quite another.")
    else:  # ruled on first: what was published is what was seen, unless its author then changed it in the open
        assert held.state == State.PUBLISHED
        assert (held.text == "Well said.") == bool(errors)


def test_an_author_withdraws_while_a_moderator_publishes_and_the_last_word_is_the_author_s(at_once, held, moderators):
    now = timezone.now()
    answers = at_once(
        partial(rule, comment=held, act=PUBLISH, by=moderators[0], seen_state=State.HELD, now=now),
        partial(withdraw_comment, comment=held, by=held.author, now=now),
    )
    refused_as(answers, Stale)
    assert not isinstance(answers[1], Exception)
    assert is_whole(held) and held.state == State.WITHDRAWN


def test_of_two_rulings_on_one_waiting_change_one_holds(at_once, waiting, moderators):
    now = timezone.now()
    answers = at_once(
        partial(rule_on_edit, edit=waiting, accept=True, by=moderators[0], now=now),
        partial(rule_on_edit, edit=waiting, accept=False, reason="No.", by=moderators[1], now=now),
    )
    assert len(refused_as(answers, Stale)) == 1
    edit, comment = Edit.objects.get(), Comment.objects.get()
    assert comment.text == ("Changed." if edit.state == State.PUBLISHED else "Well said.")
    assert comment.rulings.count() == 2 and is_whole(comment)


def test_a_change_is_taken_back_while_it_is_accepted_and_only_one_of_the_two_happens(at_once, waiting, moderators):
    now, comment = timezone.now(), waiting.comment
    accepted, back = at_once(
        partial(rule_on_edit, edit=waiting, accept=True, by=moderators[0], now=now),
        partial(take_edit_back, comment=comment, by=comment.author, now=now),
    )
    assert isinstance(accepted, Stale) == back
    assert isinstance(accepted, Stale | Ruling)
    assert comment.rulings.count() == 2 and is_whole(comment)


def test_whoever_is_banned_while_they_post_is_refused_or_was_before_it(at_once, blog, post, make_member, moderators):
    person, now = make_member(blog), timezone.now()
    answers = at_once(
        *[
            partial(post_comment, post=post, by=person, text=f"Number {n}.", key=uuid.uuid4(), now=now)
            for n in range(5)
        ],
        partial(impose, blog=blog, user=person, kind=Kind.BAN, reason="No.", by=moderators[0], now=now),
    )
    refused_as(answers, ())
    for answer in answers[:5]:
        assert isinstance(answer, Posted)
        assert answer.comment or answer.decision.reasons == ("banned",)
    assert Comment.objects.count() == Ruling.objects.count() == sum(bool(answer.comment) for answer in answers[:5])
    after = post_comment(post=post, by=person, text="And now?", key=uuid.uuid4(), now=now)
    assert after.decision.reasons == ("banned",)


def test_two_sanctions_at_once_both_stand_and_are_both_in_the_log(at_once, blog, make_member, moderators):
    person, now = make_member(blog), timezone.now()
    answers = at_once(
        *[
            partial(impose, blog=blog, user=person, kind=kind, reason="It must be.", by=by, now=now)
            for kind, by in zip((Kind.SUSPENSION, Kind.BAN), moderators, strict=True)
        ]
    )
    refused_as(answers, ())
    assert Sanction.objects.filter(user=person).count() == 2
    assert LogEntry.objects.filter(whom=person, code__endswith="_imposed").count() == 2


def test_a_sanction_ended_twice_at_once_ends_once(at_once, blog, make_member, moderators):
    now = timezone.now()
    sanction = impose(blog=blog, user=make_member(blog), kind=Kind.SUSPENSION, reason="No.", by=moderators[0], now=now)
    answers = at_once(*[partial(end, sanction=sanction, by=by, reason="Enough.", now=now) for by in moderators])
    assert [error.code for error in refused_as(answers, Refused)] == ["already_ended"]
    assert LogEntry.objects.filter(code="suspension_ended").count() == 1


def test_reports_decided_twice_at_once_are_decided_once(at_once, blog, post, make_comment, make_member, moderators):
    comment, now = make_comment(post), timezone.now()
    for _ in range(3):
        report_comment(comment=comment, by=make_member(blog), reason="Rude.", now=now)
    decide = partial(decide_reports, comment=comment, seen_state=State.PUBLISHED, answer="So it is.", now=now)
    answers = at_once(partial(decide, uphold=True, by=moderators[0]), partial(decide, uphold=False, by=moderators[1]))
    assert len(refused_as(answers, Stale)) == 1
    assert len(set(Report.objects.values_list("state", "decided_by"))) == 1
    assert LogEntry.objects.filter(code__startswith="reports_").count() == 1
    assert is_whole(comment)
    assert (comment.state == State.REMOVED) == (Report.objects.first().state == Report.State.UPHELD)


def test_one_person_reports_and_thanks_many_times_at_once_and_it_counts_once(
    at_once, blog, post, make_comment, make_member
):
    comment, person, now = make_comment(post), make_member(blog), timezone.now()
    reports = at_once(*[partial(report_comment, comment=comment, by=person, reason="Rude.", now=now)] * 8)
    thanks = at_once(*[partial(thank, comment=comment, by=person, now=now)] * 8)
    assert refused_as(reports, ()) == refused_as(thanks, ()) == []
    assert Report.objects.count() == comment.thanks.count() == 1


@pytest.fixture
def taken_down(post, make_comment, moderators):
    comment = make_comment(post)
    return rule(comment=comment, act=REMOVE, by=moderators[0], seen_state=State.PUBLISHED, now=timezone.now())


def test_of_two_appeals_at_once_one_is_made(at_once, taken_down):
    appeal = partial(
        appeal_ruling, ruling=taken_down, by=taken_down.comment.author, text="But why?", now=timezone.now()
    )
    answers = at_once(appeal, appeal)
    assert [error.code for error in refused_as(answers, Refused)] == ["appealed_already"]
    assert Appeal.objects.count() == LogEntry.objects.filter(code="appeal_made").count() == 1


def test_of_two_appeals_against_one_sanction_at_once_one_is_made(at_once, blog, make_member, moderators):
    person, now = make_member(blog), timezone.now()
    sanction = impose(blog=blog, user=person, kind=Kind.BAN, reason="No.", by=moderators[0], now=now)
    answers = at_once(*[partial(appeal_sanction, sanction=sanction, by=person, text="But why?", now=now)] * 2)
    assert [error.code for error in refused_as(answers, Refused)] == ["appealed_already"]
    assert Appeal.objects.count() == 1


def test_of_two_answers_to_one_appeal_one_is_given(at_once, blog, taken_down, make_member):
    comment, now = taken_down.comment, timezone.now()
    appeal = appeal_ruling(ruling=taken_down, by=comment.author, text="But why?", now=now)
    others = [make_member(blog, Role.MODERATOR) for _ in range(2)]
    answers = at_once(
        *[
            partial(decide_appeal, appeal=appeal, grant=grant, answer="So it is.", by=by, now=now)
            for grant, by in zip((True, False), others, strict=True)
        ]
    )
    assert [error.code for error in refused_as(answers, Refused)] == ["appeal_decided"]
    appeal.refresh_from_db()
    assert is_whole(comment)
    assert (comment.state == State.PUBLISHED) == (appeal.state == Appeal.State.GRANTED)
    assert LogEntry.objects.filter(code__in=["appeal_granted", "appeal_declined"]).count() == 1
