"""The WSGI application, served by granian (see bin/serve)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from blog.pagecache.building import front  # noqa: E402 (after Django is set up)
from config.crowd import Crowd  # noqa: E402

application = front(Crowd(django))
