"""Texts that could not be posted yet, kept in the session: they outlive signing in, signing up and asking to join.

A session belongs to a browser, so a text typed there before somebody signed in is theirs who signs in there.
"""

from dataclasses import dataclass

from blog.markup import COMMENT_LIMIT

DRAFTS = 5  # from so many places; the oldest goes first
LIMIT = 2 * COMMENT_LIMIT  # characters: room for a text that still has to be shortened, not for a novel
_KEY = "comment_drafts"


def at_post(post: int) -> str:
    """The place where a comment on this post is written."""
    return f"on {post}"


def at_comment(comment: int) -> str:
    """The place where this comment is changed."""
    return f"edit {comment}"


@dataclass(frozen=True, slots=True)
class Draft:
    text: str = ""
    parent: str = ""  # the number of the comment it answers, as the form had it


def keep(session, place: str, text: str, parent: str = "") -> bool:
    """Keeps a text typed at `place`, instead of the one before. False, and nothing kept, if it is empty or too long."""
    if not text.strip() or len(text) > LIMIT or len(parent) > 20:
        return False
    drafts = {other: draft for other, draft in session.get(_KEY, {}).items() if other != place}
    for oldest in list(drafts)[: max(0, len(drafts) - DRAFTS + 1)]:
        del drafts[oldest]
    session[_KEY] = {**drafts, place: {"text": text, "parent": parent}}
    return True


def kept(session, place: str) -> Draft:
    """The text kept from this place; an empty one if there is none."""
    draft = session.get(_KEY, {}).get(place, {})
    return Draft(draft.get("text", ""), draft.get("parent", ""))


def drop(session, place: str) -> None:
    """Forgets the text kept from this place: it has arrived."""
    drafts = session.get(_KEY, {})
    if place in drafts:
        session[_KEY] = {other: draft for other, draft in drafts.items() if other != place}
