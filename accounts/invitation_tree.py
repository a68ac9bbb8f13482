"""Who invited whom, as a list that goes down the tree: each person with how deep they stand."""

from dataclasses import dataclass

from accounts.models import Membership

MOST = 1_000  # people; a page of more helps nobody
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Leaf:
    """`depth` 0: whoever invited them is gone, or came by themselves."""

    membership: Membership
    depth: int


def tree_of(blog) -> tuple[list[Leaf], bool]:
    """Everybody who came by an invitation, below who invited them; and whether there are more than MOST. Two queries.

    No recursion: a chain may be as long as the blog has people.
    """
    came = blog.memberships.filter(invitation__isnull=False).select_related("user", "invitation").order_by("pk")
    came = list(came[: MOST + 1])
    more, came = len(came) > MOST, came[:MOST]
    by: dict[int | None, list[Membership]] = {}
    for membership in came:
        by.setdefault(membership.invitation.by_id, []).append(membership)
    hosts = set(by) - {None} - {membership.user_id for membership in came}
    roots = list(blog.memberships.filter(user__in=hosts).select_related("user").order_by("pk"))
    leaves: list[Leaf] = []
    seen: set[int] = set()
    there = {membership.user_id for membership in (*roots, *came)}
    lost = [membership for host in by if host not in there for membership in by[host]]
    # What is left after these are circles: who left, and was invited back by somebody they had invited.
    for root in (*roots, *lost, *came):
        waiting = [(root, 0)]
        while waiting:
            membership, depth = waiting.pop()
            if membership.pk not in seen:
                seen.add(membership.pk)
                leaves.append(Leaf(membership, min(depth, DEEPEST)))
                waiting += [(one, depth + 1) for one in reversed(by.get(membership.user_id, []))]
    return leaves, more
