"""A blog needs an owner: who they are, and whether one is the last."""

from django.db import transaction

from accounts.models import Membership, Role, User


def owners_of(blogs: list[int]) -> list[tuple[int, int]]:
    """(blog, person) of every owner of `blogs` who is not suspended.

    In a transaction their rows stay locked, so that two owners can't both go, or put each other out, at once.
    """
    owners = Membership.objects.active().filter(blog__in=blogs, role=Role.OWNER).order_by("pk")
    if transaction.get_connection().in_atomic_block:
        owners = owners.select_for_update(of=("self",))
    return [(owner.blog_id, owner.user_id) for owner in owners]


def is_last(user: User, blog: int, owners: list[tuple[int, int]]) -> bool:
    """Whether the blog would have no owner without `user`. `owners` as `owners_of` gives them."""
    return (blog, user.pk) in owners and all(person == user.pk for where, person in owners if where == blog)
