"""The tutorial's blog, its tables made at the first start."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.tutorial.settings"
application = get_wsgi_application()
