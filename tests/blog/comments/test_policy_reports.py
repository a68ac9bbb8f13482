"""The rule for reports: how many take a published comment off the page until somebody has looked."""

import pytest

from blog.comments.policy import TEAM_ROLES, Rules, hides


@pytest.mark.parametrize(
    "chosen, reports, role, hidden",
    [
        (None, 99, "", False),
        (0, 99, "", False),
        (2, 1, "", False),
        (2, 2, "", True),
        (2, 2, "member", True),
        (1, 1, "member", True),
        *((2, 99, role, False) for role in TEAM_ROLES),
    ],
)
def test_the_rule(chosen, reports, role, hidden):
    assert hides(Rules(hide_reports=chosen), reports, role) is hidden
