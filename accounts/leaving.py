"""Going: out of a blog, or altogether."""

from datetime import datetime
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.invitations import TURNED_DOWN, log
from accounts.models import Invitation, Letter, Membership, Role, State, User
from accounts.named import NAMES
from accounts.owners import is_last, owners_of
from accounts.refusals import Refused
from accounts.signals import account_deleting, account_locking, application_withdrawn


@transaction.atomic
def leave_blog(*, blog, user: User, now: datetime) -> Membership | None:
    """Ends a membership, withdraws an application, or turns an invitation down. Raises Refused otherwise.

    Who comes back comes back as a member, whatever their role was. Sanctions stay: none is left behind by leaving.
    """
    owners = owners_of([blog.pk])
    membership = Membership.objects.select_for_update().filter(blog=blog, user=user).first()
    if membership is None or membership.state not in (State.MEMBER, State.APPLICANT):
        if not _turn_down(blog, user, now):
            raise Refused("not_here")
        return membership
    if is_last(user, blog.pk, owners):
        raise Refused("last_owner", blogs=blog.name)
    if membership.state == State.APPLICANT:
        application_withdrawn.send(User, membership=membership, now=now)
    membership.state, membership.role, membership.since = State.LEFT, Role.MEMBER, now
    membership.note, membership.reason, membership.bio, membership.decided_by = "", "", "", None
    membership.save()
    return membership


def _turn_down(blog, user: User, now: datetime) -> int:
    """Revokes the open invitations mailed to this person; how many those were."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    mailed = Invitation.objects.open(now).filter(blog=blog, email__in=addresses).order_by("pk")
    found = list(mailed.select_for_update(of=("self",)))
    for invitation in found:
        invitation.revoked_at, invitation.revoked_by = now, user
        invitation.save(update_fields=["revoked_at", "revoked_by"])
        log(invitation, TURNED_DOWN, user, now, user)
    return len(found)


@transaction.atomic
def delete_account(*, user: User, keep_comments: bool) -> None:
    """Deletes a person and everything that is theirs alone; their comments stay as a former member's or go as well.

    Raises Refused when a blog would be left without an owner. Other rooms act first, on `account_deleting`.
    """
    account_locking.send(User, user=user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if blogs := blogs_only_theirs(user):
        raise Refused("last_owner", blogs=", ".join(blog.name for blog in blogs))
    account_deleting.send(User, user=user, keep_comments=keep_comments)
    _forget_invitations(user)
    _end_sessions(user)
    _forget_in_the_desks_log(user)
    user.delete()
    NAMES.forget()


def blogs_only_theirs(user: User) -> list:
    """The blogs that would have no owner without `user`."""
    owned = Membership.objects.active().filter(user=user, role=Role.OWNER).select_related("blog").order_by("blog__name")
    blogs = [membership.blog for membership in owned]
    owners = owners_of([blog.pk for blog in blogs])
    return [blog for blog in blogs if is_last(user, blog.pk, owners)]


def _forget_invitations(user: User) -> None:
    """Those mailed to this person's addresses, and the letters that bring them, wherever they come from."""
    addresses = [email.lower() for email in EmailAddress.objects.filter(user=user).values_list("email", flat=True)]
    Letter.objects.filter(user=None, email__in=[*addresses, user.email]).delete()
    Invitation.objects.filter(email__in=[*addresses, user.email]).delete()


def _end_sessions(user: User) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for session in UserSession.objects.filter(user=user):
        store.delete(session.session_key)
        session.delete()


def _forget_in_the_desks_log(user: User) -> None:
    """The desk's log of changes names what was changed; a person who is gone is named no longer."""
    memberships = [str(pk) for pk in user.memberships.values_list("pk", flat=True)]
    for model, keys in ((User, [str(user.pk)]), (Membership, memberships)):
        kind = ContentType.objects.get_for_model(model)
        LogEntry.objects.filter(content_type=kind, object_id__in=keys).update(object_repr="")
