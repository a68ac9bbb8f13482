"""The page where listed words are tried on what was said. It stores nothing."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from blog.comments.changing import own_version
from blog.comments.desk.door import moderators_only
from blog.comments.dry_run import dry_run
from blog.comments.views.answers import UNFIT
from blog.writing.forms.words import said_unfit

TYPED = 100_000  # characters: more than the longest list there may be


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def words(request):
    """GET: the form, with the words of the blog in it. POST: what they would have caught; 422 if it can't be tried."""
    if request.method != "POST":
        last = own_version(request.blog)
        typed = "\n".join((last and last.hold_words) or [])
        return render(request, "comments/words.html", {"typed": typed})
    typed = request.POST.get("rules", "")
    if len(typed) > TYPED:
        return render(request, "comments/words.html", {"typed": typed, "too_long": True}, status=UNFIT)
    tried = dry_run(request.blog, typed)
    context = {"typed": typed, "tried": tried, "refused": [said_unfit(unfit) for unfit in tried.refused]}
    return render(request, "comments/words.html", context, status=200 if tried.rules else UNFIT)
