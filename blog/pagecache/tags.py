"""PURE: what a page shows, as short names (the surrogate keys a cache in front may purge by), and their slots."""

from zlib import crc32

SLOTS = 65_536  # two names in one slot change together: too often rather than too seldom

EVERYTHING = "all"  # on every page: what changed is not known more closely
ANYTHING = "any"  # on pages that say nothing of what they show: any change at all


def whole_blog(blog: int) -> str:
    """Its name, menu, look and policy: on every page of it."""
    return f"blog-{blog}"


def lists(blog: int) -> str:
    """Which posts there are, in what order, and how lists show them."""
    return f"posts-{blog}"


def talk(blog: int) -> str:
    """The newest comments."""
    return f"talk-{blog}"


def text_of(post: int) -> str:
    return f"post-{post}"


def page_text_of(page: int) -> str:
    return f"page-{page}"


def thread_of(post: int) -> str:
    """The comments below a post."""
    return f"thread-{post}"


def count_at(post: int) -> str:
    """How many comments a post has."""
    return f"count-{post}"


def slot(tag: str) -> int:
    """The place of a tag in the table of generations, from 0 to SLOTS - 1; the same in every process."""
    return crc32(tag.encode()) % SLOTS
