"""Taking back a change that waits for a moderator."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from blog.comments.models import Comment
from blog.comments.rulings_of_edits import take_edit_back
from blog.comments.views.answers import see_other
from blog.comments.views.edit import own


@require_POST
@never_cache
@login_required
def edit_back(request, pk: int) -> HttpResponse:
    """303 to one's comments at the post, whether a change waited or not. 404 for another's comment."""
    now = timezone.now()
    comment = own(request, pk, now)
    try:
        take_edit_back(comment=comment, by=request.user, now=now)
    except Comment.DoesNotExist:  # the account goes at this moment
        raise Http404("No comment of theirs") from None
    return see_other(reverse("comments:form", args=[comment.post_id]) + "#mine")
