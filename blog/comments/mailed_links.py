"""The link in a moderator's mail by which they decide on one thing that waits, without signing in first.

It is signed, and names whose it is and what they were told of, as that was when the mail was written. So it dies with
the first decision (whoever's), with a change of what it is about, with a new password, when its person moderates no
longer, and after LIFE. It opens nothing else, and what it does is done, and logged, as its person's act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import Membership, User
from accounts.models import State as MembershipState
from blog.comments.models import Appeal, Comment, Report
from blog.comments.people import moderators_of
from blog.models import Blog

LIFE = timedelta(days=7)
HELD, APPLICATION, REPORT, APPEAL = "held", "application", "report", "appeal"
_SALT = "blog.comments.mailed_links"

Thing = Comment | Membership | Report | Appeal


@dataclass(frozen=True, slots=True)
class Mailed:
    """What a link that works stands for: who decides, and on what, with all that its page shows in hand."""

    by: User
    kind: str
    thing: Thing


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    waiting: Callable[[Blog], object]  # the rows that such a link may be about
    since: Callable[[Thing], datetime]  # another moment, and it is no longer what the mail told of


def _held(blog: Blog):
    return blog.comments.held().select_related("author", "post")


def _applications(blog: Blog):
    found = blog.memberships.filter(state=MembershipState.APPLICANT, user__is_active=True).select_related("user")
    return found.prefetch_related("comments__post")


def _reports(blog: Blog):
    opened = Report.objects.filter(state=Report.State.OPEN)
    others = Prefetch("comment__reports", opened.select_related("by", "guideline").order_by("pk"), "open_reports")
    return opened.filter(comment__blog=blog).select_related("comment__author", "comment__post").prefetch_related(others)


def _appeals(blog: Blog):
    found = blog.appeals.filter(state=Appeal.State.OPEN)
    return found.select_related("by", "ruling__comment", "sanction")


_KINDS = {
    Comment: _Kind(HELD, _held, lambda comment: comment.changed_at),
    Membership: _Kind(APPLICATION, _applications, lambda membership: membership.since),
    Report: _Kind(REPORT, _reports, lambda report: report.comment.changed_at),
    Appeal: _Kind(APPEAL, _appeals, lambda appeal: appeal.at),
}
_BY_NAME = {kind.name: kind for kind in _KINDS.values()}


def mailed_link(thing: Thing, user: User) -> str:
    """The path of a link by which `user`, one of the blog's moderators, decides on what waits. No query.

    A Comment is held; a Membership asks to join; a Report stands for all there are of its comment.
    """
    kind = _KINDS[type(thing)]
    said = [user.pk, kind.name, thing.pk, kind.since(thing).isoformat(), _fingerprint(user)]
    return reverse("comments:mailed", args=[signing.dumps(said, salt=_SALT)])


def mailed_of(token: str, *, blog: Blog) -> Mailed | None:
    """What a token of this blog stands for, if it works now; else None. Changes nothing. Four queries at most."""
    try:
        user, name, pk, since, fingerprint = signing.loads(token, salt=_SALT, max_age=LIFE)
    except signing.BadSignature:
        return None
    kind = _BY_NAME[name]
    thing, by = kind.waiting(blog).filter(pk=pk).first(), moderators_of(blog).filter(pk=user, is_active=True).first()
    if thing is None or by is None or kind.since(thing).isoformat() != since or _fingerprint(by) != fingerprint:
        return None
    return Mailed(by, name, thing)


def _fingerprint(user: User) -> str:
    return salted_hmac(_SALT, user.password, algorithm="sha256").hexdigest()[:16]
