"""The people of one blog: everybody who has something here, and those who decide."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from accounts.names import name_key
from blog.models import Blog
from blog.permissions import MODERATE, ROLES, allows


def people_of(blog: Blog) -> QuerySet[User]:
    """Whoever has a membership, a sanction or a comment in the blog."""
    # Asked of each person that is looked for: a join would bring every comment they have written.
    return User.objects.filter(
        Exists(blog.memberships.filter(user=OuterRef("pk")))
        | Exists(blog.comments.filter(author=OuterRef("pk")))
        | Exists(blog.sanctions.filter(user=OuterRef("pk")))
    )


def person_of(blog: Blog, name: str) -> User | None:
    """Who of this blog has that name, or one that looks like it; None if nobody has. One query."""
    return people_of(blog).filter(name_key=name_key(name), is_active=True).first()


def moderators_of(blog: Blog) -> QuerySet[User]:
    """Those who decide at the desk of the blog now: who is suspended does not."""
    roles = [role for role in ROLES if allows(role, MODERATE)]
    return User.objects.filter(pk__in=blog.memberships.active().filter(role__in=roles).values("user"))
