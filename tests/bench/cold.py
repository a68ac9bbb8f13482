"""Parley's Django without the pages that are kept before it: every answer is made anew.

With BENCH_CHANGED, as if the thread had changed since the last answer, too.
"""

import os

from django.core.wsgi import get_wsgi_application

from config import wsgi  # noqa: F401 (it names the settings)

django = get_wsgi_application()

from blog.comments.thread import _pages  # noqa: E402 (after Django is set up)


def application(environ, start_response):
    if "BENCH_CHANGED" in os.environ:
        _pages._kept.clear()
    return django(environ, start_response)
