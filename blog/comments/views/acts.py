"""What a person does about one comment, beside answering it: thank, report, mute its author, follow its thread.

A page of their own, never cached: readers' pages are the same for everybody and carry no form.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from accounts.pace import wait_for
from blog.comments.beside import may_act, public_comment
from blog.comments.follows import follow, unfollow
from blog.comments.forms import ReportForm
from blog.comments.judging import NotDone
from blog.comments.models import Comment, Follow, Report, Thanks
from blog.comments.mutes import mute, muted_by, unmute
from blog.comments.reports import report_comment
from blog.comments.thanks import thank, unthank
from blog.comments.views.answers import UNFIT, see_other, status_of_act
from blog.comments.views.signed_in import signed_in_only
from blog.comments.wording import act_sentence

# act -> (what is done with the comment, by the person, at the time; what is said of it)
_ACTS = {
    "thank": (
        lambda comment, by, now: thank(comment=comment, by=by, now=now),
        gettext_noop("Your thanks are counted."),
    ),
    "unthank": (
        lambda comment, by, now: unthank(comment=comment, by=by),
        gettext_noop("You have taken your thanks back."),
    ),
    "mute": (
        lambda comment, by, now: mute(whom=comment.author, by=by, now=now),
        gettext_noop("This person’s comments are folded away for you now. Nobody is told."),
    ),
    "unmute": (
        lambda comment, by, now: unmute(whom=comment.author_id, by=by),
        gettext_noop("This person’s comments are shown to you again."),
    ),
    "follow": (
        lambda comment, by, now: follow(post=comment.post, by=by, now=now),
        gettext_noop("You follow this thread now, and are told of new comments."),
    ),
    "unfollow": (
        lambda comment, by, now: unfollow(post=comment.post, by=by),
        gettext_noop("You no longer follow this thread."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def acts(request, pk: int) -> HttpResponse:
    """GET: the buttons. POST: 303 back here when it is done; 422 for a report that can't be taken, 403 or 409 for what
    may not be done, 429 for too many reports. 404 for what one can't read or is not published.
    """
    now = timezone.now()
    try:
        comment = public_comment(request.blog, request.standing, pk, now)
    except Comment.DoesNotExist:
        raise Http404 from None
    if request.method != "POST":
        return _page(request, comment, ReportForm(blog=request.blog))
    act = request.POST.get("act", "")
    if act == "report":
        return _report(request, comment, now)
    if act not in _ACTS or ("mute" in act and comment.author is None):
        return _page(
            request, comment, ReportForm(blog=request.blog), said=_("Choose one of the buttons."), status=UNFIT
        )
    do, told = _ACTS[act]
    try:
        do(comment, request.user, now)
    except NotDone as refusal:
        return _refused(request, comment, ReportForm(blog=request.blog), refusal)
    messages.success(request, _(told))
    return see_other(reverse("comments:acts", args=[comment.pk]))


def _report(request, comment: Comment, now) -> HttpResponse:
    form = ReportForm(request.POST, blog=request.blog)
    if not form.is_valid():
        return _page(request, comment, form, status=UNFIT)
    if wait := wait_for("report", request.user.pk):
        said = ngettext("Too many reports: wait %d second.", "Too many reports: wait %d seconds.", wait) % wait
        response = _page(request, comment, form, said=said, status=429)
        response["Retry-After"] = wait
        return response
    sent = form.cleaned_data
    try:
        report = report_comment(
            comment=comment, by=request.user, reason=sent["reason"], guideline=sent["guideline"], now=now
        )
    except NotDone as refusal:
        return _refused(request, comment, form, refusal)
    if report.at == now:
        messages.success(request, _("Thank you. The team looks at it, and you are told what becomes of it."))
    else:
        messages.info(request, _("You have reported this comment before; that report counts. Thank you."))
    return see_other(reverse("comments:acts", args=[comment.pk]))


def _refused(request, comment: Comment, form: ReportForm, refusal: NotDone) -> HttpResponse:
    return _page(request, comment, form, said=act_sentence(refusal.code), status=status_of_act(refusal.code))


def _page(request, comment: Comment, form: ReportForm, said: str = "", status: int = 200) -> HttpResponse:
    person, muted = request.user, muted_by(request.user)
    context = {
        "comment": comment,
        "post": comment.post,
        "form": form,
        "said": said,
        "is_own": comment.author_id == person.pk,
        "may_act": may_act(request.standing, comment.post),
        "count": Thanks.objects.filter(comment=comment).count(),
        "thanks": Thanks.objects.filter(comment=comment, by=person).exists(),
        "report": Report.objects.filter(comment=comment, by=person).first(),
        "is_muted": comment.author_id in muted,
        "mutes": len(muted),
        "follows": Follow.objects.filter(post=comment.post, by=person).exists(),
    }
    return render(request, "comments/acts.html", context, status=status)
