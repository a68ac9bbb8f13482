"""Who may sit at the desk."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from accounts.standing import VISITOR
from blog.comments.views.signed_in import typed_in
from blog.permissions import MODERATE, allows


def moderators_only(view):
    """A view for those whose role in this blog moderates; asked before anything is looked up.

    A visitor who comes to look is sent to sign in. Anybody else is told, with status 403; so is who was signed out
    while they wrote, and gets back what they had typed.
    """

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if allows(request.standing.role, MODERATE):
            return view(request, *args, **kwargs)
        signed_out = request.standing.name == VISITOR
        if signed_out and request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path())
        context = {"signed_out": signed_out, "typed": typed_in(request), "desk": reverse("comments:desk")}
        return render(request, "comments/desk/refused.html", context, status=403)

    return guarded
