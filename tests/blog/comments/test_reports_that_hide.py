"""Several people's reports take a comment off the page until a moderator has looked; its author is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter, Role
from blog.comments.models import Report, Ruling
from blog.comments.rejudging import rejudge
from blog.comments.reports import decide_reports, report_comment
from blog.comments.rulings import PUBLISH, Unruly, rule
from blog.comments.tending import deal_with_overdue


@pytest.fixture
def comment(blog, make_post, make_comment, set_policy, make_member):
    set_policy(blog, hide_reports=2)
    make_member(blog, Role.MODERATOR)
    return make_comment(make_post(blog))


@pytest.fixture
def report(comment, make_member):
    def report_(by=None):
        report_comment(comment=comment, by=by or make_member(comment.blog), reason="Rude.", now=timezone.now())
        comment.refresh_from_db()
        return comment.state

    return report_


def decide(comment, uphold, answer="", by=None):
    by = by or comment.blog.memberships.get(role=Role.MODERATOR).user
    comment.refresh_from_db()
    return decide_reports(
        comment=comment, uphold=uphold, answer=answer, by=by, now=timezone.now(), seen_state=comment.state
    )


def test_the_last_report_hides_it_and_everything_of_it_is_written_and_told(comment, report, client):
    assert report() == "published"
    assert report() == "held"
    assert comment.reasons == ["reported"]
    ruling = Ruling.objects.latest("pk")
    assert (ruling.was, ruling.now, ruling.by, ruling.code) == ("published", "held", None, "reported")
    letter = Letter.objects.get(user=comment.author, about=f"ruling {ruling.pk}")
    assert "waits for a moderator" in letter.subject
    assert comment.text not in client.get(comment.post.path).content.decode()


def test_its_author_reads_why(comment, report, sign_in):
    report(), report()
    assert (
        "Several people have reported this comment." in sign_in(comment.author).get("/comments/mine/").content.decode()
    )


def test_the_same_person_twice_counts_once(comment, report, make_member):
    person = make_member(comment.blog)
    assert [report(person), report(person)] == ["published", "published"]


def test_dismissed_it_comes_back_and_what_was_looked_at_is_not_hidden_by_the_same_reports_again(comment, report):
    first = comment.published_at
    report(), report()
    assert decide(comment, uphold=False).now == "published"
    comment.refresh_from_db()
    assert comment.published_at >= (first or comment.published_at)
    assert report() == "published"
    assert report() == "held", "two new ones"


def test_published_by_a_moderator_it_stays_though_its_reports_are_open(comment, report):
    report(), report()
    by = comment.blog.memberships.get(role=Role.MODERATOR).user
    rule(comment=comment, act=PUBLISH, by=by, seen_state="held", now=timezone.now())
    assert report() == "published"


@pytest.mark.parametrize(
    "answer, reason", [("That was rude.", "That was rude."), ("", "Several people had reported it.")]
)
def test_upheld_it_is_rejected_with_a_reason(comment, report, answer, reason):
    report(), report()
    ruling = decide(comment, uphold=True, answer=answer)
    assert (ruling.was, ruling.now, ruling.reason) == ("held", "rejected", reason)
    assert not Report.objects.filter(state="open").exists()


def test_who_cried_wolf_is_not_heard(comment, report, make_member, make_comment):
    wolf = make_member(comment.blog)
    for _ in range(3):
        other = make_comment(comment.post)
        report_comment(comment=other, by=wolf, reason="Wolf!", now=timezone.now())
        decide(other, uphold=False)
    assert [report(wolf), report()] == ["published", "published"]
    assert report() == "held"


def test_neither_a_new_policy_nor_time_brings_it_back(comment, report):
    report(), report()
    blog = comment.blog
    by = blog.memberships.get(role=Role.MODERATOR).user
    assert rejudge(blog=blog, by=by, now=timezone.now()).published == 0
    blog.overdue_hours, blog.overdue = 1, "publish"
    blog.save()
    assert deal_with_overdue(timezone.now() + timedelta(hours=9)) == 0
    comment.refresh_from_db()
    assert comment.state == "held"


def test_no_moderator_hides_by_this_act(comment, nothing_changes):
    by = comment.blog.memberships.get(role=Role.MODERATOR).user
    with nothing_changes(), pytest.raises(Unruly):
        rule(comment=comment, act="hide", by=by, seen_state="published", now=timezone.now())
