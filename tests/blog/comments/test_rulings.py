"""What moderators do to comments: one table of acts, one outcome, one row for each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from blog.comments.models import Comment, Ruling, State
from blog.comments.rulings import NEEDS_REASON, REASON_LIMIT, TRANSITIONS, Stale, Unruly, acts_from, rule

NOW = timezone.now()
# state -> act -> what it leads to; an act that is not there can't be done
LEADS = {
    "held": {"publish": "published", "reject": "rejected"},
    "published": {"remove": "removed"},
    "rejected": {"restore": "published"},
    "removed": {"restore": "published"},
    "withdrawn": {},
}
ACTS = ("publish", "reject", "remove", "restore", "nonsense")


@pytest.fixture
def moderator(blog, make_member):
    return make_member(blog, Role.MODERATOR, name="Mo")


@pytest.fixture
def comment_in(blog, make_post, make_comment):
    """Makes a comment in a state, as the database has it."""

    def make(state, **fields):
        made = make_comment(fields.pop("post", None) or make_post(blog), state=state, **fields)
        return Comment.objects.get(pk=made.pk)

    return make


def done(comment, act, by, **fields):
    fields = {"reason": "Off topic", "seen_state": comment.state, "now": NOW} | fields
    return rule(comment=comment, act=act, by=by, **fields)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("act", ACTS)
def test_which_act_leads_where(state, act, comment_in, moderator, nothing_changes):
    comment = comment_in(state)
    end = LEADS[state].get(act)
    if end is None:
        with nothing_changes(), pytest.raises(Unruly):
            done(comment, act, moderator)
        return
    ruling = done(comment, act, moderator)
    comment.refresh_from_db()
    assert (comment.state, comment.changed_at) == (end, NOW)
    assert (ruling.was, ruling.now, ruling.by, ruling.reason, ruling.at) == (state, end, moderator, "Off topic", NOW)
    assert comment.rulings.last() == ruling


def test_the_buttons_are_the_acts():
    assert {state: acts_from(state) for state in State.values} == {s: tuple(acts) for s, acts in LEADS.items()}
    assert set(TRANSITIONS) == set(ACTS) - {"nonsense"}
    assert acts_from("nonsense") == ()


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_nobody_is_rejected_without_being_told_why(reason, comment_in, moderator, nothing_changes):
    assert NEEDS_REASON == ("reject",)
    comment = comment_in(State.HELD)
    with nothing_changes(), pytest.raises(Unruly):
        done(comment, "reject", moderator, reason=reason)


def test_a_removal_may_go_without_a_reason(comment_in, moderator):
    assert done(comment_in(State.PUBLISHED), "remove", moderator, reason="").reason == ""


def test_a_reason_has_a_limit(comment_in, moderator, nothing_changes):
    comment = comment_in(State.HELD)
    with nothing_changes(), pytest.raises(Unruly):
        done(comment, "reject", moderator, reason="x" * (REASON_LIMIT + 1))
    assert done(comment, "reject", moderator, reason="x" * REASON_LIMIT).reason == "x" * REASON_LIMIT


def test_a_comment_keeps_the_day_on_which_it_first_appeared(comment_in, moderator):
    comment = comment_in(State.HELD)
    for act, later in (("publish", 0), ("remove", 1), ("restore", 2)):
        comment.refresh_from_db()
        done(comment, act, moderator, now=NOW + timedelta(days=later))
    comment.refresh_from_db()
    assert (comment.published_at, comment.changed_at) == (NOW, NOW + timedelta(days=2))
    assert [ruling.now for ruling in comment.rulings.all()] == ["held", "published", "removed", "published"]


def test_a_rejected_comment_that_is_restored_appears_for_the_first_time(comment_in, moderator):
    comment = comment_in(State.REJECTED)
    done(comment, "restore", moderator)
    comment.refresh_from_db()
    assert comment.published_at == NOW


def test_the_second_of_two_moderators_is_told_what_the_first_did(comment_in, moderator, blog, make_member):
    comment = comment_in(State.HELD)
    first = done(comment, "reject", moderator)
    before = Ruling.objects.count()
    with pytest.raises(Stale) as told:
        done(comment, "publish", make_member(blog, Role.OWNER), seen_state=State.HELD)
    assert (told.value.last, told.value.last.by, told.value.comment.state) == (first, moderator, State.REJECTED)
    assert Ruling.objects.count() == before


def test_a_text_that_changed_meanwhile_is_not_published_unseen(comment_in, moderator, nothing_changes):
    comment = comment_in(State.HELD)
    seen = comment.changed_at
    Comment.objects.filter(pk=comment.pk).update(text="Something else", changed_at=seen + timedelta(seconds=1))
    with nothing_changes(), pytest.raises(Stale):
        done(comment, "publish", moderator, seen_at=seen)
    assert done(comment, "publish", moderator, seen_at=seen + timedelta(seconds=1)).now == State.PUBLISHED


def test_what_its_author_withdrew_meanwhile_stays_withdrawn(comment_in, moderator, nothing_changes):
    comment = comment_in(State.HELD)
    Comment.objects.filter(pk=comment.pk).update(state=State.WITHDRAWN)
    with nothing_changes(), pytest.raises(Stale):
        done(comment, "publish", moderator)


def test_publishing_a_comment_leaves_the_answers_to_it_held(comment_in, moderator, blog, make_post):
    post = make_post(blog)
    parent = comment_in(State.HELD, post=post)
    answer = comment_in(State.HELD, post=post, parent=parent)
    done(parent, "publish", moderator)
    answer.refresh_from_db()
    assert (answer.state, answer.rulings.count()) == (State.HELD, 1)


@pytest.mark.parametrize("state", [State.HELD, State.REJECTED, State.REMOVED, State.WITHDRAWN])
def test_an_answer_may_be_published_whatever_became_of_what_it_answers(state, comment_in, moderator, blog, make_post):
    post = make_post(blog)
    parent = comment_in(state, post=post)
    answer = comment_in(State.HELD, post=post, parent=parent)
    done(answer, "publish", moderator)
    parent.refresh_from_db()
    assert parent.state == state


def test_a_state_and_its_ruling_are_written_together_or_not_at_all(comment_in, moderator, monkeypatch):
    comment = comment_in(State.HELD)

    def broken(**fields):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Ruling.objects, "create", broken)
    with pytest.raises(RuntimeError):
        done(comment, "publish", moderator)
    comment.refresh_from_db()
    assert (comment.state, comment.published_at) == (State.HELD, None)


def test_a_ruling_costs_few_queries(comment_in, moderator, django_assert_max_num_queries):
    comment = comment_in(State.HELD)
    with django_assert_max_num_queries(11):  # two of its own, and those of the letters
        done(comment, "publish", moderator)


@pytest.mark.django_db(transaction=True)
def test_of_eight_moderators_who_decide_at_once_one_does(comment_in, blog, make_member, at_once):
    moderators = [make_member(blog, Role.MODERATOR) for _ in range(8)]
    comment = comment_in(State.HELD)
    acts = ["publish", "reject"] * 4

    def decide_as(place):
        return lambda: done(comment, acts[place], moderators[place])

    answers = at_once(*(decide_as(place) for place in range(8)))
    assert sorted(type(answer).__name__ for answer in answers) == ["Ruling"] + ["Stale"] * 7
    comment.refresh_from_db()
    won = next(answer for answer in answers if isinstance(answer, Ruling))
    assert comment.state == won.now
    assert comment.rulings.count() == 2
    assert {answer.last.pk for answer in answers if isinstance(answer, Stale)} == {won.pk}
