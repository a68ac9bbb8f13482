"""Those who ask to join, on the desk."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.models import State as MembershipState
from blog.comments.desk import queue
from tests.blog.comments.desk.pages import DESK, words


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
