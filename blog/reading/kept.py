"""Posts for members, kept in this process for the next who stands as the last one did.

What a member sees of such a post depends on the post, its thread, where they stand, and whom they have muted: on
nothing else of them. So the page of one is the page of the next with the same standing and the same mutes, while
nothing on it has changed (blog.pagecache's generations say so). Here who may read it at all was asked before; who is
answered before Django (blog.pagecache.members) stands as somebody who might.
"""

from collections.abc import Callable
from time import time

from django.db import DEFAULT_DB_ALIAS, connection, router
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from blog.models import Post
from blog.pagecache import house, members
from blog.pagecache.keys import meaning
from blog.pagecache.pages import Page
from blog.pagecache.tags import EVERYTHING
from blog.pagecache.told import PLACE, Told


def for_alike(view):
    """Says to the front that pages of this view are `kept`, so that it listens, and may give them out itself."""
    view.alike = True
    return view


def kept(request: HttpRequest, post: Post, muted: frozenset[int], make: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `make`, or the bytes it had for the last person who stood alike and asked for the same.

    `make` tells what it shows (blog.reading.shown), and looks at no more of the query than `members.PLACES`. Nothing is
    kept where no front listens: it alone knows as of when everything is that the request has asked by now.
    """
    standing, alike = request.standing, request.META.get(members.ALIKE)
    # Within a transaction nobody can know yet what is true, nor of a replica when it was; an owner who looks as another
    # has a banner of their own.
    if alike is None or connection.in_atomic_block or standing.viewing or router.db_for_read(Post) != DEFAULT_DB_ALIAS:
        return make()
    site, query = request.build_absolute_uri("/"), meaning(request.META.get("QUERY_STRING", ""), members.PLACES)
    who = (members.seen_of(standing), muted)
    key = (site, post.pk, query, *who, get_language())
    page = members.memory.page(key)
    if page is not None and time() < page.until and house.generations().holds(page):
        response = HttpResponse(page.forms[""])
    else:
        request.META[PLACE] = told = Told()
        response = make()
        if response.status_code != 200:
            return response
        told.lasts(standing.until, *(bond.until for bond in standing.bonds))
        tags, forms = (EVERYTHING, *sorted(told.tags)), {"": response.content}
        page = Page(key, [], forms, tags, alike.as_of, time(), told.until, told.ends, house=alike.house)
        members.memory.keep(page)
    alike.page, alike.blog, alike.who = page, request.blog.pk, who
    alike.route = request.resolver_match.view_name
    return response
