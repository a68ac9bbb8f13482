"""Whether this process can serve: what it stands on, each part in words. No answer depends on a remote service.

The database is needed for everything but pages that are kept already: without it, the process is not ready. Without
the shared cache or room on the disk, readers are served and limits stay closed: it is degraded, and says in what.
"""

import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from blog.models import Blog
from blog.watching.probes import OK, Probe, ask

READY, DEGRADED, NOT_READY = "ready", "degraded", "not ready"
NEEDED = ("database", "migrations")
LITTLE = 64 * 1024 * 1024  # bytes: less free space than that is told

_migrated = False


def health() -> tuple[str, dict[str, str]]:
    """READY, DEGRADED or NOT_READY, and what is seen of each part. Answers within a second."""
    parts = ask(PROBES)
    if any(parts[name] != OK for name in NEEDED):
        return NOT_READY, parts
    return (READY if all(said == OK for said in parts.values()) else DEGRADED), parts


def look_at_database() -> str:
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return "away"  # to open it would make an empty one
    try:
        list(Blog.objects.order_by().values_list("pk")[:1])  # SQLite does not look at its file for less
        return OK
    finally:
        connections.close_all()  # this thread's


def look_at_migrations() -> str:
    """Asked until they are all there: then they stay, as long as this process does."""
    global _migrated  # noqa: PLW0603 (of this process)
    try:
        if not _migrated:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return OK if _migrated else "not all applied: run manage.py migrate"
    finally:
        connections.close_all()


def look_at_cache() -> str:
    token = secrets.token_hex(8)
    try:
        cache.set(f"health:{os.getpid()}", token, timeout=60)
        return OK if cache.get(f"health:{os.getpid()}") == token else "forgets what it was given"
    finally:
        connections.close_all()


def look_at_storage() -> str:
    """A directory of this machine is looked at; another service is not asked."""
    if not isinstance(storages["default"], FileSystemStorage):
        return OK
    return look_at_directory(Path(settings.MEDIA_ROOT))


def look_at_directory(path: Path) -> str:
    """Whether there can be written, in the directory or where it would be made, and whether there is room."""
    while not path.exists():
        path = path.parent
    if not os.access(path, os.W_OK | os.X_OK):
        return "can’t be written"
    if shutil.disk_usage(path).free < LITTLE:
        return "the disk is nearly full"
    return OK


PROBES = {
    "database": Probe(look_at_database),
    "migrations": Probe(look_at_migrations),
    "cache": Probe(look_at_cache),
    "storage": Probe(look_at_storage),
}
