"""The links in moderators' mails that answer requests to join, reports and appeals: each answers once, then is dead."""

import re

import pytest
from django.utils import timezone

from accounts.joining import join_or_apply
from accounts.models import LogEntry, Membership, Role
from accounts.models import State as MembershipState
from blog.comments.appeals import appeal_ruling, decide_appeal
from blog.comments.applying import approve_application
from blog.comments.editing import withdraw_comment
from blog.comments.mailed_links import mailed_link
from blog.comments.models import Appeal, Comment, Report, State
from blog.comments.reports import decide_reports, report_comment
from blog.comments.rulings import rule

KINDS = ("application", "report", "appeal")
LINK = re.compile(r"https?://[^/]+(/comments/desk/mailed/\S+)")


@pytest.fixture
def waits(blog, post, make_member, make_user, make_comment):
    """One thing of each kind that waits."""
    blog.hostname, blog.joining = "testserver", "approval"
    blog.save()

    def waits_(kind):
        now = timezone.now()
        if kind == "application":
            return join_or_apply(blog=blog, user=make_user("Anna"), note="Let me in", now=now)
        comment = make_comment(post, "The words in question")
        if kind == "report":
            return report_comment(comment=comment, by=make_member(blog), reason="It is unkind", guideline=None, now=now)
        other = make_member(blog, Role.MODERATOR, name="Otto")
        ruling = rule(comment=comment, act="remove", by=other, reason="No", seen_state=State.PUBLISHED, now=now)
        return appeal_ruling(ruling=ruling, by=comment.author, text="I meant well", now=now)

    return waits_


def outcome(thing):
    thing.refresh_from_db()
    if isinstance(thing, Report):
        return thing.state, thing.answer, thing.decided_by
    return thing.state, getattr(thing, "answer", "") or getattr(thing, "reason", ""), thing.decided_by


ENDS = {
    ("application", "yes"): MembershipState.MEMBER,
    ("application", "no"): MembershipState.DECLINED,
    ("report", "yes"): Report.State.UPHELD,
    ("report", "no"): Report.State.DISMISSED,
    ("appeal", "yes"): Appeal.State.GRANTED,
    ("appeal", "no"): Appeal.State.DECLINED,
}


def assert_dead(client, link, nothing_changes):
    with nothing_changes():
        assert client.get(link).status_code == 404
        answer = client.post(link, {"answer": "no", "reason": "Typed with care"})
    page = answer.content.decode()
    assert answer.status_code == 404 and "does not work any more" in page and "Typed with care" in page


@pytest.mark.parametrize("kind", KINDS)
def test_the_mail_brings_a_link_that_shows_and_does_nothing_by_itself(
    kind, waits, moderator, client, mailoutbox, nothing_changes, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        waits(kind)
    (mail,) = [mail for mail in mailoutbox if mail.to == [moderator.email]]
    with nothing_changes():
        answer = client.get(LINK.search(mail.body)[1])
    page = answer.content.decode()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert f"You decide as {moderator.name}" in page
    assert {"application": "Let me in", "report": "It is unkind", "appeal": "I meant well"}[kind] in page


@pytest.mark.parametrize(("kind", "answer"), ENDS)
def test_it_answers_once_in_the_name_of_whose_link_it_is(kind, answer, waits, moderator, client, nothing_changes):
    thing = waits(kind)
    link = mailed_link(thing, moderator)
    told = client.post(link, {"answer": answer, "reason": "So it is"})
    assert told.status_code == 200 and "does nothing more" in told.content.decode()
    state, reason, by = outcome(thing)
    assert (state, by) == (ENDS[kind, answer], moderator)
    assert reason == ("" if (kind, answer) == ("application", "yes") else "So it is")
    assert LogEntry.objects.filter(by=moderator).count() == 1
    assert "_auth_user_id" not in client.session
    assert_dead(client, link, nothing_changes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("typed", [{}, {"answer": "no", "reason": " "}, {"answer": "perhaps", "reason": "Hm"}])
def test_an_unfit_answer_is_not_given(kind, typed, waits, moderator, client, nothing_changes):
    link = mailed_link(waits(kind), moderator)
    with nothing_changes():
        answer = client.post(link, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and 'role="alert"' in page and typed.get("reason", "").strip() in page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", ["decided", "demoted", "new password", "another blog"])
def test_it_dies_with_whatever_changes(
    kind, change, waits, moderator, client, blog, make_member, make_blog, settings, nothing_changes
):
    thing, now = waits(kind), timezone.now()
    link = mailed_link(thing, moderator)
    if change == "decided":
        by = make_member(blog, Role.OWNER)
        if kind == "application":
            approve_application(membership=thing, by=by, now=now)
        elif kind == "report":
            decide_reports(comment=thing.comment, uphold=False, answer="", by=by, now=now, seen_state=State.PUBLISHED)
        else:
            decide_appeal(appeal=thing, grant=False, answer="No", by=by, now=now)
    elif change == "demoted":
        Membership.objects.filter(user=moderator).update(role=Role.AUTHOR)
    elif change == "new password":
        moderator.set_password("another horse, another staple")
        moderator.save()
    else:
        settings.ALLOWED_HOSTS = ["*"]
        blog.hostname = "one.example.org"
        blog.save()
        make_blog(hostname="testserver")
    assert_dead(client, link, nothing_changes)


def test_a_report_is_not_decided_of_a_text_that_was_changed_since(waits, moderator, client, nothing_changes):
    report = waits("report")
    link = mailed_link(report, moderator)
    Comment.objects.filter(pk=report.comment_id).update(text="Another", changed_at=timezone.now())
    assert_dead(client, link, nothing_changes)


def test_nobody_answers_an_appeal_against_their_own_act(waits, client, moderator, nothing_changes):
    appeal = waits("appeal")
    link = mailed_link(appeal, appeal.ruling.by)
    with nothing_changes():
        answer = client.post(link, {"answer": "no", "reason": "I was right"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "something of your own" in page and "I was right" in page


def test_a_comment_that_was_restored_and_withdrawn_is_not_read_beside_its_appeal(waits, client, moderator):
    appeal, now = waits("appeal"), timezone.now()
    comment = appeal.ruling.comment
    link = mailed_link(appeal, moderator)
    assert "The words in question" in client.get(link).content.decode()
    rule(comment=comment, act="restore", by=moderator, seen_state=State.REMOVED, now=now)
    withdraw_comment(comment=comment, by=appeal.by, now=now)
    page = client.get(link).content.decode()
    assert "The words in question" not in page and "has withdrawn this comment" in page
