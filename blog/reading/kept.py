"""Posts for members, kept in this process for the next who stands as the last one did.

What a member sees of such a post depends on the post, its thread, where they stand, and whom they have muted: on
nothing else of them. So the page of one is the page of the next with the same standing and the same mutes, while
nothing on it has changed (blog.pagecache's generations say so). Who may read it at all is asked each time, before this.
"""

from collections.abc import Callable
from time import time

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from accounts.standing import Standing
from blog.models import Post
from blog.pagecache import house
from blog.pagecache.keys import Kind, meaning
from blog.pagecache.memory import Memory
from blog.pagecache.pages import Page
from blog.pagecache.redis_generations import Away
from blog.pagecache.tags import EVERYTHING
from blog.pagecache.told import PLACE, Told

SIZE = 16 * 2**20  # bytes, of each process
_PLACES = Kind(numbers=("before", "after"))
_memory = Memory(SIZE, 0)


def kept(request: HttpRequest, post: Post, muted: frozenset[int], make: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `make`, or the bytes it had for the last person who stood alike and asked for the same.

    `make` tells what it shows (blog.reading.shown).
    """
    standing, generations = request.standing, house.generations()
    # Within a transaction nobody can know yet what is true; an owner who looks as another has a banner of their own.
    if connection.in_atomic_block or settings.DEBUG or standing.viewing:
        return make()
    site, query = request.build_absolute_uri("/"), meaning(request.META.get("QUERY_STRING", ""), _PLACES)
    key = (site, post.pk, query, _seen(standing), muted, get_language())
    page = _memory.page(key)
    if page is not None and time() < page.until and generations.holds(page):
        return HttpResponse(page.forms[""])
    try:
        as_of, name = generations.now(), generations.name
    except Away:
        return make()
    request.META[PLACE] = told = Told()
    response = make()
    if response.status_code == 200:
        told.lasts(standing.until, *(bond.until for bond in standing.bonds))
        tags = (EVERYTHING, *sorted(told.tags))
        forms = {"": response.content}
        _memory.keep(Page(key, [], forms, tags, as_of, time(), told.until, told.ends, house=name))
    return response


def _seen(standing: Standing) -> tuple:
    """What the page's sentences are made of."""
    return tuple(getattr(standing, name) for name in Standing.__slots__ if name != "since")
