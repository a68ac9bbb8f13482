"""Who may sit at the desk, and what others are told."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.models import Role
from accounts.models import State as MembershipState
from blog.comments.models import State
from tests.blog.comments.desk.pages import DESK, item_url, rulings_url, words

OTHERS = (*(role for role in Role.values if role not in (Role.MODERATOR, Role.OWNER)), "signed_in", "unconfirmed")

SANCTIONED = [state for state in MembershipState.values if state != MembershipState.MEMBER]


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
