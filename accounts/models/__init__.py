"""People, and where they stand in a blog."""

from accounts.models.membership import TEAM, Membership, Role, State
from accounts.models.user import User

__all__ = ["TEAM", "Membership", "Role", "State", "User"]
