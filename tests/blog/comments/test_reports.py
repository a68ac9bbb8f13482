"""Reports: once, with a reason, by who may; decided together, once; and everybody concerned is told."""

from functools import partial

import pytest
from django.utils import timezone

from accounts.models import Letter, LogEntry, Role
from blog.comments.judging import NotDone
from blog.comments.models import Comment, Guideline, Report, Ruling, State
from blog.comments.reports import decide_reports, report_comment, report_record
from blog.comments.rulings import Stale, Unruly
from blog.models import PostState


class Told:
    """The letters that were written since the last `clear`: (whom, topic, about)."""

    def __init__(self):
        self.known: set[int] = set()

    def __iter__(self):
        letters = Letter.objects.exclude(pk__in=self.known).select_related("user").order_by("pk")
        return iter([(letter.user, letter.topic, letter.about) for letter in letters])

    def __len__(self):
        return len(list(iter(self)))

    def clear(self):
        self.known = set(Letter.objects.values_list("pk", flat=True))


@pytest.fixture
def told(db):
    return Told()


@pytest.fixture
def comment(blog, make_post, make_comment):
    return make_comment(make_post(blog))


@pytest.fixture
def moderator(blog, make_member):
    return make_member(blog, Role.MODERATOR)


def report(comment, by, reason="It is rude.", **fields):
    return report_comment(comment=comment, by=by, reason=reason, now=timezone.now(), **fields)


def decide(comment, by, uphold=True, answer="Seen.", seen_state="published"):
    return decide_reports(
        comment=comment, uphold=uphold, answer=answer, by=by, now=timezone.now(), seen_state=seen_state
    )


def test_a_report_is_kept_with_its_guideline_and_the_moderators_are_told(comment, moderator, make_member, told):
    owner, member = make_member(comment.blog, Role.OWNER), make_member(comment.blog)
    make_member(comment.blog, Role.EDITOR)
    guideline = Guideline.objects.create(blog=comment.blog, title="Be kind", text="Always.")
    kept = report(comment, member, " It is rude. ", guideline=guideline)
    assert (kept.by, kept.reason, kept.guideline, kept.state) == (member, "It is rude.", guideline, "open")
    assert {(user.pk, topic) for user, topic, _about in told} == {(moderator.pk, "report"), (owner.pk, "report")}
    comment.refresh_from_db()
    assert comment.state == State.PUBLISHED  # a report alone takes nothing down


def test_a_moderator_who_reports_is_not_told_of_their_own_report(comment, moderator, told):
    report(comment, moderator)
    assert not told


def test_a_second_report_of_the_same_person_changes_nothing(comment, make_member, told, nothing_changes):
    member = make_member(comment.blog)
    first = report(comment, member)
    told.clear()
    with nothing_changes():
        assert report(comment, member, "And another thing.") == first
    assert not told


@pytest.mark.parametrize("who", ["unconfirmed", "banned"])
def test_who_may_not_act_reports_nothing(comment, make_member, nothing_changes, who):
    fields = {"confirmed": False} if who == "unconfirmed" else {"state": "banned"}
    person = make_member(comment.blog, **fields)
    with nothing_changes(), pytest.raises(NotDone, match="may_not"):
        report(comment, person)


def test_who_is_suspended_or_no_member_may_report(comment, make_member, make_user, told):
    assert report(comment, make_member(comment.blog, state="suspended"))
    assert report(comment, make_user())


def test_nobody_reports_their_own_comment(comment, nothing_changes):
    with nothing_changes(), pytest.raises(NotDone, match="own_comment"):
        report(comment, comment.author)


@pytest.mark.parametrize("state", [state for state in State.values if state != "published"])
def test_only_what_stands_on_the_page_is_reported(comment, make_member, nothing_changes, state):
    member = make_member(comment.blog)
    Comment.objects.filter(pk=comment.pk).update(state=state)
    with nothing_changes(), pytest.raises(NotDone, match="gone"):
        report(comment, member)


def test_what_one_may_not_read_is_not_reported(comment, make_member, make_user, set_policy, nothing_changes):
    outsider, member = make_user(), make_member(comment.blog)
    comment.post.readers = "members"
    comment.post.save()
    with nothing_changes(), pytest.raises(NotDone, match="gone"):
        report(comment, outsider)
    assert report(comment, member)
    set_policy(comment.blog, comments="hidden")
    with pytest.raises(NotDone, match="gone"):
        report(comment, make_member(comment.blog))
    comment.post.state = PostState.DRAFT
    comment.post.save()
    with pytest.raises(NotDone, match="gone"):
        report(comment, make_member(comment.blog))


