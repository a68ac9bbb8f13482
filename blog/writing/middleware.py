"""What falls due by the clock is published before anybody is answered."""

import logging

from django.db import DatabaseError
from django.utils import timezone

from blog.writing.due import publish_due

log = logging.getLogger(__name__)


class DueMiddleware:
    """After BlogMiddleware. No query, unless a change of a text has fallen due."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        blog, now = getattr(request, "blog", None), timezone.now()
        if blog is not None and blog.next_due_at is not None and blog.next_due_at <= now:
            try:
                publish_due(blog, now)
            except (
                DatabaseError
            ):  # locked, or read-only: the reader gets what there is, and the next request tries again
                log.exception("A change that is due could not be written")
        return self.get_response(request)
