"""The log: every act of the team is in it, it can be narrowed and turned, and costs the same wherever one looks."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import invitations, sanctions
from accounts.models import Kind, LogEntry, Role, State
from blog.comments import appeals, applying, reports, rulings, rulings_of_edits, undoing
from blog.comments.changing import change_policy
from blog.comments.log import Narrow, page_of, place_of, walk
from blog.comments.log_words import CODES, KINDS, said
from blog.comments.models import Edit, Ruling
from blog.writing.people import change_role

URL = "/comments/desk/log/"


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER, name="Olga Owner")


@pytest.fixture
def acts(blog, owner, make_member, make_post, make_comment):
    """Each act of the team by name: a function that makes what it needs and does it, and returns nothing."""
    now, post = timezone.now(), make_post(blog)
    other = make_member(blog, Role.OWNER)

    def ruled(act, state):
        comment = make_comment(post, state=state)
        return rulings.rule(comment=comment, act=act, by=owner, reason="r", seen_state=state, now=now)

    def on_edit(accept):
        edit = Edit.objects.create(comment=make_comment(post), text="x", html="x")
        rulings_of_edits.rule_on_edit(edit=edit, accept=accept, by=owner, reason="r", now=now)

    def on_reports(uphold):
        comment = make_comment(post)
        comment.reports.create(by=make_member(blog), reason="r")
        reports.decide_reports(comment=comment, uphold=uphold, answer="a", by=owner, now=now, seen_state="published")

    def imposed(kind):
        return sanctions.impose(blog=blog, user=make_member(blog), kind=kind, reason="r", by=owner, now=now)

    def on_appeal(grant):
        sanction = imposed("suspension")
        appeal = appeals.appeal_sanction(sanction=sanction, by=sanction.user, text="t", now=now)
        appeals.decide_appeal(appeal=appeal, grant=grant, answer="a", by=other, now=now)

    def invited():
        email = f"new{blog.invitations.count()}@example.org"
        return invitations.invite(blog=blog, by=owner, by_role=Role.OWNER, now=now, email=email)[0]

    def applicant():
        return make_member(blog, state=State.APPLICANT).memberships.get()

    def roles():
        change_role(membership=make_member(blog).memberships.get(), by=owner, role=Role.AUTHOR, now=now)

    return {
        "publish": lambda: ruled("publish", "held"),
        "reject": lambda: ruled("reject", "held"),
        "remove": lambda: ruled("remove", "published"),
        "restore": lambda: ruled("restore", "removed"),
        "undo": lambda: undoing.undo(ruling=ruled("remove", "published"), by=owner, now=now),
        "accept a change": lambda: on_edit(True),
        "reject a change": lambda: on_edit(False),
        "uphold reports": lambda: on_reports(True),
        "dismiss reports": lambda: on_reports(False),
        **{f"impose a {kind}": partial(imposed, kind) for kind in Kind.values},
        "end a sanction": lambda: sanctions.end(sanction=imposed("hold"), by=owner, reason="r", now=now),
        "grant an appeal": lambda: on_appeal(True),
        "decline an appeal": lambda: on_appeal(False),
        "approve": lambda: applying.approve_application(membership=applicant(), by=owner, now=now),
        "decline": lambda: applying.decline_application(membership=applicant(), by=owner, reason="r", now=now),
        "change a role": roles,
        "invite": invited,
        "invite again": lambda: invitations.send_again(invitation=invited(), by=owner, now=now + timedelta(days=1)),
        "revoke": lambda: invitations.revoke(invitation=invited(), by=owner, now=now),
        "change the policy": lambda: change_policy(blog=blog, values={"hold_all": True}, by=owner, now=now),
    }


NAMES = [
    "publish", "reject", "remove", "restore", "undo", "accept a change", "reject a change", "uphold reports",
    "dismiss reports", "impose a note", "impose a warning", "impose a hold", "impose a suspension", "impose a ban",
    "end a sanction", "grant an appeal", "decline an appeal", "approve", "decline", "change a role", "invite",
    "invite again", "revoke", "change the policy",
]  # fmt: skip


def shown(blog, **narrow) -> list:
    return list(walk(blog, Narrow(**narrow)))


@pytest.mark.parametrize("name", NAMES)
def test_every_act_of_the_team_is_in_the_log_in_words_and_by_whom(name, acts, blog, owner, sign_in):
    before = {act.place for act in shown(blog)}
    acts[name]()
    new = [act for act in shown(blog) if act.place not in before and act.row.by]
    assert new and {act.by.pk for act in new} & {owner.pk}
    page = sign_in(owner).get(URL).content.decode()
    for act in new:
        assert not isinstance(act.row, LogEntry) or act.row.code in CODES, act.row.code
        assert said(act.row) in page.replace("&#x27;", "'")
        assert said(act.row)[0].isupper() and said(act.row).endswith(".")


def test_the_list_of_acts_is_whole(acts):
    assert set(acts) == set(NAMES)


def test_the_settings_and_the_guidelines_leave_a_row_as_well(blog, owner, sign_in):
    client = sign_in(owner)
    client.post("/admin/comments/guideline/add/", {"title": "Be kind", "text": "To all.", "position": 0})
    assert LogEntry.objects.get(code="guideline_added").by == owner
    assert [act.row.code for act in shown(blog, kind="settings")] == ["guideline_added"]


def test_each_kind_shows_its_own_and_together_they_are_the_whole_log(acts, blog):
    for act in acts.values():
        act()
    whole = [act.place for act in shown(blog)]
    parts = [[act.place for act in shown(blog, kind=kind)] for kind in KINDS]
    assert sorted(place for part in parts for place in part) == sorted(whole)
    assert whole == sorted(whole, reverse=True)


def test_pages_follow_each_other_and_leave_nothing_out_when_many_acts_are_of_one_moment(acts, blog):
    now = timezone.now()
    for act in acts.values():
        act()
    Ruling.objects.update(at=now)
    LogEntry.objects.update(at=now)
    whole = [act.place for act in page_of(blog, Narrow(), size=1000)[0]]
    seen, mark = [], ""
    while True:
        page, mark = page_of(blog, Narrow(), place_of(mark), size=7)
        seen += [act.place for act in page]
        if not mark:
            break
    assert seen == whole and len(whole) > 40


def test_it_is_narrowed_by_person_by_moderator_and_by_day(blog, owner, make_post, make_comment, make_member, sign_in):
    now, post = timezone.now(), make_post(blog)
    one, two = make_comment(post, state="held"), make_comment(post, state="held")
    rulings.rule(comment=one, act="publish", by=owner, seen_state="held", now=now - timedelta(days=9))
    rulings.rule(comment=two, act="publish", by=make_member(blog, Role.MODERATOR), seen_state="held", now=now)
    Ruling.objects.filter(was="").update(at=now - timedelta(days=20))
    assert {act.comment_id for act in shown(blog, person=one.author_id)} == {one.pk}
    assert [act.comment_id for act in shown(blog, by=owner.pk)] == [one.pk]
    assert [act.comment_id for act in shown(blog, since=now - timedelta(days=1))] == [two.pk]
    assert {act.comment_id for act in shown(blog, kind="comments", until=now - timedelta(days=1))} == {one.pk}
    client, day = sign_in(owner), (now - timedelta(days=9)).date().isoformat()
    page = client.get(URL, {"kind": "comments", "by": owner.name, "since": day, "until": day}).content.decode()
    assert f"Comment {one.pk}" in page and f"Comment {two.pk}" not in page


@pytest.mark.parametrize(
    "asked, status",
    [
        ({"by": "Nobody Known"}, 422),
        ({"kind": "king"}, 422),
        ({"since": "yesterday"}, 422),
        ({"after": "1"}, 404),
        ({"after": "9" * 18 + "-0-1"}, 404),
        ({"until": "9999-12-31"}, 200),
    ],
)
def test_what_can_not_be_asked_is_told(asked, status, owner, sign_in):
    answer = sign_in(owner).get(URL, asked)
    assert answer.status_code == status
    if status == 422:
        assert next(iter(asked.values())) in answer.content.decode(), "what was typed comes back"


def test_the_acts_of_other_blogs_are_not_in_it(acts, owner, make_blog):
    for act in acts.values():
        act()
    assert shown(make_blog(hostname="two.example.org")) == []


@pytest.mark.parametrize("count", [1, 60])
def test_a_page_costs_the_same_however_much_was_done(count, blog, owner, make_post, make_comment, sign_in):
    comment = make_comment(make_post(blog))
    client, now = sign_in(owner), timezone.now()
    for _ in range(count):
        Ruling.objects.create(comment=comment, was="held", now="published", by=owner, at=now)
        LogEntry.objects.create(blog=blog, code="role_changed", by=owner, whom=comment.author, at=now)
    with CaptureQueriesContext(connection) as found:
        client.get(URL)
    # blog, session, account, menu; standing, tabs; rulings, entries, versions, people
    assert len(found) <= 12, [query["sql"] for query in found]
