"""People, where they stand in a blog, and what was done about them."""

from accounts.models.feed_key import FeedKey
from accounts.models.invitation import Invitation
from accounts.models.log import LogEntry
from accounts.models.mail import How, Letter, MailPreference, Topic
from accounts.models.membership import TEAM, Membership, Role, State
from accounts.models.sanction import TOLD, Kind, Sanction
from accounts.models.user import User

__all__ = [
    "TEAM",
    "TOLD",
    "FeedKey",
    "How",
    "Invitation",
    "Kind",
    "Letter",
    "LogEntry",
    "MailPreference",
    "Membership",
    "Role",
    "Sanction",
    "State",
    "Topic",
    "User",
]
