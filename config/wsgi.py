"""The WSGI application, served by granian (see bin/serve)."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

# What is loaded now stays for good: the collector need not look through it again and again, meanwhile or later.
gc.disable()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from blog.pagecache.building import front  # noqa: E402 (after Django is set up)
from config.crowd import Crowd  # noqa: E402

# Whoever holds the database's write lock lets go of the interpreter at each statement, and the other thread of the
# process may then have it for so long (Python's own 5 ms would be twice as long as all that is done under the lock).
sys.setswitchinterval(0.0005)

application = front(django, line=Crowd)

gc.freeze()
gc.enable()
