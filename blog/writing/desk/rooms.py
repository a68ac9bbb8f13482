"""The ways through the desk: the rooms that one's role opens, and the desks of the other blogs one works for."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letters import address_of
from accounts.models import Membership
from blog.permissions import MANAGE, MODERATE, WRITE_ALL, WRITE_OWN, allows


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
        (WRITE_ALL, _("Series"), reverse("admin:blog_series_changelist")),
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


def blogs_of(request) -> list[Link]:
    """The desks of all blogs whose team this person is of, by name; [] if this one is the only one. One query.

    A blog without a host name of its own is left out where we can't be sure of its address.
    """
    team = Membership.objects.team().filter(user=request.user).select_related("blog").order_by("blog__name", "blog")
    desks = []
    for membership in team:
        blog, here = membership.blog, membership.blog_id == request.blog.pk
        if here or address_of(blog):
            url = reverse("admin:index") if here else address_of(blog) + reverse("admin:index")
            desks.append(Link(blog.name, url, here))
    return desks if len(desks) > 1 else []
