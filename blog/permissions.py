"""Who may do what in a blog: one table, role x act, closed by default. Pure: standard library only.

What a role may do to comments *as a commenter* is not here: that is the policy's (blog/comments/policy).
"""

WRITE_OWN = "write_own"  # write, change, publish and withdraw one's own posts, and upload images
WRITE_ALL = "write_all"  # the same for everybody's posts, and pages and labels
MODERATE = "moderate"  # publish, reject, remove and restore comments; decide on applications
MANAGE = "manage"  # people and their roles, the blog's settings, the comment policy of the blog

ACTS = (WRITE_OWN, WRITE_ALL, MODERATE, MANAGE)

_TABLE = {
    "member": frozenset(),
    "author": frozenset({WRITE_OWN}),
    "editor": frozenset({WRITE_OWN, WRITE_ALL}),
    "moderator": frozenset({MODERATE}),
    "owner": frozenset(ACTS),
}
ROLES = tuple(_TABLE)


def allows(role: str, act: str) -> bool:
    """Whether `role` (one of ROLES, or "" for none) may do `act` (one of ACTS). Unknown roles and acts: no."""
    return act in _TABLE.get(role, frozenset())
