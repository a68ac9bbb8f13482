"""Who may do what: the table, and nothing beside it."""

import pytest

from accounts.models import TEAM, Role
from blog.permissions import ACTS, MANAGE, MODERATE, ROLES, WRITE_ALL, WRITE_OWN, allows

TABLE = {
    #                 write own, write all, moderate, manage
    Role.MEMBER: (False, False, False, False),
    Role.AUTHOR: (True, False, False, False),
    Role.EDITOR: (True, True, False, False),
    Role.MODERATOR: (False, False, True, False),
    Role.OWNER: (True, True, True, True),
    "": (False, False, False, False),
    "emperor": (False, False, False, False),
}


@pytest.mark.parametrize("role", TABLE)
def test_a_role_may_what_the_table_says(role):
    assert tuple(allows(role, act) for act in (WRITE_OWN, WRITE_ALL, MODERATE, MANAGE)) == TABLE[role]


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_nobody_may_an_act_that_is_none(role):
    assert not allows(role, "fly")


def test_the_table_knows_every_role_and_every_act():
    assert set(ROLES) == set(Role.values)
    assert set(ACTS) == {WRITE_OWN, WRITE_ALL, MODERATE, MANAGE}
    assert all(any(allows(role, act) for act in ACTS) for role in TEAM)
