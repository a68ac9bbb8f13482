"""The moderator's pages: the queue, one comment with its history, and the ruling on it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from blog.comments.desk import queue
from blog.comments.desk.applications import applications_page
from blog.comments.desk.asked import asked_page
from blog.comments.desk.door import moderators_only
from blog.comments.desk.forms import RulingForm
from blog.comments.desk.looking import looked_at_by
from blog.comments.desk.narrowing import narrowed
from blog.comments.desk.tabs import APPLICATIONS, ASKED, WAITING, tabs
from blog.comments.desk.waiting import HELD, place_in, waiting_of
from blog.comments.forms import number
from blog.comments.models import Comment, State
from blog.comments.rulings import PUBLISH, REJECT, REMOVE, RESTORE, Stale, rule
from blog.comments.undoing import rulings_of, token_of
from blog.comments.views.answers import UNFIT, see_other
from blog.differences import changed_words


@require_safe
@moderators_only
def desk(request):
    """What waits, or the list that ?state= names, from ?after= on; less of a list by ?q=, person, post and reason."""
    state = request.GET.get("state", WAITING)
    after = number(request.GET.get("after", ""))
    if state == WAITING:
        return _everything(request)
    if state == APPLICATIONS:
        return applications_page(request, after=after)
    if state == ASKED:
        return asked_page(request)
    if state not in (*queue.FILTERS, queue.ANY):
        raise Http404("No such list on the desk")
    narrow = narrowed(request.GET)
    asked = state != queue.ANY or narrow  # nothing asked for is nothing found
    found = queue.page_of(request.blog, state, after, narrow) if asked else queue.Found()
    context = {"items": found.items, "next_after": found.next_after, "is_cut": found.is_cut}
    context |= {"after": after, "state": state, "narrow": narrow, "searched": queue.SEARCHED}
    return render(request, "comments/desk/queue.html", context | _beside(request, found.items, state))


def _everything(request):
    counts, after = queue.counts_of(request.blog), request.GET.get("after", "")
    place = place_in(after)
    found, next_after = waiting_of(request.blog, request.user, counts, place)
    items = [one.thing for one in found if one.kind == HELD]
    context = {"waiting": found, "items": items, "next_after": next_after, "after": after if place else None}
    return render(
        request, "comments/desk/waiting.html", context | {"state": WAITING} | _beside(request, items, WAITING, counts)
    )


def _beside(request, items, state: str, counts=None) -> dict:
    """What a list has beside its items: the tabs, guidelines to choose from, who looks at what, the way to undo."""
    undo = request.GET.get("undo", "")
    return {
        "guidelines": list(request.blog.guidelines.all()),
        "tabs": tabs(request.blog, state, counts),
        "looked_at": looked_at_by([item.comment.pk for item in items], request.user),
        "undo": undo if undo and rulings_of(undo, blog=request.blog, by=request.user) else "",
    }


@require_safe
@moderators_only
def item(request, pk):
    """One comment with its history; one that was sent with a request to join is answered with that."""
    if request.blog.comments.filter(pk=pk, application__isnull=False).exists():
        return redirect(f"{reverse('comments:desk')}?state={APPLICATIONS}")
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
        ruling = rule(comment=comment, by=request.user, now=timezone.now(), **sent)
    except Comment.DoesNotExist:
        raise Http404("The comment is gone with its post") from None
    except Stale:
        return _item_page(request, pk, form=form, stale=True, seen_text=request.POST.get("seen_text"), status=409)
    messages.success(request, _said(comment, sent["act"]))
    return see_other(_way_back(request, comment, token_of([ruling])))


@moderators_only
def expired(request, pk):
    """For a ruling whose form was open too long: nothing is done, and what was typed comes back in a new form."""
    return _item_page(request, pk, form=RulingForm(request.POST, blog=request.blog), expired=True, status=403)


def _item_page(
    request, pk: int, *, form: RulingForm | None = None, status: int = 200, seen_text: str | None = None, **why
):
    """One comment. With `form`, what was typed is in the field again; `why` nothing was done: `stale` or `expired`.

    `seen_text` is the text that was decided on, to show what has changed in it since.
    """
    found = queue.item_of(request.blog, pk)
    if found is None:
        raise Http404("No such comment in this blog")
    context = {"item": found, "form": form, "tabs": tabs(request.blog, found.comment.state)}
    context["guidelines"] = list(request.blog.guidelines.all())
    context["looked_at"] = looked_at_by([pk], request.user)
    if seen_text is not None and not found.is_withdrawn:
        context["changed"] = changed_words(seen_text.replace("\r\n", "\n"), found.comment.text)
    return render(request, "comments/desk/item.html", context | why, status=status)


def _said(comment, act: str) -> str:
    words = {
        PUBLISH: _("The comment of %(name)s on “%(post)s” is published."),
        REJECT: _("The comment of %(name)s on “%(post)s” is rejected. Its author can read why."),
        REMOVE: _("The comment of %(name)s on “%(post)s” is removed."),
        RESTORE: _("The comment of %(name)s on “%(post)s” is published again."),
    }[act]
    return words % {"name": comment.byline, "post": comment.post}


def _way_back(request, comment, undo: str) -> str:
    """The list the moderator came from (named by the form, never an address), at the next comment that waits."""
    state = request.POST.get("list", WAITING)
    state = state if state in queue.FILTERS else WAITING
    query = {} if state == WAITING else {"state": str(state)}
    after = request.POST.get("after", "")
    if place_in(after) if state == WAITING else number(after) is not None:
        query["after"] = after
    url = reverse("comments:desk") + f"?{urlencode(query | {'undo': undo})}"
    if state in (WAITING, State.HELD) and (waiting := queue.next_held(request.blog, comment.pk)):
        url += f"#comment-{waiting}"
    return url
