"""What the tests of the desk share: a post, a moderator at the desk, a decision, somebody who asks to join."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Role
from accounts.models import State as MembershipState


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
