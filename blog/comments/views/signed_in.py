"""Pages for people who are signed in. Whoever was signed out while they wrote gets back what they wrote."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.views.decorators.cache import never_cache

# The fields of the site's forms in which people write whole sentences.
WRITTEN = ("text", "body", "reason", "rules", "note")


def typed_in(request) -> str:
    """What somebody wrote in the form they sent; "" if it had nothing to write in."""
    return "\n\n".join(filter(None, (request.POST.get(field, "").strip() for field in WRITTEN)))


def signed_in_only(view):
    """A view for those who are signed in, never cached. A visitor who comes to look is sent to sign in; one who sends
    something gets a page (403) with what they wrote and the way in.
    """

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path())
        return render(request, "comments/signed_out.html", {"typed": typed_in(request)}, status=403)

    return guarded
