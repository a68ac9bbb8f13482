"""One site of `tests.bench.scale`, in a process of its own: answers each address it reads with what it cost.

Started with PARLEY_DATA (or DATABASE_URL) of a generated blog. Prints the pages it has as one line of JSON; then, for
each name that comes in, "status milliseconds queries".
"""

import json
import logging
import os
import sys
import time
import warnings

os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "*", "HTTPS": "off"}
warnings.filterwarnings("ignore", message="No directory at")

import django  # noqa: E402

django.setup()

from django.core.signals import request_started  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Role  # noqa: E402
from blog.comments.models import State  # noqa: E402
from blog.models import Blog  # noqa: E402

USUAL = range(5, 16)  # comments at a post that is like most
# What is searched for fills a page of either blog ("er-" stands in every other short name), or next to nothing of it.


def pages(blog: Blog) -> dict[str, str]:
    """name -> address; what begins with "/+" is looked at by the owner, the others by a reader."""
    posts = blog.posts.public(timezone.now()).newest_first()
    middle = posts[posts.count() // 2]
    heard = Count("comments", filter=Q(comments__state=State.PUBLISHED))
    usual = posts.annotate(heard=heard).filter(heard__in=USUAL)[0]
    longest = blog.comments.public().order_by().values("post").annotate(n=Count("pk")).order_by("-n")[0]["post"]
    longest = posts.get(pk=longest)
    late = longest.comments.public().in_conversations()[400]
    label = blog.labels.annotate(n=Count("posts")).order_by("-n")[0]
    labelled = posts.filter(labels=label)
    beginner = blog.memberships.filter(role=Role.AUTHOR).first().user_id
    waits, at = blog.comments.held().order_by("pk"), usual.published_at
    person = blog.comments.public().exclude(author=None).order_by("pk")[9].author_id
    desk, admin = "/+comments/desk/", "/+admin/"
    return {
        "front page": "/",
        "front page, the middle of the archive": f"/?before={middle.pk}",
        "post": usual.path,
        "post with the longest thread": longest.path,
        "the same, further on": f"{longest.path}?after={late.pk}",
        "the same, newest comments": f"{longest.path}?before=end",
        "permalink in the longest thread": late.get_absolute_url(),
        "label": label.get_absolute_url(),
        "label, the middle": f"{label.get_absolute_url()}?before={labelled[labelled.count() // 2].pk}",
        "author": f"/author/{beginner}/",
        "year": f"/{at.year}/",
        "month": f"/{at.year}/{at.month:02}/",
        "feed": "/feed/",
        "feed of comments": "/feed/comments/",
        "sitemap": "/sitemap.xml",
        "sitemap, posts": "/sitemap-posts.xml",
        "policy": "/comments/policy/",
        "no such page": "/never/",
        "all one may read": "/+read/",
        "form": f"/+comments/on/{usual.pk}/",
        "form at the longest thread": f"/+comments/on/{longest.pk}/",
        "one’s own comments": "/+comments/mine/",
        "people, invitations": "/+accounts/invitations/",
        "desk: what waits": desk,
        "desk: held": f"{desk}?state=held",
        "desk: held, the middle": f"{desk}?state=held&after={waits[waits.count() // 2].pk}",
        "desk: published": f"{desk}?state=published",
        "desk: rejected": f"{desk}?state=rejected",
        "desk: search, many found": f"{desk}?state=any&q=question",
        "desk: search, none found": f"{desk}?state=any&q=nowhere",
        "desk: held, searched": f"{desk}?state=held&q=nowhere",
        "desk: requests to join": f"{desk}?state=applications",
        "desk: reports and appeals": f"{desk}?state=asked",
        "desk: a comment": f"{desk}{waits[0].pk}/",
        "desk: a person": f"{desk}people/{person}/",
        "desk: log": f"{desk}log/",
        "admin": admin,
        "admin: posts": f"{admin}blog/post/",
        "admin: posts, page 2": f"{admin}blog/post/?p=2",
        "admin: posts, many found": f"{admin}blog/post/?q=er-",
        "admin: posts, one found": f"{admin}blog/post/?q={usual.slug}",
        "admin: posts, none found": f"{admin}blog/post/?q=nowhere",
        "admin: new post": f"{admin}blog/post/add/",
        "admin: a post": f"{admin}blog/post/{usual.pk}/change/",
        "admin: versions of a post": f"{admin}blog/post/{usual.pk}/history/",
        "admin: pages": f"{admin}blog/page/",
        "admin: labels": f"{admin}blog/label/",
        "admin: a label": f"{admin}blog/label/{label.pk}/change/",
        "admin: images": f"{admin}blog/image/",
        "admin: comments": f"{admin}comments/comment/",
        "admin: comments, held": f"{admin}comments/comment/?state=held",
        "admin: comments, many found": f"{admin}comments/comment/?q=question",
        "admin: comments, none found": f"{admin}comments/comment/?q=nowhere",
        "admin: people": f"{admin}accounts/membership/",
        "admin: people, searched": f"{admin}accounts/membership/?q=Marlow",
        "admin: settings": f"{admin}blog/blog/{blog.pk}/change/",
    }


def main() -> None:
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    blog = Blog.objects.get()
    found = pages(blog)
    reader, owner = Client(raise_request_exception=False), Client(raise_request_exception=False)
    owner.force_login(blog.memberships.get(role=Role.OWNER).user, backend="accounts.backends.AddressBackend")
    request_started.disconnect(reset_queries)
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.WARNING)  # some thousand lines, one of each request, would hide the table
    sys.stdout.write(json.dumps(list(found)) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        name, _tab, wants_queries = line.rstrip("\n").partition("\t")
        path = found[name]
        client, path = (owner, path.replace("/+", "/")) if path.startswith("/+") else (reader, path)
        connection.force_debug_cursor = bool(wants_queries)
        connection.queries_log.clear()
        begun = clock()
        answer = client.get(path)
        took = (clock() - begun) * 1000
        if wants_queries == "sql":
            for query in connection.queries_log:
                sys.stderr.write(f"{query['time']} {query['sql']}\n")
        sys.stdout.write(f"{answer.status_code} {took:.3f} {len(connection.queries_log)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
