"""What an owner does about people: give a role, suspend, ban, and let back in."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Role, State

# From each state, those an owner may set by hand. Who asks to join is answered on the moderators' desk, with a letter;
# who was banned and is let go stands where a stranger stands, and may ask to join like one.
NEXT = {
    State.APPLICANT: (State.BANNED,),
    State.INVITED: (State.BANNED,),
    State.MEMBER: (State.SUSPENDED, State.BANNED),
    State.SUSPENDED: (State.MEMBER, State.BANNED),
    State.BANNED: (State.LEFT,),
    State.DECLINED: (State.BANNED,),
    State.LEFT: (State.BANNED,),
}
SANCTIONS = (State.SUSPENDED, State.BANNED)


def change_membership(
    *, membership: Membership, by, role: str, state: str, reason: str = "", until: datetime | None = None, now: datetime
) -> Membership:
    """Gives a person of a blog another role or state. Raises ValidationError by field, and changes nothing.

    The last owner stays. A sanction has a reason, which the person is told; a ban takes the role away.
    """
    reason = reason.strip()
    with transaction.atomic():
        # Every owner's row is locked, so that two owners can't put each other out at once.
        owners = list(
            Membership.objects.active().filter(blog=membership.blog_id, role=Role.OWNER).select_for_update(of=("self",))
        )
        stored = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        if refusal := refusal_to_change(stored, owners, role=role, state=state, reason=reason, until=until, now=now):
            raise ValidationError(refusal)
        if state != stored.state:
            stored.since, stored.decided_by = now, by
        if state not in (State.MEMBER, State.SUSPENDED):
            role = Role.MEMBER
        stored.role, stored.state = role, state
        stored.reason = reason if state in (*SANCTIONS, State.DECLINED) else ""
        stored.until = until if state == State.SUSPENDED else None
        stored.save()
    return stored


def refusal_to_change(
    stored: Membership,
    owners: list[Membership],
    *,
    role: str,
    state: str,
    reason: str,
    until: datetime | None,
    now: datetime,
) -> dict[str, str]:
    """Why a change can't be made: sentences by field, {} if it can. `owners` are the blog's memberships of owners."""
    if state != stored.state and state not in NEXT[stored.state]:
        return {"state": _("This can’t follow on what is.")}
    if [owner.pk for owner in owners] == [stored.pk]:
        if state != State.MEMBER:
            return {"state": _("A blog needs an owner, and this is the last one. Make somebody else an owner first.")}
        if role != Role.OWNER:
            return {"role": _("A blog needs an owner, and this is the last one. Make somebody else an owner first.")}
    if role != stored.role and state != State.MEMBER:
        return {"role": _("Only a member can be given another role.")}
    if state in SANCTIONS and not reason:
        return {"reason": _("Write why. The person is told it.")}
    if until and state != State.SUSPENDED:
        return {"until": _("Only a suspension has an end.")}
    if until and until <= now:
        return {"until": _("The end of a suspension lies in the future.")}
    return {}
