"""Writing a comment on a post. The same address shows the form, previews a text and posts it.

GET: always 200, with the form or with what stands in its way. POST: 303 when the comment is there (published, or
waiting), 200 for a preview, 422 for a text that can't be taken, 403 for a refusal (and for an expired form), 409 when
the comment answered is gone or the form was used before, 429 with Retry-After for haste, 404 for a post that is not
public or not of this blog. Whatever the status, the text comes back.
"""

import uuid
from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.mailboxes import mailbox_key
from accounts.pace import wait_for
from accounts.refusals import Refused
from blog.comments import drafts
from blog.comments.applying import join_with_comment
from blog.comments.follows import follow
from blog.comments.forms import SentComment, number, sent_by
from blog.comments.judging import Guest, Known, NotDone
from blog.comments.models import Comment, State
from blog.comments.pages import address_of
from blog.comments.policy import OFF, REFUSE, Decision
from blog.comments.posting import post_comment
from blog.comments.readable import readable_post
from blog.comments.spam import Suspect
from blog.comments.views.answers import UNFIT, see_other, status_of_act
from blog.comments.views.writing import Page, answered, page_for
from blog.comments.wording import act_sentence
from blog.markup import render_comment
from blog.models import Post
from blog.watching.metrics import count_verdict

PARENT_GONE = Decision(REFUSE, ("parent_gone",), "post_without_parent")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def form(request, post: int) -> HttpResponse:
    now = timezone.now()
    found = readable_post(request.blog, request.standing, now, post)
    if found is None:
        raise Http404
    page = page_for(request, found, now, sent_by(request).get("opened", "") if request.method == "POST" else "")
    return _send(request, page) if request.method == "POST" else _show(request, page)


def _show(request, page: Page) -> HttpResponse:
    draft = drafts.kept(request.session, drafts.at_post(page.post.pk))
    asked = request.GET.get("parent", draft.parent)
    page.text, page.is_kept = draft.text, bool(draft.text)
    page.parent = answered(page.post, number(asked))
    if asked and page.parent is None and page.door.admits:
        page.refusal = PARENT_GONE
    return page.answer(200)


def _send(request, page: Page) -> HttpResponse:
    data = sent_by(request)
    sent = SentComment(data)
    page.text, page.key, page.follow = data.get("text", ""), sent.key, "follow" in data
    page.parent = answered(page.post, sent.parent)
    asks = "join" in data and page.may_ask
    if not page.door.admits and not asks:
        return _refuse(page, page.door)
    if not sent.is_valid():
        page.errors = sent.errors
        return page.answer(UNFIT)
    if data.get("parent") and page.parent is None:
        return _refuse(page, PARENT_GONE)
    if page.guest and not page.guest.is_valid():
        return page.answer(UNFIT)
    if "preview" in data:
        return _preview(request, page, sent.text)
    return (_join if asks else _post)(request, page, sent.text)


def _preview(request, page: Page, text: str) -> HttpResponse:
    if wait := wait_for("preview", request.user.pk or address_of_guest(request)):
        said = ngettext("Too many previews: wait %d second.", "Too many previews: wait %d seconds.", wait)
        page.said = said % wait
        return page.answer(429, retry_after=wait)
    page.preview = render_comment(text)
    return page.answer(200)


def _join(request, page: Page, text: str) -> HttpResponse:
    if wait_for("apply", request.user.pk):
        page.said = _("You have tried this several times in an hour. Please wait a little.")
        return page.answer(429)
    try:
        posted = join_with_comment(**_sent(request, page, text))
    except Post.DoesNotExist:
        raise Http404(_("This post is no longer public.")) from None
    except Refused as refused:
        page.said = refused.sentence
        page.keep()
        return page.answer(403)
    except NotDone as reason:
        return _not_done(page, reason)
    count_verdict(posted.decision.verdict)
    if posted.comment is None:
        return _refuse(page, posted.decision)
    drafts.drop(request.session, drafts.at_post(page.post.pk))
    if posted.comment.application_id:
        said = _("You have asked to join, and your text waits with your request. You get a mail when it is answered.")
        messages.success(request, said)
    return see_other(place_of(posted.comment, page.post))


def _sent(request, page: Page, text: str) -> dict:
    """What both ways of posting are told."""
    return {
        "post": page.post,
        "by": request.user,
        "text": text,
        "key": page.key,
        "parent": page.parent,
        "opened_at": page.opened_at or page.now,
        "sender": suspect(request) if page.in_force.rules.spam_check != OFF else None,
        "now": page.now,
    }


def _post(request, page: Page, text: str) -> HttpResponse:
    if page.guest and (wait := _wait_of_guest(request, page.guest.guest)):
        said = ngettext(
            "Too many comments from here: wait %d second.", "Too many comments from here: wait %d seconds.", wait
        )
        page.said = said % wait
        return page.answer(429, retry_after=wait)
    try:
        who = {"by": None, "guest": page.guest.guest} if page.guest else {}
        known = Known(page.in_force, request.standing)
        posted = post_comment(**_sent(request, page, text) | who, known=known)
    except Post.DoesNotExist:
        raise Http404(_("This post is no longer public.")) from None
    except NotDone as reason:
        return _not_done(page, reason)
    count_verdict(posted.decision.verdict)
    if posted.comment is None:
        return _refuse(page, posted.decision)
    drafts.drop(request.session, drafts.at_post(page.post.pk))
    if page.follow and request.user.is_authenticated:
        with suppress(NotDone):  # the comment has arrived; that nobody follows a post that went meanwhile is no news
            follow(post=page.post, by=request.user, now=page.now)
    if page.guest:
        messages.success(request, _("Thank you. Your comment waits for a moderator; then others can read it."))
        return see_other(page.url)
    return see_other(place_of(posted.comment, page.post))


def _wait_of_guest(request, guest: Guest) -> int:
    """By where they come from, and by the mailbox they name, however it is spelled."""
    wait = wait_for("guest", address_of_guest(request))
    return wait or (wait_for("guest", mailbox_key(guest.email)) if guest.email else 0)


def address_of_guest(request) -> str:
    """Where a request comes from, for limits on people without an account: an address, an IPv6 one by its network."""
    address = get_adapter().get_client_ip(request)
    return ":".join(address.split(":")[:4]) if ":" in address else address


def suspect(request) -> Suspect:
    """What a spam check may be told of where a text came from."""
    return Suspect(
        address=get_adapter().get_client_ip(request),
        agent=request.headers.get("User-Agent", "")[:300],
        referrer=request.headers.get("Referer", "")[:300],
    )


def _refuse(page: Page, decision: Decision) -> HttpResponse:
    """The policy's refusal, with the text: in the form if there is one still, and kept for later."""
    page.refusal = decision
    page.keep()
    return page.answer()


def _not_done(page: Page, reason: NotDone) -> HttpResponse:
    if reason.code == "nothing_shown":
        page.errors = (act_sentence(reason.code),)
    else:
        # The key is used up: with a new one, sending again makes a comment of its own.
        page.said, page.earlier, page.key = act_sentence(reason.code), reason.comment, uuid.uuid4()
    return page.answer(status_of_act(reason.code))


def place_of(comment: Comment, post: Post) -> str:
    """Where the author of a comment is shown what became of it."""
    if comment.state == State.PUBLISHED:
        comment.post = post
        return address_of(comment)
    return f"{reverse('comments:form', args=[post.pk])}?done={comment.pk}"
