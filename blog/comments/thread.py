"""A post's comments as everybody sees them, a page at a time, at the same price however many and however deep they are.

Comments that are published are shown; one that is not, but has answers that are, leaves a tombstone in its place, with
neither its text nor its author's name. Nothing here asks who is reading: the page is the same for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.standing import VISITOR, Standing
from blog.comments.facts import count_at, door_facts
from blog.comments.models import Comment, PolicyVersion, State
from blog.comments.moulds import Look, html_of
from blog.comments.pages import PLACES, Page, page_of
from blog.comments.policy import HIDDEN, NOBODY, OPEN, SHOWN, Rules, admit, closes_at, closing
from blog.comments.rules import rules_for
from blog.comments.wording import Note, note
from blog.models import Post
from blog.pagecache import tags
from blog.pagecache.held import Held
from config.prepared import Prepared

_READER = Standing(VISITOR)
# The pages asked for last, about so many characters of them and of the HTML they are made into. A post's page is made
# anew for many a reason, and seldom because of its thread, whose page is two hundred rows.
_pages = Held(12_000_000, lambda page: 1_000 + sum(2_000 + 3 * len(row.html) for row in page.rows))


@dataclass(slots=True)
class Thread:
    """`count` is of published comments; `state` is policy.OPEN, SHOWN (closed, but to be read) or HIDDEN.

    `note` is what a signed-out reader (on a personal page: this one) is told; `closes_at` when an open thread will
    close by itself, or None.
    `takes_comments` is whether anybody at all may write here: then there is a link to the form.
    """

    post: Post
    state: str
    note: Note
    form_url: str
    takes_comments: bool
    closes_at: datetime | None = None
    changes_at: datetime | None = None  # when it next closes or opens by the clock alone, open or closed now
    page: Page | None = None  # None: there is nothing to be shown
    look: Look | None = None

    @property
    def count(self) -> int:
        return self.page.count if self.page else 0

    @property
    def first(self) -> int:
        """The number of the first comment of the page, within the thread."""
        return self.page.skipped + 1

    @property
    def last(self) -> int:
        return self.page.skipped + len(self.page.rows)

    @property
    def html(self) -> SafeString:
        """The comments of the page, in the language in force."""
        return mark_safe(self.encoded.decode())  # noqa: S308 (what is not markup was escaped by moulds)

    @property
    def encoded(self) -> bytes:
        """The same as it is sent."""
        return html_of(self.page, self.look)


def thread_of(
    post: Post,
    now: datetime,
    muted: frozenset[int] = frozenset(),
    standing: Standing = _READER,
    asked: Mapping[str, str] = MappingProxyType({}),
) -> Thread:
    """The thread of a post that its reader may read (see to that first), at the page that the query `asked` for.

    `muted` has the people whose words are folded away (mutes.muted_by), `standing` says whom the note is for: both on
    personal pages only, never for all readers. Raises Http404 for a page that is not there.
    """
    rules = rules_for(post).rules
    facts = door_facts(post, standing, now, count=count_at(post, rules))
    end = closes_at(rules, post.published_at)
    closed = bool(closing(rules, facts))
    form_url = reverse("comments:form", args=[post.pk])
    said = note(admit(rules, facts), back=form_url, closed_at=end)
    if rules.comments == HIDDEN:
        if PLACES & asked.keys():
            raise Http404
        return Thread(post, HIDDEN, said, form_url, takes_comments=False)
    place = {name: asked[name] for name in PLACES & asked.keys()}
    page = _pages.get((post.pk, *sorted(place.items())), (tags.thread_of(post.pk),), lambda: page_of(post, place))
    takes_comments = not closed and rules.audience != NOBODY
    return Thread(
        post,
        SHOWN if closed else OPEN,
        said,
        form_url,
        takes_comments=takes_comments,
        closes_at=None if closed else end,
        changes_at=changes_at(post, rules, now),
        page=page,
        look=Look(post.pk, _authors(post), takes_comments, muted & {row.author for row in page.rows}),
    )


def _authors(post: Post) -> frozenset[int]:
    return frozenset(person.pk for person in post.authors)


def changes_at(post: Post, rules: Rules, now: datetime) -> datetime | None:
    """When the clock alone next changes whether comments are taken, or None."""
    moments = (closes_at(rules, post.published_at), rules.open_until)
    return min((moment for moment in moments if moment and moment > now), default=None)


def post_page_changed_at(post: Post) -> datetime | None:
    """When the thread of a post last changed for its readers, None if never. Two queries.

    Comments that nobody but the team has ever seen do not count: the date would tell of them. (Nor does the clock:
    a thread that closes by age changes its page without any row that changes.)
    """
    return max([*_SAID(post=post.pk), *_RULED(post=post.pk, blog=post.blog_id)], default=None)


def _said(post: int) -> QuerySet:
    # The newest first, and no maximum of all: a thread is long, and what nobody saw is seldom the latest of it.
    seen = Comment.objects.filter(Q(state=State.PUBLISHED) | Q(published_at__isnull=False), post=post)
    return seen.order_by("-changed_at").values_list("changed_at", flat=True)[:1]


def _ruled(post: int, blog: int) -> QuerySet:
    policies = PolicyVersion.objects.filter(Q(post=post) | Q(post=None), blog=blog)
    return policies.order_by("-at").values_list("at", flat=True)[:1]


_SAID = Prepared(Comment, _said, post=int)
_RULED = Prepared(PolicyVersion, _ruled, post=int, blog=int)
