"""Says whether backups are whole: the newest, or those that are named."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from blog.backups.making import backups_in, verify
from blog.backups.manifest import Damaged
from blog.backups.progress import Progress


class Command(BaseCommand):
    help = "Reads backups again and says whether each is whole; without a name, the newest."

    def add_arguments(self, parser):
        parser.add_argument("backups", nargs="*", help="directories of backups")

    def handle(self, *, backups, **options):
        paths = [Path(name) for name in backups] or backups_in(settings.BACKUPS)[:1]
        if not paths:
            raise CommandError(f"There is no backup in {settings.BACKUPS}: make one with manage.py backup.")
        damaged = 0
        for path in paths:
            try:
                manifest = verify(path, Progress(self.stdout.write))
            except Damaged as error:
                damaged += 1
                self.stderr.write(f"{path} is damaged: {error}")
            else:
                self.stdout.write(f"{path} is whole, of {manifest.made_at}.")
        if damaged:
            raise CommandError("Make a new backup at once: manage.py backup")
