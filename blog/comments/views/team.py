"""Pages for the whole team of a blog: authors, editors, moderators and owners."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.standing import VISITOR


def team_only(view):
    """A view for the blog's team, never cached; asked before anything is looked up. A visitor is sent to sign in."""

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.standing.is_team:
            return view(request, *args, **kwargs)
        if request.standing.name == VISITOR and request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path())
        return render(request, "comments/team_only.html", status=403)

    return guarded
