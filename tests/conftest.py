"""What every test stands on. The database is real; SQLite unless DATABASE_URL says otherwise."""

import pytest
from django.core.cache import cache

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
def _media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits are counted in the cache: each test starts with none used."""
    cache.clear()
