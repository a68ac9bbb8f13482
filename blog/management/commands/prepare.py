"""What a start needs, in one process: a restart after a crash is over in a second or two, not in ten."""

import hashlib
import importlib.metadata
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.statistics import learn


class Command(BaseCommand):
    help = "Makes what a start needs and lacks: tables, static files, a first blog. Changes nothing a second time."

    def add_arguments(self, parser):
        parser.add_argument("--at", metavar="URL", required=True, help="where the blog will be")

    def handle(self, *, at, **options):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        if "cache" in settings.DATABASES:
            call_command("createcachetable", database="cache", verbosity=0)
        collect()
        call_command("publish_demo", stdout=self.stdout)
        learn()
        self.stdout.write(f"\nThe blog is at {at}  (Ctrl-C stops it)")
        call_command("owner_link", at=at, first=True, stdout=self.stdout)


def collect() -> None:
    """Collects the static files, unless what there is to collect is what was collected last."""
    collected = Path(settings.STATIC_ROOT, ".collected")
    sum_ = _sum()
    if not collected.exists() or collected.read_text() != sum_:
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(sum_)


def _sum() -> str:
    """Of the names, sizes and times of all files, and of what compresses and names them."""
    lines = [settings.STORAGES["staticfiles"]["BACKEND"], importlib.metadata.version("whitenoise")]
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            lines.append(f"{path} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
