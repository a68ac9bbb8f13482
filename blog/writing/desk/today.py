"""The desk's first page: what waits, what will appear, what is begun, how much is written and read, what ails."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from blog.comments.desk.queue import CAP, counts_of
from blog.comments.models import Comment, State
from blog.models import PostState
from blog.permissions import MANAGE, MODERATE, WRITE_ALL, WRITE_OWN, allows
from blog.writing.activity import most_read, weeks_of
from blog.writing.desk.words import in_how_long, moment
from blog.writing.health import findings
from blog.writing.plot import Plot, plot

FEW = 6  # posts in a list


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many of a kind wait at `url`; `label` says what they are, without the number."""

    count: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row of bars and what each of its weeks was."""

    name: str
    plot: Plot


def own_or_all(request):
    """The posts this person may change."""
    posts = request.blog.posts.all()
    if allows(request.standing.role, WRITE_ALL):
        return posts
    return posts.by(request.user) if allows(request.standing.role, WRITE_OWN) else posts.none()


def today(request) -> dict:
    """The context of templates/writing/today.html: what this person's role is for. Seven queries at most."""
    now, role = timezone.now(), request.standing.role
    writes, moderates, owns = (allows(role, act) for act in (WRITE_OWN, MODERATE, MANAGE))
    context = {"may_write": writes, "may_moderate": moderates, "may_manage": owns, "now": now}
    if moderates:
        context["waiting"] = waiting(request.blog)
    if writes:
        context |= _posts(request, now) | {"most_read": _most_read(request, now)}
    if owns:
        context["findings"] = findings(request.blog, now)
    return context | _weeks(request, now)


def waiting(blog) -> list[Waiting]:
    """What waits for a moderator, kind by kind, without those of which nothing does. One query."""
    counts, desk = counts_of(blog), reverse("comments:desk")
    asked = f"{desk}?state=asked"
    kinds = [
        (counts.held, ngettext("held comment", "held comments", counts.held), f"{desk}?state=held"),
        (
            counts.applications,
            ngettext("request to join", "requests to join", counts.applications),
            f"{desk}?state=applications",
        ),
        (counts.reported, ngettext("reported comment", "reported comments", counts.reported), asked),
        (counts.edits, ngettext("change of a comment", "changes of comments", counts.edits), asked),
        (counts.appeals, ngettext("appeal", "appeals", counts.appeals), asked),
    ]
    return [Waiting(f"{CAP - 1}+" if count >= CAP else str(count), label, url) for count, label, url in kinds if count]


def _posts(request, now) -> dict:
    posts = own_or_all(request).select_related("author").defer("body", "html", "teaser", "beginning")
    said = Comment.objects.filter(post=OuterRef("pk"), state=State.PUBLISHED).order_by().values("post")
    said = Subquery(said.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    scheduled = Q(state=PostState.PUBLISHED, published_at__gt=now)
    soon = posts.filter(scheduled).order_by("published_at", "pk")[:FEW]
    due = request.blog.next_due_at
    return {
        "scheduled": [(post, in_how_long(post.published_at, now), moment(post.published_at)) for post in soon],
        "drafts": posts.filter(state=PostState.DRAFT).order_by("-updated_at", "-pk")[:FEW],
        "latest": posts.published(now).newest_first().annotate(said=Coalesce(said, 0))[:FEW],
        "change_due": f"{in_how_long(due, now)}, {moment(due)}" if due and due > now else "",
    }


def _most_read(request, now) -> list:
    sees_all = allows(request.standing.role, WRITE_ALL)
    return most_read(request.blog, now, None if sees_all else own_or_all(request))


def _weeks(request, now) -> dict:
    """The plots of this person's posts and their comments; of a moderator, of all comments."""
    posts, comments = own_or_all(request), request.blog.comments.public()
    role = request.standing.role
    at_posts = not (allows(role, MODERATE) or allows(role, WRITE_ALL))
    if at_posts:
        comments = comments.filter(post__in=own_or_all(request).order_by().values("pk"))
    weeks = weeks_of(request.blog, now, posts=posts, comments=comments, at_posts=at_posts)
    drawn = [Drawn("comments", plot([week.comments for week in weeks]))]
    if allows(role, WRITE_OWN):
        drawn.insert(0, Drawn("posts", plot([week.posts for week in weeks])))
    return {"weeks": weeks, "drawn": drawn}
