"""Changing and withdrawing one's own comment. Other people's answer 404, and so does what is on a post not public."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.pace import wait_for
from blog.comments import drafts
from blog.comments.editing import edit_comment, edit_refusal, editable_until
from blog.comments.forms import EditForm, sent_by
from blog.comments.judging import NotDone
from blog.comments.models import Comment, Edit
from blog.comments.readable import readable
from blog.comments.views.answers import UNFIT, see_other, status_of_act
from blog.comments.views.form import place_of
from blog.comments.wording import Note, act_sentence, note
from blog.markup import COMMENT_LIMIT, render_comment
from blog.models import Post


def own(request, pk: int, now: datetime) -> Comment:
    """The person's own comment of this blog, or 404."""
    posts = readable(request.blog, request.standing, now)
    comments = request.blog.comments.filter(author=request.user).at(posts)
    return get_object_or_404(comments.select_related("post__blog"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request, pk: int) -> HttpResponse:
    """GET: the form, or (403, 409) why the comment can't be changed. POST: 303, or the text with what is wrong with it.

    A visitor, who may have been signed out while writing, keeps the text in the session and is shown the way in.
    """
    if not request.user.is_authenticated:
        return _signed_out(request, pk)
    now = timezone.now()
    comment = own(request, pk, now)
    if request.method == "POST":
        return _change(request, comment, now)
    draft = drafts.kept(request.session, drafts.at_comment(comment.pk))
    refusal = edit_refusal(comment=comment, by=request.user, now=now)
    return _page(request, comment, draft.text or comment.text, refusal=refusal)


def _change(request, comment: Comment, now: datetime) -> HttpResponse:
    data = sent_by(request)
    sent, text = EditForm(data), data.get("text", "")
    if wait := wait_for("preview", request.user.pk):  # what is changed is rendered too
        said = ngettext("Too many changes: wait %d second.", "Too many changes: wait %d seconds.", wait)
        response = _page(request, comment, text, said=said % wait, status=429)
        response["Retry-After"] = wait
        return response
    if refusal := edit_refusal(comment=comment, by=request.user, now=now):
        return _page(request, comment, text, refusal=refusal)
    sent.is_valid()
    if errors := sent.errors.get("text"):
        return _page(request, comment, text, errors=tuple(errors), status=UNFIT)
    new = sent.cleaned_data["text"]
    if "preview" in data:
        return _page(request, comment, text, preview=render_comment(new))
    seen = sent.cleaned_data.get("seen")
    try:
        changed = edit_comment(comment=comment, by=request.user, text=new, seen=seen, now=now)
    except (Post.DoesNotExist, Comment.DoesNotExist):
        raise Http404 from None
    except NotDone as refusal:
        return _page(request, refusal.comment or comment, text, refusal=refusal)
    drafts.drop(request.session, drafts.at_comment(comment.pk))
    if isinstance(changed, Edit):
        messages.info(request, _("Your change waits for a moderator. Until then, the text before it stays up."))
        return see_other(reverse("comments:form", args=[comment.post_id]))
    return see_other(place_of(changed, comment.post))


def _page(request, comment: Comment, text: str, *, refusal: NotDone | None = None, status: int = 0, **said):
    """The form with `text`. Where the refusal is final there is no form, and the text stands there to be copied.

    A form that comes back still names the version its text was made from; after "changed_meanwhile", the new one.
    """
    code = refusal.code if refusal else ""
    if code == "nothing_shown":
        said["errors"] = (act_sentence(code),)
    url = reverse("comments:edit", args=[comment.pk])
    context = {
        "post": comment.post,
        "comment": comment,
        "text": text,
        "note": _words(refusal, url) if code not in ("", "nothing_shown") else None,
        "admitted": code in ("", "nothing_shown", "changed_meanwhile"),
        "seen": (code != "changed_meanwhile" and request.POST.get("seen")) or comment.changed_at.isoformat(),
        "until": editable_until(comment),
        "limit": COMMENT_LIMIT,
        **said,
    }
    return render(request, "comments/edit.html", context, status=status or (status_of_act(code) if code else 200))


def _words(refusal: NotDone, url: str) -> Note:
    if refusal.decision:
        return note(refusal.decision, back=url)
    return Note((act_sentence(refusal.code),))


def _signed_out(request, pk: int) -> HttpResponse:
    """The same for every number, so that it does not say which comments there are."""
    text, url = request.POST.get("text", ""), reverse("comments:edit", args=[pk])
    kept = drafts.keep(request.session, drafts.at_comment(pk), text) if text else False
    way_in = Note((_("You are signed out."),), _("Sign in to change your comment."), _login(url))
    context = {"note": way_in, "text": text, "is_kept": kept}
    return render(request, "comments/edit.html", context, status=403)


def _login(url: str) -> str:
    return f"{reverse('account_login')}?next={url}"


def stale(request, *, pk: int) -> HttpResponse | None:
    """The answer to a change whose form has expired: the text in a new one. None where `edit` would say 404."""
    text = request.POST.get("text", "")
    said = _("This form was open so long that it has expired. Nothing was changed; your text is in a new one.")
    if not request.user.is_authenticated:
        way_in = Note((_("You are signed out."),), _("Sign in to change your comment."), _login(request.path))
        return render(request, "comments/edit.html", {"note": way_in, "text": text, "said": said}, status=403)
    now = timezone.now()
    try:
        comment = own(request, pk, now)
    except Http404:
        return None
    refusal = edit_refusal(comment=comment, by=request.user, now=now)
    return _page(request, comment, text, refusal=refusal, said=said, status=403)
