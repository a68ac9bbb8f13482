"""All we know about a person, for themselves."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from accounts.models import Membership, Sanction, User
from accounts.signals import export_requested


def export_account(*, user: User, now: datetime) -> dict:
    """The person's data by part, as JSON can hold it. Other rooms add theirs on `export_requested`."""
    parts = {
        "exported_at": now,
        "account": {"name": user.name, "email": user.email, "signed_up": user.joined_at, "last_login": user.last_login},
        "addresses": list(EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified", "primary")),
        "memberships": [_membership(row) for row in _memberships(user)],
        "sanctions": [_sanction(row) for row in user.sanctions.told().select_related("blog", "post", "guideline")],
        "mail": list(user.mail_preferences.order_by("pk").values("blog__name", "topic", "how")),
        "own_feeds": list(user.feed_keys.order_by("pk").values("blog__name", "made_at")),
        "sessions": list(
            UserSession.objects.filter(user=user)
            .order_by("pk")
            .values("created_at", "last_seen_at", "ip", "user_agent")
        ),
    }
    for _receiver, (key, data) in export_requested.send(User, user=user):
        parts[key] = data
    return parts


def _memberships(user: User):
    return Membership.objects.filter(user=user).select_related("blog").order_by("pk")


def _membership(row: Membership) -> dict:
    fields = ("state", "role", "since", "bio", "note", "reason")
    return {"blog": row.blog.name} | {name: getattr(row, name) for name in fields}


def _sanction(row: Sanction) -> dict:
    fields = ("kind", "reason", "at", "until", "acknowledged_at", "ended_at", "end_reason")
    post, guideline = row.post and row.post.title, row.guideline and row.guideline.title
    return {"blog": row.blog.name, "post": post, "guideline": guideline} | {name: getattr(row, name) for name in fields}
