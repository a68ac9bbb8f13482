"""People, and where they stand in a blog."""

from accounts.models.membership import Membership, Role, State
from accounts.models.user import User

__all__ = ["Membership", "Role", "State", "User"]