@pytest.mark.parametrize(("reason", "code"), [("", "no_reason"), (" \n", "no_reason"), ("x" * 501, "long_reason")])
def test_a_report_needs_a_reason_that_can_be_kept(comment, make_member, nothing_changes, reason, code):
    member = make_member(comment.blog)
    with nothing_changes(), pytest.raises(NotDone, match=code):
        report(comment, member, reason)


def test_upholding_removes_the_comment_and_decides_every_open_report(comment, moderator, make_member, told):
    people = [make_member(comment.blog) for _ in range(3)]
    for person in people:
        report(comment, person)
    told.clear()
    ruling = decide(comment, moderator, answer="That was rude.")
    comment.refresh_from_db()
    assert (comment.state, ruling.now, ruling.by, ruling.reason) == (
        "removed", "removed", moderator, "That was rude.",
    )  # fmt: skip
    assert {(row.state, row.decided_by, row.answer) for row in Report.objects.all()} == {
        ("upheld", moderator, "That was rude.")
    }
    concerned = {*people, comment.author}
    assert {(user, topic) for user, topic, _about in told} == {(person, "ruling") for person in concerned}
    entry = LogEntry.objects.get()
    assert (entry.code, entry.by, entry.comment, entry.detail) == ("reports_upheld", moderator, comment, {"reports": 3})


def test_dismissing_keeps_the_comment_and_writes_no_ruling(comment, moderator, make_member, told):
    report(comment, make_member(comment.blog))
    before = Ruling.objects.count()
    assert decide(comment, moderator, uphold=False) is None
    comment.refresh_from_db()
    assert (comment.state, Report.objects.get().state) == ("published", "dismissed")
    assert Ruling.objects.count() == before and LogEntry.objects.get().code == "reports_dismissed"


def test_what_was_taken_down_already_has_its_reports_upheld_without_a_second_ruling(
    comment, moderator, make_member, told
):
    report(comment, make_member(comment.blog))
    Comment.objects.filter(pk=comment.pk).update(state=State.REMOVED)
    assert decide(comment, moderator, seen_state="removed") is None
    assert Report.objects.get().state == "upheld"


def test_a_decision_on_what_has_changed_meanwhile_changes_nothing(
    comment, moderator, make_member, told, nothing_changes
):
    report(comment, make_member(comment.blog))
    Comment.objects.filter(pk=comment.pk).update(state=State.WITHDRAWN)
    told.clear()
    with nothing_changes(), pytest.raises(Stale):
        decide(comment, moderator)
    with nothing_changes(), pytest.raises(Unruly):
        decide(comment, moderator, answer="x" * 501)
    assert not told


def test_decided_twice_is_decided_once(comment, moderator, make_member, told, nothing_changes):
    report(comment, make_member(comment.blog))
    decide(comment, moderator, uphold=False)
    with nothing_changes(), pytest.raises(Stale):
        decide(comment, moderator)


def test_the_record_counts_what_was_decided_in_this_blog(
    blog, make_post, make_comment, moderator, make_member, make_blog, told
):
    member = make_member(blog)
    post = make_post(blog)
    for uphold in (True, False, False, False):
        comment = make_comment(post)
        report(comment, member)
        decide(comment, moderator, uphold=uphold)
    report(make_comment(post), member)
    record = report_record(blog, member)
    assert (record.decided, record.dismissed, record.false_rate) == (4, 3, 0.75)
    assert report_record(make_blog(hostname="two.example.org"), member).false_rate == 0.0


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_decides(blog, make_post, make_comment, make_member, at_once):
    comment = make_comment(make_post(blog))
    report(comment, make_member(blog))
    one, two = make_member(blog, Role.MODERATOR), make_member(blog, Role.OWNER)
    answers = at_once(partial(decide, comment, one, True), partial(decide, comment, two, False))
    assert sum(isinstance(answer, Stale) for answer in answers) == 1, answers
    assert LogEntry.objects.count() == 1
    comment.refresh_from_db()
    assert (comment.state == "removed") == (Report.objects.get().state == "upheld")


def test_the_letters_can_be_written(comment, moderator, make_member, mailoutbox, django_capture_on_commit_callbacks):
    member = make_member(comment.blog)
    with django_capture_on_commit_callbacks(execute=True):
        report(comment, member, "It is rude.")
    with django_capture_on_commit_callbacks(execute=True):
        decide(comment, moderator, answer="You are right.")
    texts = [mail.body for mail in mailoutbox]
    assert any("It is rude." in text and "somebody has reported" in text for text in texts)
    assert any("You are right." in text and "it was taken down" in text for text in texts)
