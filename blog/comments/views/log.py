"""The log without names, where the owner publishes it: what was done, when, and under which guideline.

Words that somebody wrote are left out, for they may name somebody: reasons, texts, titles.
"""

from django.http import Http404
from django.shortcuts import render

from blog.comments.log import Narrow, page_of, place_of
from blog.comments.log_words import said
from blog.models import Readers
from blog.reading.caching import for_readers


@for_readers(words=("after",), keep=False)  # each act of the team makes it another
def published(request):
    """The acts after ?after=. 404 unless the owner publishes the log of a blog that everyone may read."""
    if not request.blog.publish_log or request.blog.readers != Readers.EVERYONE:
        raise Http404("This blog publishes no log")
    after = place_of(mark) if (mark := request.GET.get("after", "")) else None
    if mark and after is None:
        raise Http404("No such place in the log")
    acts, following = page_of(request.blog, Narrow(published=True), after)
    lines = [(act.at, said(act.row), act.guideline) for act in acts]
    return render(request, "comments/log.html", {"lines": lines, "next": following, "is_first": not mark})
