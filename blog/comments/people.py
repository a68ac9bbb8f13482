"""The people of one blog, found by the name they are known by."""

from django.db.models import Q

from accounts.models import User
from accounts.names import name_key
from blog.models import Blog


def person_of(blog: Blog, name: str) -> User | None:
    """Who of this blog (with a membership, a sanction or a comment here) has that name, or None. One query."""
    here = Q(memberships__blog=blog) | Q(comments__blog=blog) | Q(sanctions__blog=blog)
    return User.objects.filter(here, name_key=name_key(name), is_active=True).distinct().first()
