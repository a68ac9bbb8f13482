"""An owner begins to look at the blog as another role sees it, and ends it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import viewing_as
from accounts.models import Role


@never_cache
@require_POST
def view_as(request):
    """A `role` of viewing_as.ROLES begins; none ends. Whoever is no owner is refused to begin, and has none to end."""
    role = request.POST.get("role", "")
    if not role:
        viewing_as.end(request)
    elif request.standing.role == Role.OWNER and role in viewing_as.ROLES:
        viewing_as.begin(request, role)
    elif not request.standing.viewing:
        raise PermissionDenied
    return redirect("admin:index")
