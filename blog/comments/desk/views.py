"""The moderator's pages: the queue, one comment with its history, and the ruling on it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blog.comments.desk import queue
from blog.comments.desk.applications import applications_page
from blog.comments.desk.asked import asked_page
from blog.comments.desk.door import moderators_only
from blog.comments.desk.forms import RulingForm
from blog.comments.desk.tabs import APPLICATIONS, ASKED, tabs
from blog.comments.forms import number
from blog.comments.models import Comment, State
from blog.comments.rulings import PUBLISH, REJECT, REMOVE, RESTORE, Stale, rule
from blog.comments.views.answers import UNFIT, see_other


@require_safe
@moderators_only
def desk(request):
    """The comments in ?state= (held unless told otherwise) that follow ?after=, or those who ask to join."""
    state = request.GET.get("state", State.HELD)
    after = number(request.GET.get("after", ""))
    if state == APPLICATIONS:
        return applications_page(request, after=after)
    if state == ASKED:
        return asked_page(request)
    if state not in queue.FILTERS:
        raise Http404("No such list on the desk")
    items, next_after = queue.page_of(request.blog, state, after)
    context = {"items": items, "next_after": next_after, "after": after, "state": state}
    context["guidelines"] = list(request.blog.guidelines.all())
    return render(request, "comments/desk/queue.html", context | {"tabs": tabs(request.blog, state)})


@require_safe
@moderators_only
def item(request, pk):
    return _item_page(request, pk)


@require_POST
@moderators_only
def rulings(request, pk):
    """Rules on a comment of this blog, then back to the list it was seen in, at the one that waits next."""
    comment = request.blog.comments.select_related("author", "post").filter(pk=pk).first()
    if comment is None:
        raise Http404("No such comment in this blog")
    form = RulingForm(request.POST, blog=request.blog)
    if not form.is_valid():
        return _item_page(request, pk, form=form, status=UNFIT)
    sent = form.cleaned_data
    try:
        rule(comment=comment, by=request.user, now=timezone.now(), **sent)
    except Comment.DoesNotExist:
        raise Http404("The comment is gone with its post") from None
    except Stale:
        return _item_page(request, pk, form=form, stale=True, status=409)
    messages.success(request, _said(comment, sent["act"]))
    return see_other(_way_back(request, comment))


@moderators_only
def expired(request, pk):
    """For a ruling whose form was open too long: nothing is done, and what was typed comes back in a new form."""
    return _item_page(request, pk, form=RulingForm(request.POST, blog=request.blog), expired=True, status=403)


def _item_page(request, pk: int, *, form: RulingForm | None = None, status: int = 200, **why):
    """One comment. With `form`, what was typed is in the field again; `why` nothing was done: `stale` or `expired`."""
    found = queue.item_of(request.blog, pk)
    if found is None:
        raise Http404("No such comment in this blog")
    context = {"item": found, "form": form, "tabs": tabs(request.blog, found.comment.state)}
    context["guidelines"] = list(request.blog.guidelines.all())
    return render(request, "comments/desk/item.html", context | why, status=status)


def _said(comment, act: str) -> str:
    words = {
        PUBLISH: _("The comment of %(name)s on “%(post)s” is published."),
        REJECT: _("The comment of %(name)s on “%(post)s” is rejected. Its author can read why."),
        REMOVE: _("The comment of %(name)s on “%(post)s” is removed."),
        RESTORE: _("The comment of %(name)s on “%(post)s” is published again."),
    }[act]
    return words % {"name": comment.byline, "post": comment.post}


def _way_back(request, comment) -> str:
    """The list the moderator came from (named by the form, never an address), at the next comment that waits."""
    state = request.POST.get("list", State.HELD)
    state = state if state in queue.FILTERS else State.HELD
    query = {} if state == State.HELD else {"state": str(state)}
    if (after := number(request.POST.get("after", ""))) is not None:
        query["after"] = after
    url = reverse("comments:desk") + (f"?{urlencode(query)}" if query else "")
    if state == State.HELD and (waiting := queue.next_held(request.blog, comment.pk)):
        url += f"#comment-{waiting}"
    return url
