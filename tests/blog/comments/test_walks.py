"""Random walks through what people do at a blog: after every step, what is always true is true.

The same walks each time; with --slow, more and longer ones.
"""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import Kind, Letter, LogEntry, Membership, Role, Sanction
from accounts.refusals import Refused
from accounts.sanctions import end, impose
from accounts.standing import standing_of
from blog.comments import rulings
from blog.comments.appeals import appeal_ruling, decide_appeal
from blog.comments.changing import change_policy
from blog.comments.editing import edit_comment, withdraw_comment
from blog.comments.judging import NotDone
from blog.comments.models import Appeal, Comment, Edit, Report, State
from blog.comments.posting import post_comment
from blog.comments.reports import decide_reports, report_comment
from blog.comments.rulings_of_edits import rule_on_edit

WHICH = st.integers(0, 99)
POLICIES = [
    {"hold_all": True},
    {"hold_all": False},
    {"hold_first": 2},
    {"audience": "team"},
    {"audience": "signed_in"},
    {"audience": "members"},
    {"comments": "shown"},
    {"comments": "open"},
    {"hold_links": 1, "slow_minutes": 1},
]


class Walk(RuleBasedStateMachine):
    """Three members, a stranger, two moderators and an owner at one post. `house` holds the makers of the fixtures."""

    house = {}

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        make_member, self.now, self.said = self.house["make_member"], timezone.now(), 0
        self.blog = self.house["make_blog"]()
        self.owner = make_member(self.blog, Role.OWNER)
        self.team = [self.owner, make_member(self.blog, Role.MODERATOR), make_member(self.blog, Role.MODERATOR)]
        self.people = [*(make_member(self.blog) for _ in range(3)), self.house["make_user"]()]
        self.post = self.house["make_post"](self.blog, author=self.owner)
        # It begins where something has been said already: a published comment of each member, and a held answer to it.
        for place in range(3):
            self.posts(place, None)
        change_policy(blog=self.blog, values={"hold_all": True}, by=self.owner, now=self.now)
        self.now += timedelta(minutes=5)
        for place in range(3):
            self.posts(place + 1, place)

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def one(self, found, which):
        """One of what there is, or None."""
        found = list(found.order_by("pk"))
        return found[which % len(found)] if found else None

    def text(self) -> str:
        self.said += 1
        return f"Words{self.said}end"

    @rule(who=WHICH, answers=st.none() | WHICH)
    def posts(self, who, answers):
        person = self.people[who % 4]
        standing = standing_of(person, self.blog, self.now)
        parent = None if answers is None else self.one(self.post.comments, answers)
        posted = post_comment(
            post=self.post, by=person, text=self.text(), key=uuid.uuid4(), now=self.now, parent=parent
        )
        if posted.comment:
            assert standing.name not in ("banned", "suspended")
            assert parent is None or parent.state == State.PUBLISHED

    @rule(which=WHICH)
    def changes_their_words(self, which):
        if comment := self.one(self.post.comments, which):
            try:
                edit_comment(comment=comment, by=comment.author, text=self.text(), now=self.now)
            except NotDone:
                pass

    @rule(which=WHICH)
    def withdraws(self, which):
        if comment := self.one(self.post.comments, which):
            try:
                withdraw_comment(comment=comment, by=comment.author, now=self.now)
            except NotDone:
                assert comment.state in (State.REJECTED, State.REMOVED)

    @rule(which=WHICH, who=WHICH, act=WHICH)
    def rules_on_a_comment(self, which, who, act):
        if not (comment := self.one(self.post.comments, which)):
            return
        acts = rulings.acts_from(comment.state)
        others = list(self.post.comments.exclude(pk=comment.pk).order_by("pk").values_list("pk", "state"))
        if acts:
            rulings.rule(
                comment=comment,
                act=acts[act % len(acts)],
                by=self.team[who % 3],
                reason="So it is.",
                seen_state=comment.state,
                now=self.now,
            )
        assert others == list(self.post.comments.exclude(pk=comment.pk).order_by("pk").values_list("pk", "state"))

    @rule(which=WHICH, who=WHICH, accept=st.booleans())
    def rules_on_a_change(self, which, who, accept):
        if edit := self.one(Edit.objects.filter(comment__blog=self.blog, state=State.HELD), which):
            try:
                rule_on_edit(edit=edit, accept=accept, by=self.team[who % 3], reason="So it is.", now=self.now)
            except rulings.Stale:
                assert edit.comment.state != State.PUBLISHED

    @rule(whom=WHICH, who=WHICH, kind=st.sampled_from(Kind.values), days=st.none() | st.integers(1, 3))
    def sanctions(self, whom, who, kind, days):
        until = self.now + timedelta(days=days) if days else None
        try:
            impose(
                blog=self.blog,
                user=(self.people + self.team)[whom % 7],
                kind=kind,
                reason="It must be.",
                by=self.team[who % 3],
                until=until,
                now=self.now,
            )
        except Refused:
            pass

    @rule(which=WHICH)
    def ends_a_sanction(self, which):
        if sanction := self.one(Sanction.objects.filter(blog=self.blog), which):
            try:
                end(sanction=sanction, by=self.owner, reason="Enough.", now=self.now)
            except Refused:
                pass

    @rule(values=st.sampled_from(POLICIES))
    def changes_the_policy(self, values):
        change_policy(blog=self.blog, values=values, by=self.owner, now=self.now)

    @rule(which=WHICH, who=WHICH)
    def reports(self, which, who):
        if comment := self.one(self.post.comments, which):
            try:
                report_comment(comment=comment, by=self.people[who % 4], reason="Rude.", now=self.now)
            except NotDone:
                pass

    @rule(which=WHICH, uphold=st.booleans())
    def decides_reports(self, which, uphold):
        if report := self.one(Report.objects.filter(comment__blog=self.blog, state=Report.State.OPEN), which):
            comment = report.comment
            decide_reports(
                comment=comment, uphold=uphold, answer="So.", by=self.owner, now=self.now, seen_state=comment.state
            )

    @rule(which=WHICH)
    def appeals(self, which):
        if comment := self.one(self.post.comments, which):
            try:
                appeal_ruling(ruling=comment.rulings.last(), by=comment.author, text="But why?", now=self.now)
            except Refused:
                pass

    @rule(which=WHICH, who=WHICH, grant=st.booleans())
    def answers_an_appeal(self, which, who, grant):
        if appeal := self.one(Appeal.objects.filter(blog=self.blog, state=Appeal.State.OPEN), which):
            try:
                decide_appeal(appeal=appeal, grant=grant, answer="So.", by=self.team[who % 3], now=self.now)
            except Refused:
                pass

    @rule(minutes=st.integers(1, 3000))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @invariant()
    def every_state_is_what_the_log_says(self):
        for comment in Comment.objects.filter(blog=self.blog).prefetch_related("rulings"):
            path = [(ruling.was, ruling.now) for ruling in comment.rulings.all()]
            assert path[0][0] == "" and path[-1][1] == comment.state
            assert all(now == was for (_, now), (was, _) in zip(path, path[1:], strict=False)), path

    @invariant()
    def everybody_sees_what_is_published_and_nothing_else(self):
        page = Client().get(self.post.get_absolute_url())
        html = page.content.decode()
        for comment in self.post.comments.all():
            assert (comment.text in html) == (comment.state == State.PUBLISHED), comment.state
        for edit in Edit.objects.filter(comment__blog=self.blog, state=State.HELD):
            assert edit.text not in html

    @invariant()
    def whoever_was_decided_about_was_told(self):
        for comment in Comment.objects.filter(blog=self.blog).select_related("author"):
            for ruling in comment.rulings.exclude(by=None).exclude(by=comment.author):
                if ruling.was != ruling.now:
                    assert Letter.objects.filter(user=comment.author, about=f"ruling {ruling.pk}").exists()
        for sanction in Sanction.objects.filter(blog=self.blog):
            assert LogEntry.objects.filter(whom=sanction.user, detail__sanction=sanction.pk).exists()
            told = Letter.objects.filter(user=sanction.user, about=f"sanction {sanction.pk} imposed").exists()
            assert told == (sanction.kind != Kind.NOTE)

    @invariant()
    def the_blog_has_an_owner(self):
        assert Membership.objects.filter(blog=self.blog, role=Role.OWNER, state="member").exists()


@pytest.mark.parametrize("walks, steps", [(6, 30), pytest.param(200, 50, marks=pytest.mark.slow)])
def test_whatever_people_do_what_is_always_true_stays_true(make_blog, make_member, make_user, make_post, walks, steps):
    makers = {"make_blog": make_blog, "make_member": make_member, "make_user": make_user, "make_post": make_post}
    Walk.house = makers
    chosen = settings(
        max_examples=walks,
        stateful_step_count=steps,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=chosen)
