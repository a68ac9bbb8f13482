"""Everything that waits, as one queue: the longest wait first, whatever it is."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from blog.comments.desk import queue
from blog.comments.desk.waiting import place_in
from blog.comments.models import Appeal, Comment, Edit, Report, Ruling, State
from tests.blog.comments.desk.pages import DESK

NOW = timezone.now()


@pytest.fixture
def five(blog, post, make_comment, make_member, apply_here):
    """One of each kind, a day apart: held first, then an application, a report, a change, an appeal."""

    def at(days):
        return NOW - timedelta(days=10 - days)

    held = make_comment(post, "Held", state=State.HELD)
    Comment.objects.filter(pk=held.pk).update(created_at=at(0))
    applicant = apply_here()
    Membership.objects.filter(pk=applicant.pk).update(since=at(1))
    reported = make_comment(post, "Reported")
    Report.objects.create(comment=reported, by=make_member(blog), reason="Rude.", at=at(2))
    changed = make_comment(post, "Changed")
    edit = Edit.objects.create(comment=changed, text="x", html="<p>x</p>", at=at(3))
    gone = make_comment(post, "Gone", state=State.REMOVED)
    ruling = Ruling.objects.create(comment=gone, was="published", now="removed", by=make_member(blog))
    appeal = Appeal.objects.create(blog=blog, by=gone.author, ruling=ruling, text="But why?", at=at(4))
    return [("held", held.pk), ("application", applicant.pk), ("reports", reported.pk), ("edit", edit.pk)] + [
        ("appeal", appeal.pk)
    ]


def seen(page) -> list[tuple[str, int]]:
    return [(one.kind, one.pk) for one in page.context["waiting"]]


def test_all_kinds_stand_in_one_line(five, at_desk):
    page = at_desk.get(DESK)
    assert seen(page) == five
    assert page.context["tabs"][0].count == "5"


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_page_after_page_shows_each_once_also_where_moments_are_the_same(length, five, at_desk, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", length)
    for same in (False, True):
        if same:
            moment = NOW - timedelta(days=20)
            Comment.objects.update(created_at=moment)
            Membership.objects.update(since=moment)
            Report.objects.update(at=moment)
            Edit.objects.update(at=moment)
            Appeal.objects.update(at=moment)
        found, url = [], DESK
        while url:
            page = at_desk.get(url)
            found += seen(page)
            more = re.search(r'<a href="([^"]+)" rel="next"', page.content.decode())
            url = more and more.group(1).replace("&amp;", "&")
        assert found == five


def test_each_kind_is_answered_from_the_queue_and_leads_back_to_it(five, at_desk):
    page = at_desk.get(DESK).content.decode()
    for name, pk, act in (
        ("application", five[1][1], {"act": "approve"}),
        ("decide_reports", five[2][1], {"answer": "no", "reason": "Fine.", "seen_state": "published"}),
        ("rule_edit", five[3][1], {"answer": "yes"}),
        ("decide_appeal", five[4][1], {"answer": "no", "reason": "So it is."}),
    ):
        url = reverse(f"comments:{name}", args=[pk])
        assert f'action="{url}"' in page
        assert at_desk.post(url, act | {"list": "waiting"})["Location"] == DESK, name
    assert seen(at_desk.get(DESK)) == five[:1]


def test_what_was_hidden_for_its_reports_stands_there_once(five, at_desk):
    Comment.objects.filter(pk=five[2][1]).update(state=State.HELD, reasons=["reported"])
    assert seen(at_desk.get(DESK)) == five


@pytest.mark.parametrize("text", ["", "x", "|", "2026-05-03|held|1", "2026-05-03T09:00:00+00:00|king|1", "9|held|9"])
def test_an_odd_place_is_the_beginning(text, five, at_desk):
    assert place_in(text) is None
    assert seen(at_desk.get(DESK, {"after": text})) == five


def test_it_costs_no_more_than_this_with_all_kinds_in_it(five, at_desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(17):
        at_desk.get(DESK)
