"""The sixteen traps other systems of comments have fallen into, each with the rule that keeps us out of it."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, LogEntry, Role
from accounts.sanctions import end, impose
from blog.comments.editing import edit_comment
from blog.comments.judging import Guest, NotDone
from blog.comments.models import Comment, Ruling, State
from blog.comments.posting import post_comment
from blog.comments.reports import decide_reports, report_comment
from blog.comments.rules import NUMBERS, rules_for
from blog.comments.rulings import TRANSITIONS, rule
from blog.comments.words import matching


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER)


def say(post, by, text="Well said.", **fields):
    return post_comment(post=post, by=by, text=text, key=uuid.uuid4(), now=timezone.now(), **fields)


def test_trap_01_a_typed_name_and_address_buy_no_trust(post, make_member, make_comment, set_policy):
    set_policy(post.blog, audience="anyone", hold_first=1)
    trusted = make_member(post.blog, name="Ann")
    make_comment(post, author=trusted)
    assert say(post, trusted, "Really me.").comment.state == State.PUBLISHED
    posted = say(post, None, guest=Guest(trusted.name, trusted.email))
    assert posted.comment.state == State.HELD and "guest" in posted.decision.reasons
    assert posted.comment.author is None and posted.comment.byline == "Ann (guest)"


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("ass", "A class of glass.", False),
        ("cialis", "A specialist.", False),
        ("ass", "What an ass!", True),
        ("ass", "ASS", True),
        ("casino*", "casinos", True),  # inside a word only where the rule says so
    ],
)
def test_trap_02_a_word_does_not_match_inside_words(word, text, found):
    assert bool(matching((word,), text)) == found


def test_trap_02_a_word_is_no_pattern_and_so_has_no_time_to_run_out_of():
    assert not matching((r"(a+)+$", "[a-z]"), "a" * 50_000 + "!")


@pytest.mark.parametrize("slow_minutes", [0, 5])
@pytest.mark.django_db(transaction=True)
def test_trap_03_the_second_of_two_at_once_is_seen_as_the_second(
    at_once, blog, make_post, make_member, set_policy, slow_minutes
):
    post, member = make_post(blog), make_member(blog)
    set_policy(blog, slow_minutes=slow_minutes)
    answers = at_once(*[partial(say, post, member, "Once.")] * 8)  # eight forms, each with a key of its own
    assert {answer.comment.pk for answer in answers} == {Comment.objects.get().pk}
    assert Ruling.objects.count() == 1


def test_trap_04_a_ban_deletes_nothing(post, owner, make_member, make_comment):
    member = make_member(post.blog)
    comment = make_comment(post, "Said before.", author=member)
    impose(blog=post.blog, user=member, kind=Kind.BAN, reason="Enough.", by=owner, now=timezone.now())
    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.author) == (State.PUBLISHED, "Said before.", member)


@pytest.mark.parametrize("closing", [{"comments": "shown"}, {"comments": "hidden"}, {"close_after_days": 1}])
def test_trap_05_a_closed_thread_takes_no_changes(blog, make_post, make_comment, set_policy, nothing_changes, closing):
    comment = make_comment(make_post(blog, days_ago=2))
    set_policy(blog, **closing)
    with nothing_changes(), pytest.raises(NotDone, match="door"):
        edit_comment(comment=comment, by=comment.author, text="Another text.", now=timezone.now())


@pytest.mark.parametrize("state", [state for state in State.values if state != "published"])
def test_trap_06_what_no_longer_stands_is_not_answered(post, make_member, make_comment, nothing_changes, state):
    member, parent = make_member(post.blog), make_comment(post, state=state)
    with nothing_changes():
        posted = say(post, member, parent=parent)
    assert posted.comment is None and posted.decision.reasons == ("parent_gone",)


def test_trap_07_the_moment_of_closing_is_told_and_is_closed_itself(
    client, blog, make_post, make_member, set_policy, sign_in
):
    post, member = make_post(blog, days_ago=3), make_member(blog)
    set_policy(blog, close_after_days=7)
    closes = post.published_at + timedelta(days=7)
    assert f"Comments close on {timezone.localtime(closes).day} " in client.get(post.path).content.decode()
    act = partial(post_comment, post=post, by=member)
    late = act(text="Late.", key=uuid.uuid4(), now=closes)
    assert late.comment is None and late.decision.reasons == ("closed_by_age",)
    assert act(text="In time.", key=uuid.uuid4(), now=closes - timedelta(microseconds=1)).comment


ACTS = ("publish", "reject", "remove", "restore", "thank", "report", "mute", "unfollow", "withdraw", "follow")


def test_trap_08_nothing_is_done_by_looking(client, post, owner, make_comment, sign_in, nothing_changes):
    comments = [make_comment(post, state=state) for state in State.values]
    mine = make_comment(post, author=owner)
    sign_in(owner)
    with nothing_changes():
        for comment in (*comments, mine):
            for name in ("item", "rulings", "acts", "edit", "withdraw", "resubmit", "comment"):
                url = reverse(f"comments:{name}", args=[comment.pk])
                for act in ACTS:
                    client.get(url, {"act": act, "reason": "x", "seen_state": comment.state})
        client.get(reverse("comments:following"), {"act": "follow", "post": post.pk})


@pytest.mark.parametrize("kind", [Kind.WARNING, Kind.HOLD, Kind.SUSPENSION, Kind.BAN])
def test_trap_09_who_loses_a_right_is_told_and_why(
    client, post, owner, make_member, sign_in, mailoutbox, django_capture_on_commit_callbacks, kind
):
    member = make_member(post.blog)
    with django_capture_on_commit_callbacks(execute=True):
        impose(blog=post.blog, user=member, kind=kind, reason="It was too loud.", by=owner, now=timezone.now())
    assert [mail.to for mail in mailoutbox] == [[member.email]] and "It was too loud." in mailoutbox[0].body


@pytest.mark.parametrize("who", ["visitor", "unconfirmed", "stranger", "member", "suspended", "banned", "owner"])
@pytest.mark.parametrize("rules", [{}, {"audience": "team"}, {"audience": "signed_in"}, {"comments": "shown"}])
def test_trap_10_who_is_shown_the_form_may_send_it_and_nobody_else(
    client, post, make_member, make_user, sign_in, set_policy, form_url, send, who, rules
):
    set_policy(post.blog, **rules)
    people = {
        "visitor": lambda: None,
        "unconfirmed": lambda: make_member(post.blog, confirmed=False),
        "stranger": make_user,
        "member": lambda: make_member(post.blog),
        "suspended": lambda: make_member(post.blog, state="suspended"),
        "banned": lambda: make_member(post.blog, state="banned"),
        "owner": lambda: make_member(post.blog, Role.OWNER),
    }
    if person := people[who]():
        sign_in(person)
    shown = b'class="comment-form"' in client.get(form_url(post)).content
    sent = send(post).status_code
    assert sent == (303 if shown else 403) and Comment.objects.exists() == shown


@pytest.mark.parametrize("act", TRANSITIONS)
def test_trap_11_every_ruling_has_its_row(post, owner, make_comment, act):
    for start in TRANSITIONS[act][0]:
        comment = make_comment(post, state=start)
        ruling = rule(comment=comment, act=act, by=owner, reason="Why.", seen_state=start, now=timezone.now())
        assert list(comment.rulings.filter(by=owner)) == [ruling]
        assert (ruling.was, ruling.now, ruling.reason) == (start, TRANSITIONS[act][1], "Why.")


def test_trap_11_every_sanction_its_end_and_every_answer_to_a_report_has_its_row(
    post, owner, make_member, make_comment
):
    now, member = timezone.now(), make_member(post.blog)
    for kind in Kind.values:
        impose(blog=post.blog, user=member, kind=kind, reason="Why.", by=owner, now=now)
    sanction = impose(blog=post.blog, user=member, kind=Kind.SUSPENSION, reason="Why.", by=owner, now=now)
    end(sanction=sanction, by=owner, reason="Enough.", now=now)
    for uphold in (True, False):
        comment = make_comment(post)
        report_comment(comment=comment, by=make_member(post.blog), reason="Rude.", now=now)
        decide_reports(comment=comment, uphold=uphold, answer="", by=owner, now=now, seen_state=State.PUBLISHED)
    assert LogEntry.objects.filter(blog=post.blog, by=owner).count() == len(Kind.values) + 4


@pytest.mark.parametrize(
    "rules", [{"hold_all": True}, {"hold_first": 2}, {"hold_links": 2}, {"hold_words": ["x"]}, {"slow_minutes": 5}]
)
def test_trap_12_whom_a_rule_spares_is_said_in_the_policy(client, blog, set_policy, rules):
    set_policy(blog, **rules)
    said = client.get(reverse("comments:policy")).content.decode()
    assert any(
        words in said
        for words in (
            "except those of the blog’s team",
            "unless it is of the blog’s team",
            "unless it is of the team",
            "The team is exempt",
            "team don’t wait",
        )
    )


def test_trap_13_publishing_a_comment_publishes_none_of_its_answers(post, owner, make_comment):
    parent = make_comment(post, state="held")
    answer = make_comment(post, parent=parent, state="held")
    rule(comment=parent, act="publish", by=owner, seen_state="held", now=timezone.now())
    answer.refresh_from_db()
    assert (answer.state, answer.published_at) == (State.HELD, None)


def test_trap_14_no_link_destroys_anything_not_even_an_owners(
    client, post, owner, make_comment, sign_in, nothing_changes
):
    comment = make_comment(post, author=owner)
    sign_in(owner)
    links = [reverse("comments:withdraw", args=[comment.pk]), "/accounts/delete/", "/accounts/leave/"]
    with nothing_changes():
        for url in links:
            assert client.get(url, {"confirm": "1", "keep": "", "act": "delete"}).status_code in (200, 403)
            assert client.head(url).status_code in (200, 403)


@pytest.mark.parametrize("name", NUMBERS)
def test_trap_15_zero_is_never_whatever_would_be_inherited(post, set_policy, name):
    set_policy(post.blog, **{name: 3})
    assert getattr(rules_for(post).rules, name) == 3
    set_policy(post.blog, post, **{name: 0})
    assert getattr(rules_for(post).rules, name) is None
    set_policy(post.blog, post, **{name: None})
    assert getattr(rules_for(post).rules, name) == 3


def test_trap_16_every_reason_that_holds_a_comment_is_kept(blog, make_post, make_member, set_policy):
    post = make_post(blog, days_ago=30)
    set_policy(blog, hold_all=True, hold_first=1, hold_links=1, hold_words=["casino"], hold_after_days=7)
    comment = say(post, make_member(blog), "A casino: https://example.org/").comment
    assert set(comment.reasons) == {"moderated", "first_comment", "links", "words", "old_post"}
    assert comment.matched == ["casino"]
