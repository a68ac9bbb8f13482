"""What an owner does about people: give a role. (Sanctions are accounts.sanctions, on the moderators' desk.)"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import LogEntry, Membership, Role, State
from accounts.owners import is_last, owners_of


def change_role(*, membership: Membership, by, role: str, now: datetime) -> Membership:
    """Gives a member another role. Raises ValidationError by field, and changes nothing: the last owner stays."""
    with transaction.atomic():
        owners = owners_of([membership.blog_id])
        stored = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        if refusal := refusal_to_change_role(stored, owners, role=role):
            raise ValidationError(refusal)
        if role != stored.role:
            LogEntry.objects.create(
                blog=stored.blog,
                code="role_changed",
                by=by,
                whom=stored.user,
                detail={"was": stored.role, "now": role},
                at=now,
            )
        stored.role = role
        stored.save(update_fields=["role"])
    return stored


def refusal_to_change_role(stored: Membership, owners: list[tuple[int, int]], *, role: str) -> dict[str, str]:
    """Why the role can't be changed: sentences by field, {} if it can. `owners` as accounts.owners gives them."""
    if role == stored.role:
        return {}
    if stored.state != State.MEMBER:
        return {"role": _("Only a member can be given another role.")}
    if role != Role.OWNER and is_last(stored.user, stored.blog_id, owners):
        return {"role": _("A blog needs an owner, and this is the last one. Make somebody else an owner first.")}
    return {}
