"""The settings of the tests: those of the site, read in an environment of our own.

A data directory that goes away, plain HTTP, known hosts, and no variable of the shell's but DATABASE_URL and CACHE_URL.
"""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="parley-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
for _name in (
    "SECRET_KEY DEBUG EMAIL_URL TRUSTED_PROXIES MAIL_SENDER TASKS LOG_FORMAT SLOW_QUERY_MS METRICS_TOKEN "
    "BACKUP_EVERY_HOURS"
).split():
    os.environ.pop(_name, None)
os.environ["PARLEY_DATA"] = _data
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1,one.example.org,two.example.org"
os.environ["HTTPS"] = "off"
# One process runs a test, so its own memory is a shared cache; the limits' own tests use the database's.
os.environ.setdefault("CACHE_URL", "locmemcache://")

from config.settings import *  # noqa: E402, F403 (after the environment)

# A file, not memory: in memory, threads share one connection's locks, and nothing about SQLite's own is proved.
if DATABASES["default"]["ENGINE"].endswith("sqlite"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_data, "test.sqlite3")}  # noqa: F405

# Static files by their plain names: nothing is collected here.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# Hashing that is dear to attack is dear to test with.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
