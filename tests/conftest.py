"""What every test stands on. The database is real; SQLite unless DATABASE_URL says otherwise."""

import os
import tempfile

import pytest

# Before Django reads its settings: a data directory of our own, plain HTTP, and no variable of the shell's.
os.environ["PARLEY_DATA"] = tempfile.mkdtemp(prefix="parley-tests-")
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1,one.example.org,two.example.org"
os.environ["HTTPS"] = "off"
os.environ.setdefault("CACHE_URL", "locmemcache://")
for name in ("SECRET_KEY", "DEBUG", "EMAIL_URL", "TRUSTED_PROXIES"):
    os.environ.pop(name, None)

pytest_plugins = ["tests.factories"]


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run the long proofs as well")
    parser.addoption("--no-browser", action="store_true", help="leave out the tests that drive Chromium")


def pytest_collection_modifyitems(config, items):
    left_out = [
        mark
        for mark, out in (("slow", not config.getoption("--slow")), ("browser", config.getoption("--no-browser")))
        if out
    ]
    kept = [item for item in items if not any(item.get_closest_marker(mark) for mark in left_out)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(autouse=True)
def _plain_storage(settings, tmp_path):
    """Static files by their plain names (nothing is collected here), media in a directory of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits are counted in the cache: each test starts with none used."""
    from django.core.cache import cache  # noqa: PLC0415 (settings must be read first)

    cache.clear()
