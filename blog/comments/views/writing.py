"""The page on which a comment is written: the form, or why there is none and what the way in is."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.joining import OPEN, refusal_of_address, refusal_to_join
from accounts.models import State as Membership
from accounts.standing import INVITED, VISITOR
from blog.comments import drafts
from blog.comments.applying import may_ask
from blog.comments.beforehand import approved_so_far, said_before
from blog.comments.editing import EDIT_WINDOW
from blog.comments.facts import count_at, door_facts, sent_facts
from blog.comments.forms import GuestForm, number, opened_now, opened_when, sent_by
from blog.comments.mine import own_comments
from blog.comments.models import Comment, Follow, State
from blog.comments.mutes import muted_by
from blog.comments.policy import Decision, admit, closes_at, decide
from blog.comments.readable import readable_post
from blog.comments.rules import InForce, rules_for
from blog.comments.views.answers import seconds_until, status_of
from blog.comments.wording import kept_sentences, note
from blog.markup import COMMENT_LIMIT
from blog.models import Post


@dataclass
class Page:
    """The page for one person at one post. A view fills in what was typed and what is to be said about it.

    `refusal` is a decision of the policy about what was sent; `door` what it says before anything is sent: if that
    admits, there is a form, and only then.
    """

    request: object
    post: Post
    now: datetime
    in_force: InForce
    door: Decision
    text: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    parent: Comment | None = None
    refusal: Decision | None = None
    said: str = ""  # a sentence that is not the policy's
    errors: tuple[str, ...] = ()  # about the text
    preview: str = ""
    earlier: Comment | None = None  # what this form brought when it was sent before
    is_kept: bool = False  # the text waits in the session
    opened_at: datetime | None = None  # None: now
    stamp: str = ""  # the same as the form sent it, signed
    guest: GuestForm | None = None  # where guests may write, and nobody is signed in
    follow: bool = False  # the person wants to be told of new comments in the thread

    @property
    def may_ask(self) -> bool:
        """Whether who is refused may join, or ask to, with their text."""
        standing, joining = self.request.standing, self.request.blog.joining
        if not may_ask(self.door) or refusal_to_join(standing=standing, joining=joining, now=self.now):
            return False
        return standing.name == INVITED or not refusal_of_address(blog=self.request.blog, user=self.request.user)

    def answer(self, status: int = 0, retry_after: int = 0) -> HttpResponse:
        """The page as a response; the status is the refusal's own unless it is told."""
        refusal = self.refusal or (None if self.door.admits else self.door)
        if not status:
            status = status_of(self.refusal) if self.refusal else 200
        response = render(self.request, "comments/form.html", self._context(refusal), status=status)
        if status == 429:
            wait = retry_after or (seconds_until(refusal.retry_at, self.now) if refusal and refusal.retry_at else 60)
            response["Retry-After"] = wait
        return response

    @property
    def opened(self) -> str:
        """When the form was opened, signed; a form that is shown anew keeps it."""
        return self.stamp or opened_now(self.post.pk, self.now)

    def keep(self) -> None:
        """Keeps the text in the session, so that it is in the form when the person comes back."""
        parent = str(self.parent.pk) if self.parent else ""
        self.is_kept = drafts.keep(self.request.session, drafts.at_post(self.post.pk), self.text, parent)

    @property
    def url(self) -> str:
        """This page, with the comment that is answered: where every way in leads back to."""
        query = "?" + urlencode({"parent": self.parent.pk}) if self.parent else ""
        return reverse("comments:form", args=[self.post.pk]) + query

    def _context(self, refusal: Decision | None) -> dict:
        person = self.request.user
        next_one, mine, follows, parent_is_muted = self.door, [], False, False
        end = closes_at(self.in_force.rules, self.post.published_at)
        before = said_before(self.in_force.rules, self.request.standing, end, self.now) if self.door.admits else []
        if person.is_authenticated:
            count = count_at(self.post, self.in_force.rules)
            facts = sent_facts(self.post, self.request.standing, person, None, self.now, count=count)
            next_one = decide(self.in_force.rules, replace(facts, paced=(None, None), last_here=None))
            mine = own_comments(self.post, person, next_one, self.now)
            follows = Follow.objects.filter(post=self.post, by=person).exists()
            parent_is_muted = bool(self.parent) and self.parent.author_id in muted_by(person)
            if self.door.admits:
                before += approved_so_far(self.in_force.rules, facts)
        return {
            "post": self.post,
            "page": self,
            "note": note(refusal, back=self.url, closed_at=end) if refusal else None,
            "admitted": self.door.admits,
            "at_once": self.request.blog.joining == OPEN or self.request.standing.name == INVITED,
            "asked_at": self.request.standing.since if self.request.standing.name == Membership.APPLICANT else None,
            "will_wait": kept_sentences(next_one.reasons) if self.door.admits else [],
            "before": before,
            "follows": follows,
            "parent_is_muted": parent_is_muted,
            "mine": [own for own in mine if own.comment.state != State.WITHDRAWN],
            "done": self._done(mine),
            "limit": COMMENT_LIMIT,
            "edit_minutes": int(EDIT_WINDOW.total_seconds() // 60),
        }

    def _done(self, mine) -> str:
        """What became of the comment that the address names as just sent, changed or withdrawn, if it is theirs."""
        done = number(self.request.GET.get("done", ""))
        return next((own.comment.state for own in mine if own.comment.pk == done), "")


def page_for(request, post: Post, now: datetime, opened: str = "") -> Page:
    """The page with nothing typed yet. Two queries: the rules, and (once a request) the standing.

    `opened` is what the form sent of when it was opened.
    """
    in_force = rules_for(post)
    opened_at = opened_when(opened, post.pk)
    facts = door_facts(post, request.standing, now, opened_at, count_at(post, in_force.rules))
    page = Page(request, post, now, in_force, admit(in_force.rules, facts))
    page.opened_at, page.stamp = opened_at, opened if opened_at else ""
    if page.door.admits and facts.standing == VISITOR:
        page.guest = GuestForm(sent_by(request) if request.method == "POST" else None)
    return page


def answered(post: Post, number: int | None) -> Comment | None:
    """The comment of this post that is to be answered, if it is there to be read."""
    if number is None:
        return None
    return post.comments.public().select_related("author").filter(pk=number).first()


def stale(request, *, post: int) -> HttpResponse | None:
    """The answer to a text whose form has expired: the text, in a new form. Nothing is stored, in the session neither:

    without a token nobody knows whose wish that is. None if there is no such post.
    """
    now = timezone.now()
    found = readable_post(request.blog, request.standing, now, post)
    if found is None:
        return None
    page = page_for(request, found, now)
    page.text = request.POST.get("text", "")
    page.parent = answered(found, number(request.POST.get("parent", "")))
    page.said = _("This form was open so long that it has expired. Nothing was sent; your text is in a new one.")
    return page.answer(403)
