"""Settings that decide: each line here is a hole that somebody fell into."""

import pytest
from django.conf import settings
from django.db import connection


def test_nobody_is_let_in_past_allauth():
    assert not [name for name in settings.AUTHENTICATION_BACKENDS if "ModelBackend" in name]
    assert settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"
    assert settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED
    assert settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT <= 600
    assert settings.ACCOUNT_PREVENT_ENUMERATION is True


def test_djangos_page_cache_is_not_used():
    assert not [name for name in settings.MIDDLEWARE if "CacheMiddleware" in name]


def test_the_content_security_policy_is_strict():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert not [value for values in directives.values() for value in values if "unsafe" in value]


def test_reading_writes_nothing():
    assert not settings.SESSION_SAVE_EVERY_REQUEST
    assert not settings.USERSESSIONS_TRACK_ACTIVITY
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="is about SQLite")
def test_sqlite_is_as_the_docs_promise():
    with connection.cursor() as cursor:
        pragmas = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("foreign_keys", "synchronous", "busy_timeout")
        }
    assert pragmas == {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 10_000}
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
