"""What a person follows and whom they have muted; and for the script on readers' pages, whose words to fold away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from blog.comments.follows import follow, followed_threads, unfollow
from blog.comments.forms import number
from blog.comments.judging import NotDone
from blog.comments.mutes import muted_by, muted_people, unmute, voice
from blog.comments.readable import readable
from blog.comments.views.answers import UNFIT, see_other, status_of_act
from blog.comments.wording import act_sentence


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def following(request) -> HttpResponse:
    """GET: both lists. POST `act`: follow or unfollow `post`, unmute `person`: 303; 404 for no such post."""
    if request.method != "POST":
        return _page(request)
    act, back = request.POST.get("act", ""), reverse("comments:following")
    post = number(request.POST.get("post", ""))
    try:
        if act == "follow":
            found = get_object_or_404(readable(request.blog, request.standing, timezone.now()), pk=post)
            follow(post=found, by=request.user, now=timezone.now())
            messages.success(request, _("You follow this thread now, and are told of new comments."))
        elif act == "unfollow":
            unfollow(post=get_object_or_404(request.blog.posts, pk=post), by=request.user)
            messages.success(request, _("You no longer follow this thread."))
        elif act == "unmute":
            unmute(whom=number(request.POST.get("person", "")), by=request.user)
            messages.success(request, _("This person’s comments are shown to you again."))
        else:
            return _page(request, _("Choose one of the buttons."), UNFIT)
    except NotDone as refusal:
        return _page(request, act_sentence(refusal.code), status_of_act(refusal.code))
    if request.POST.get("back") == "form":
        back = reverse("comments:form", args=[post])
    return see_other(back)


def _page(request, said: str = "", status: int = 200) -> HttpResponse:
    people = muted_people(request.user)
    there = set(readable(request.blog, request.standing, timezone.now()).values_list("pk", flat=True))
    threads = [row for row in followed_threads(request.blog, request.user) if row.post_id in there]
    context = {"threads": threads, "people": people, "mutes": len(people), "said": said}
    return render(request, "comments/following.html", context, status=status)


@require_safe
@never_cache
def muted(request) -> JsonResponse:
    """{"people": [...]}: by what the page names authors with (mutes.voice), not by number. Empty for a visitor."""
    return JsonResponse({"people": sorted(voice(person) for person in muted_by(request.user))})
