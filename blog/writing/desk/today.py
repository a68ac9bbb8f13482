"""The desk's first page: what waits, what will appear, what is begun; and the ways to everything else."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments.desk.queue import CAP, count_applications, count_held
from blog.comments.models import Comment
from blog.models import PostState
from blog.permissions import MANAGE, MODERATE, WRITE_ALL, WRITE_OWN, allows

FEW = 8  # posts in a list
# How many comments a post has: counted for those that are shown, where a join would count for all posts first.
_HEARD = Comment.objects.public().filter(post=OuterRef("pk")).order_by().values("post").annotate(n=Count("pk"))
_SAID = Coalesce(Subquery(_HEARD.values("n")), 0)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool


def links(request) -> list[Link]:
    """The desk's rooms that this person's role opens. No query of its own."""
    rooms = [
        (WRITE_OWN, _("Posts"), reverse("admin:blog_post_changelist")),
        (WRITE_ALL, _("Pages"), reverse("admin:blog_page_changelist")),
        (WRITE_ALL, _("Labels"), reverse("admin:blog_label_changelist")),
        (WRITE_OWN, _("Images"), reverse("admin:blog_image_changelist")),
        (MODERATE, _("Comments"), reverse("admin:comments_comment_changelist")),
        (MANAGE, _("People"), reverse("admin:accounts_membership_changelist")),
        (MANAGE, _("Settings"), reverse("admin:blog_blog_changelist")),
    ]
    return [
        Link(label, url, request.path.startswith(url))
        for act, label, url in rooms
        if allows(request.standing.role, act)
    ]


def own_or_all(request):
    """The posts this person may change."""
    posts = request.blog.posts.all()
    if allows(request.standing.role, WRITE_ALL):
        return posts
    return posts.filter(author=request.user) if allows(request.standing.role, WRITE_OWN) else posts.none()


def today(request) -> dict:
    """The context of templates/writing/today.html; five queries at most."""
    now, role = timezone.now(), request.standing.role
    context = {"may_write": allows(role, WRITE_OWN), "may_moderate": allows(role, MODERATE)}
    if context["may_moderate"]:
        context |= {"held": count_held(request.blog), "applications": count_applications(request.blog), "cap": CAP}
    if context["may_write"]:
        posts = own_or_all(request).select_related("author").defer("body", "html", "teaser")
        scheduled = Q(state=PostState.PUBLISHED, published_at__gt=now)
        context |= {
            "scheduled": posts.filter(scheduled).order_by("published_at", "pk")[:FEW],
            "drafts": posts.filter(state=PostState.DRAFT).order_by("-updated_at", "-pk")[:FEW],
            "latest": posts.published(now).newest_first().annotate(said=_SAID)[:FEW],
        }
    return context
