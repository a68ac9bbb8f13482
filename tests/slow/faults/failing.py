"""One thing after another that fails: the database, the cache, the mail or the disk, at its n-th call."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.core.cache import caches
from django.core.files.storage import FileSystemStorage
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError, connection


class Calls:
    """Counts the calls of one kind, and lets the one numbered `fails` (from 1; 0: none) fail."""

    def __init__(self, fails: int, error: Exception):
        self.count, self.fails, self.error = 0, fails, error

    def __call__(self) -> None:
        self.count += 1
        if self.count == self.fails:
            raise self.error


@contextmanager
def database(fails: int) -> Iterator[Calls]:
    """Each statement, those that begin and end a transaction's parts included."""
    calls = Calls(fails, OperationalError("canary: the database is away"))

    def ask(execute, sql, params, many, context):
        if not sql.startswith(("ROLLBACK", "RELEASE")):  # what undoes a fault is let through
            calls()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(ask):
        yield calls


@contextmanager
def cache(fails: int) -> Iterator[Calls]:
    calls = Calls(fails, ConnectionError("canary: the cache is away"))
    with _each(type(caches["default"]), calls, "get", "set", "add", "incr", "delete", "touch"):
        yield calls


@contextmanager
def mail(fails: int) -> Iterator[Calls]:
    calls = Calls(fails, ConnectionRefusedError("canary: no mail server"))
    with _each(EmailBackend, calls, "send_messages"):
        yield calls


@contextmanager
def disk(fails: int) -> Iterator[Calls]:
    calls = Calls(fails, OSError(28, "canary: no space left on the disk"))
    with _each(FileSystemStorage, calls, "_save", "_open", "exists", "delete"):
        yield calls


@contextmanager
def _each(kind: type, calls: Calls, *names: str) -> Iterator[None]:
    def failing(name: str):
        whole = getattr(kind, name)

        def call(self, *args, **kwargs):
            calls()
            return whole(self, *args, **kwargs)

        return call

    with patch.multiple(kind, **{name: failing(name) for name in names}):
        yield


KINDS = {"database": database, "cache": cache, "mail": mail, "disk": disk}
