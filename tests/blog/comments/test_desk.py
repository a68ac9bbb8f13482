"""The moderator's desk: who may sit at it, what lies on it, and what becomes of a decision."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Membership, Role
from accounts.models import State as MembershipState
from blog.comments.desk import queue
from blog.comments.models import Comment, Ruling, State
from blog.comments.rulings import REASON_LIMIT, rule

DESK = reverse("comments:desk")
OTHERS = (*(role for role in Role.values if role not in (Role.MODERATOR, Role.OWNER)), "signed_in", "unconfirmed")
SANCTIONED = [state for state in MembershipState.values if state != MembershipState.MEMBER]


@pytest.fixture
def post(blog, make_post):
    return make_post(blog, "On reading")


@pytest.fixture
def moderator(blog, make_member):
    return make_member(blog, Role.MODERATOR, name="Mo")


@pytest.fixture
def at_desk(moderator, sign_in):
    return sign_in(moderator)


@pytest.fixture
def decide(client):
    """Sends the form of a comment on the desk, as a browser does."""

    def decide_(comment, act, reason="", **fields):
        fields = {"seen_state": comment.state, "seen_at": comment.changed_at.isoformat()} | fields
        return client.post(reverse("comments:rulings", args=[comment.pk]), {"act": act, "reason": reason, **fields})

    return decide_


@pytest.fixture
def apply_here(blog, make_member):
    def apply_(name="Anna", note="I read you every week.", **fields):
        return Membership.objects.get(
            user=make_member(blog, state=MembershipState.APPLICANT, name=name, note=note, **fields)
        )

    return apply_


def item_url(comment):
    return reverse("comments:item", args=[comment.pk])


def rulings_url(comment):
    return reverse("comments:rulings", args=[comment.pk])


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# --- Who may --------------------------------------------------------------------------------------------------------


def test_a_visitor_is_sent_to_sign_in_and_comes_back_here(client, post, make_comment):
    held = make_comment(post, state=State.HELD)
    for url in (DESK, f"{DESK}?state=rejected&after=3", item_url(held)):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login") + "?next=")
        assert "/comments/desk/" in answer["Location"]


@pytest.mark.parametrize("who", [*OTHERS, *SANCTIONED], ids=str)
def test_whoever_does_not_moderate_is_told_so_and_does_nothing(
    who, blog, post, make_comment, make_member, make_user, sign_in, decide, apply_here, nothing_changes
):
    held, applicant = make_comment(post, "A secret", state=State.HELD), apply_here()
    if who in SANCTIONED:
        person = make_member(blog, Role.OWNER, state=who)
    else:
        person = {
            "signed_in": lambda: make_user(),
            "unconfirmed": lambda: make_member(blog, Role.OWNER, confirmed=False),
        }.get(who, lambda: make_member(blog, who))()
    client = sign_in(person)
    application = reverse("comments:application", args=[applicant.pk])
    with nothing_changes():
        answers = [
            client.get(DESK),
            client.get(item_url(held)),
            client.get(reverse("comments:item", args=[999_999])),  # whether it exists is not for them
            decide(held, "publish"),
            client.post(application, {"act": "approve"}),
        ]
    for answer in answers:
        assert answer.status_code == 403
        assert "Only the moderators of this blog may see its desk." in words(answer)
        assert "A secret" not in words(answer) and applicant.user.name not in words(answer)


def test_the_owner_of_another_blog_finds_no_desk_here(post, make_blog, make_member, sign_in):
    client = sign_in(make_member(make_blog(hostname="two.example.org"), Role.OWNER))
    assert client.get(DESK).status_code == 403


def test_what_belongs_to_another_blog_is_not_there(
    at_desk, make_blog, make_post, make_comment, make_member, decide, nothing_changes
):
    two = make_blog(hostname="two.example.org")
    foreign = make_comment(make_post(two), "Elsewhere", state=State.HELD)
    make_member(two, state=MembershipState.APPLICANT)
    applicant = two.memberships.get(state=MembershipState.APPLICANT)
    with nothing_changes():
        assert at_desk.get(item_url(foreign)).status_code == 404
        assert decide(foreign, "publish").status_code == 404
        answer = at_desk.post(reverse("comments:application", args=[applicant.pk]), {"act": "approve"})
        assert answer.status_code == 404
    assert "Elsewhere" not in words(at_desk.get(DESK))
    assert applicant.user.name not in words(at_desk.get(f"{DESK}?state=applications"))


def test_who_was_signed_out_meanwhile_gets_back_what_they_typed(client, post, make_comment, decide, nothing_changes):
    held = make_comment(post, state=State.HELD)
    with nothing_changes():
        answer = decide(held, "reject", "Too long a <reason> to lose")
    assert answer.status_code == 403
    assert escape("Too long a <reason> to lose") in words(answer)
    assert reverse("account_login") in words(answer)


def test_looking_rules_on_nothing(at_desk, post, make_comment, nothing_changes):
    held = make_comment(post, state=State.HELD)
    with nothing_changes():
        assert at_desk.get(f"{rulings_url(held)}?act=publish&seen_state=held").status_code == 405
        assert at_desk.get(f"{item_url(held)}?act=publish").status_code == 200
        assert at_desk.get(f"{DESK}?act=publish&pk={held.pk}").status_code == 200
        assert at_desk.get(reverse("comments:application", args=[1])).status_code == 405


def test_without_the_token_of_a_form_nothing_is_done(moderator, post, make_comment, nothing_changes):
    held = make_comment(post, state=State.HELD)
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator, backend="accounts.backends.AddressBackend")
    with nothing_changes():
        answer = client.post(rulings_url(held), {"act": "publish", "seen_state": "held"})
    assert answer.status_code == 403


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_reason_typed_into_a_form_that_has_expired_comes_back(
    signed_in, moderator, post, make_comment, apply_here, nothing_changes
):
    held, applicant = make_comment(post, state=State.HELD), apply_here()
    client = Client(enforce_csrf_checks=True)
    if signed_in:
        client.force_login(moderator, backend="accounts.backends.AddressBackend")
    for url, act in ((rulings_url(held), "reject"), (reverse("comments:application", args=[applicant.pk]), "decline")):
        with nothing_changes():
            answer = client.post(url, {"act": act, "reason": "Typed <in> vain?", "seen_state": "held"})
        assert answer.status_code == 403
        assert "Typed &lt;in&gt; vain?" in words(answer)
        assert ("it has expired" in words(answer)) is signed_in


def test_the_form_of_the_page_itself_is_enough(moderator, post, make_comment):
    """What a browser without scripts would send: every field of the form, and the button that was pressed."""
    held = make_comment(post, state=State.HELD)
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator, backend="accounts.backends.AddressBackend")
    page = client.get(DESK).content.decode()
    form = page[page.index("<form") : page.index("</form>")]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    action = re.search(r'action="([^"]*)"', form).group(1)
    assert 'name="act" value="publish"' in re.sub(r"\s+", " ", form)
    assert client.post(action, fields | {"act": "publish", "reason": ""}).status_code == 303
    held.refresh_from_db()
    assert held.state == State.PUBLISHED


def test_nothing_of_the_desk_is_kept_by_a_cache(at_desk, post, make_comment):
    held = make_comment(post, state=State.HELD)
    for url in (DESK, item_url(held), f"{DESK}?state=applications"):
        assert "no-store" in at_desk.get(url)["Cache-Control"]
        assert "private" in at_desk.get(url)["Cache-Control"]


# --- The queue --------------------------------------------------------------------------------------------------------


def test_who_waits_longest_comes_first_and_in_the_other_lists_the_newest(at_desk, post, make_comment):
    held = [make_comment(post, f"Held {place}", state=State.HELD) for place in range(3)]
    for state in (State.PUBLISHED, State.REJECTED, State.REMOVED):
        made = [make_comment(post, state=state) for _ in range(3)]
        shown = [item.comment for item in at_desk.get(f"{DESK}?state={state}").context["items"]]
        assert shown == made[::-1]
    assert [item.comment for item in at_desk.get(DESK).context["items"]] == held


def test_a_list_that_does_not_exist_is_not_there(at_desk):
    for state in ("withdrawn", "nonsense", ""):
        assert at_desk.get(f"{DESK}?state={state}").status_code == 404


@pytest.mark.parametrize("state", [State.HELD, State.PUBLISHED])
def test_page_after_page_shows_each_comment_once(state, at_desk, blog, post, make_comment, make_member, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 3)
    author = make_member(blog)
    made = [make_comment(post, state=state, author=author) for _ in range(7)]
    seen, url = [], f"{DESK}?state={state}"
    while url:
        page = at_desk.get(url)
        seen += [item.comment for item in page.context["items"]]
        more = re.search(r'<a href="([^"]+)" rel="next"', page.content.decode())
        url = more and more.group(1).replace("&amp;", "&")
    assert seen == (made if state == State.HELD else made[::-1])


@pytest.mark.parametrize("after", ["", "x", "-1", "1.5", "9" * 40, "٣"])
def test_an_odd_place_in_the_list_is_its_beginning(after, at_desk, post, make_comment):
    held = make_comment(post, state=State.HELD)
    assert [item.comment for item in at_desk.get(DESK, {"after": after}).context["items"]] == [held]


def test_a_comment_comes_with_all_that_is_needed_to_judge_it(at_desk, blog, post, make_comment, make_member):
    ada = make_member(blog, name="Ada")
    parent = make_comment(post, "What do you think?", author=make_member(blog, name="Ben"))
    for state, number in ((State.PUBLISHED, 3), (State.REJECTED, 2), (State.HELD, 1)):
        for _ in range(number):
            make_comment(post, author=ada, state=state)
    Comment.objects.filter(state=State.HELD).delete()
    make_comment(post, "I disagree", author=ada, parent=parent, state=State.HELD, reasons=["first_comment", "of_old"])
    page = words(at_desk.get(DESK))
    for text in (
        "Ada",
        "I disagree",
        "On reading",
        "In reply to Ben",
        "What do you think?",
        "A person’s first comments on this blog wait for a moderator",
        "of_old",
        "Comments published: 3, rejected: 2.",
        "In this blog as member since",
    ):
        assert text in page, text


def test_a_former_member_has_no_record(at_desk, post, make_comment):
    comment = make_comment(post, state=State.HELD)
    comment.author.delete()
    page = words(at_desk.get(DESK))
    assert "former member" in page and "Comments published" not in page


def test_a_record_counts_this_blog_only(at_desk, blog, post, make_blog, make_post, make_comment, make_member):
    ada = make_member(blog)
    two = make_blog(hostname="two.example.org")
    make_comment(make_post(two), author=ada)
    make_comment(post, author=ada, state=State.HELD)
    assert "Comments published: 0, rejected: 0." in words(at_desk.get(DESK))


def test_what_people_typed_is_shown_as_text(at_desk, blog, post, make_comment, make_member, apply_here):
    evil = "<script>alert(1)</script>"
    author = make_member(blog, name="<b>Bob</b>")
    make_comment(post, evil, author=author, state=State.HELD)
    apply_here(name="<i>Eve</i>", note=evil)
    for url in (DESK, f"{DESK}?state=applications"):
        page = at_desk.get(url).content.decode()
        assert evil not in page and "<b>Bob" not in page and "<i>Eve" not in page


def test_what_its_author_withdrew_is_not_read_by_the_team_either(at_desk, post, make_comment, decide, nothing_changes):
    gone = make_comment(post, "Not for you", state=State.WITHDRAWN)
    make_comment(post, "An answer", parent=gone, state=State.HELD)
    assert "Not for you" not in words(at_desk.get(item_url(gone)))
    assert "<form" not in words(at_desk.get(item_url(gone)))
    assert "Not for you" not in words(at_desk.get(DESK))
    with nothing_changes():
        assert decide(gone, "restore").status_code == 422


def test_the_lists_say_how_much_waits_but_count_no_further_than_needed(
    at_desk, blog, post, make_comment, make_member, apply_here, monkeypatch
):
    author = make_member(blog)
    apply_here()
    for _ in range(3):
        make_comment(post, author=author, state=State.HELD)
    counts = {tab.label: tab.count for tab in at_desk.get(DESK).context["tabs"]}
    assert counts == {"Waiting": "3", "Published": "", "Rejected": "", "Removed": "", "Asking to join": "1"} | {
        "Reports, changes, appeals": "0"
    }
    monkeypatch.setattr(queue, "CAP", 3)
    assert at_desk.get(DESK).context["tabs"][0].count == "2+"


@pytest.mark.parametrize("count", [0, 1, 20])
def test_the_queue_costs_the_same_however_much_lies_on_it(
    count, at_desk, blog, post, make_comment, make_member, apply_here, django_assert_max_num_queries
):
    for place in range(count):
        parent = make_comment(post)
        held = make_comment(post, parent=parent, state=State.HELD, reasons=["moderated"])
        Ruling.objects.create(comment=held, was="held", now="held", by=make_member(blog), code="edited")
        apply_here(name=f"Applicant {place}")
    for url in (DESK, f"{DESK}?state=published", f"{DESK}?state=applications"):
        with django_assert_max_num_queries(12):
            assert at_desk.get(url).status_code == 200


def test_the_page_of_a_comment_tells_its_whole_history(at_desk, post, make_comment, moderator):
    comment = make_comment(post, state=State.HELD)
    now = timezone.now()
    for act, reason in (("publish", ""), ("remove", "It names a <child>"), ("restore", "It was made up")):
        comment.refresh_from_db()
        rule(comment=comment, act=act, by=moderator, reason=reason, seen_state=comment.state, now=now)
    page = words(at_desk.get(item_url(comment)))
    told = ["Sent, and held by the comment policy.", "Published by Mo.", "Removed by Mo.", "Restored by Mo."]
    places = [page.index(sentence) for sentence in told]
    assert places == sorted(places)
    assert "It names a &lt;child&gt;" in page


# --- Deciding -----------------------------------------------------------------------------------------------------


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
    assert answer["Location"] == f"{DESK}?after={first.pk - 1}#comment-{second.pk}"
    assert f'id="comment-{second.pk}"' in words(at_desk.get(answer["Location"]))
    assert decide(third, "publish")["Location"] == DESK
    published = make_comment(post)
    assert decide(published, "remove", list="published")["Location"] == f"{DESK}?state=published"


@pytest.mark.parametrize(
    "fields", [{"list": "//evil.example"}, {"after": "//evil.example"}, {"next": "//evil.example"}]
)
def test_the_way_back_leads_nowhere_else(fields, at_desk, post, make_comment, decide):
    assert decide(make_comment(post, state=State.HELD), "publish", **fields)["Location"] == DESK


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


# --- Those who ask to join -----------------------------------------------------------------------------------------


def test_those_who_ask_to_join_are_listed_with_their_note(at_desk, apply_here, make_member, blog):
    apply_here(name="Anna", note="I read you <every> week.")
    make_member(blog, name="Already in")
    page = words(at_desk.get(f"{DESK}?state=applications"))
    assert "Anna" in page and "I read you &lt;every&gt; week." in page and "Already in" not in page


@pytest.mark.parametrize(
    "act, reason, end, said",
    [
        ("approve", "", MembershipState.MEMBER, "Anna is a member now."),
        ("decline", "We are full.", MembershipState.DECLINED, "The request of Anna is declined."),
    ],
)
def test_an_application_is_answered(act, reason, end, said, at_desk, moderator, apply_here):
    applicant = apply_here()
    answer = at_desk.post(reverse("comments:application", args=[applicant.pk]), {"act": act, "reason": reason})
    applicant.refresh_from_db()
    assert answer.status_code == 303
    assert (applicant.state, applicant.reason, applicant.decided_by) == (end, reason, moderator)
    assert said in words(at_desk.get(answer["Location"]))


@pytest.mark.parametrize("act, reason", [("decline", ""), ("decline", "x" * 1001), ("nonsense", ""), ("", "Kept")])
def test_an_answer_that_cannot_be_taken_changes_nothing(act, reason, at_desk, apply_here, nothing_changes):
    applicant = apply_here()
    with nothing_changes():
        answer = at_desk.post(reverse("comments:application", args=[applicant.pk]), {"act": act, "reason": reason})
    assert answer.status_code == 422
    assert reason in words(answer)


def test_what_was_typed_comes_back_however_far_down_the_list_it_was(at_desk, apply_here, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    last = [apply_here(name=f"Applicant {place}") for place in range(5)][-1]
    answer = at_desk.post(reverse("comments:application", args=[last.pk]), {"act": "nonsense", "reason": "Far down"})
    assert answer.status_code == 422
    assert "Far down" in words(answer) and "Applicant 4" in words(answer)


@pytest.mark.parametrize("state", [state for state in MembershipState.values if state != MembershipState.APPLICANT])
def test_who_no_longer_waits_is_not_answered_again(state, at_desk, apply_here, nothing_changes):
    applicant = apply_here()
    Membership.objects.filter(pk=applicant.pk).update(state=state)
    with nothing_changes():
        answer = at_desk.post(
            reverse("comments:application", args=[applicant.pk]), {"act": "decline", "reason": "Kept <this>"}
        )
    assert answer.status_code == 409
    assert "Anna no longer waits for an answer, so nothing was done." in words(answer)
    assert "Kept &lt;this&gt;" in words(answer)
