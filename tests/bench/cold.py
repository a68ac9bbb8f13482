"""Parley's Django without the pages that are kept before it: every answer is made anew."""

from django.core.wsgi import get_wsgi_application

from config import wsgi  # noqa: F401 (it names the settings)

application = get_wsgi_application()
