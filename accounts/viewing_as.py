"""An owner looks at the blog as somebody with another role would: to look at only, and never more than they may see.

It is kept in the session, so it ends with it; and it is asked anew of the real standing at each request, so it ends
when they are no longer an owner.
"""

from dataclasses import replace

from accounts.models import Role
from accounts.standing import Standing

KEY = "view_as"
ROLES = (Role.EDITOR, Role.AUTHOR, Role.MODERATOR, Role.MEMBER)


def begin(request, role: str) -> None:
    """From the next request on. `role` is one of ROLES. The caller has made sure that an owner asks."""
    request.session[KEY] = {"blog": request.blog.pk, "role": role}


def end(request) -> None:
    """Sees as oneself again. No harm where one did not look as anybody else."""
    request.session.pop(KEY, None)


def seen(request, standing: Standing) -> Standing:
    """The standing that the pages of this request are made for: the real one, or that of the role an owner chose."""
    if standing.role != Role.OWNER:
        return standing
    chosen = request.session.get(KEY) or {}
    if chosen.get("blog") != request.blog.pk or chosen.get("role") not in ROLES:
        return standing
    return replace(standing, role=chosen["role"], viewing=True)
