"""Who is looking at a comment of the queue right now, so that two moderators don't answer the same one.

Kept in the cache for two minutes, and told by a script: looking is no act, so no page that is only looked at writes
anything. Without the script, the slower of two learns it from the answer, as ever (rulings.Stale).
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from blog.comments.desk.door import moderators_only

SECONDS = 120


@require_POST
@moderators_only
def looking(request, pk):
    """Notes that this moderator looks at the comment; answers with the name of another who does, or with nothing."""
    comment = get_object_or_404(request.blog.comments.only("pk"), pk=pk)
    other = looked_at_by([comment.pk], request.user).get(comment.pk, "")
    if not other:
        cache.set(_key(comment.pk), (request.user.pk, request.user.name), SECONDS)
    return HttpResponse(other, content_type="text/plain; charset=utf-8")


def looked_at_by(comments: list[int], but) -> dict[int, str]:
    """The names of those who look at these comments at this moment, by the comment's number; not one's own."""
    found = cache.get_many([_key(pk) for pk in comments])
    seen = {pk: found.get(_key(pk)) for pk in comments}
    return {pk: one[1] for pk, one in seen.items() if one and one[0] != but.pk}


def _key(comment: int) -> str:
    return f"desk:looking:{comment}"
