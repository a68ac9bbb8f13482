"""Which tables there are, and which of them no backup holds."""

from django.apps import apps
from django.db.migrations.recorder import MigrationRecorder

# Who is signed in: a copy of these would let whoever finds it in, and signing in again is easy. (The cache is a
# database of its own, or Redis.)
LEFT_OUT = ("django_session", "usersessions_usersession")


def models() -> list:
    """Every model with a table of its own in the main database, those between two models included."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def applied_migrations(connection) -> dict[str, list[str]]:
    """The migrations a database has seen, by app."""
    applied: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        applied.setdefault(app, []).append(name)
    return applied
