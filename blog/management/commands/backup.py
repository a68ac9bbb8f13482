"""Copies everything that can't be made again, while people write."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from blog.backups import postgres, sqlite
from blog.backups.making import Busy, make_backup
from blog.backups.manifest import Damaged, read_manifest
from blog.backups.progress import Progress

KEEP = 7


class Command(BaseCommand):
    help = "Makes a backup of the database and the uploaded files, verifies it, and keeps the newest ones."

    def add_arguments(self, parser):
        parser.add_argument("--to", metavar="DIR", help=f"where backups lie (default {settings.BACKUPS})")
        parser.add_argument("--keep", type=int, default=KEEP, metavar="N", help=f"how many stay (default {KEEP})")

    def handle(self, *, to, keep, **options):
        if keep < 1:
            raise CommandError("--keep needs a number of 1 or more: the new backup is one of them.")
        try:
            made = make_backup(
                Path(to or settings.BACKUPS), keep=keep, now=timezone.now(), say=Progress(self.stdout.write)
            )
        except Busy as error:
            raise CommandError(str(error)) from error
        except Damaged as error:
            raise CommandError(f"What was written can’t be read again, so it is no backup: {error}") from error
        except sqlite.Broken as error:
            raise CommandError(f"The database is damaged; keep the backups you have! SQLite says: {error}") from error
        except postgres.ProgramFailed as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {' '.join(str(error).split())}") from error
        except OSError as error:
            raise CommandError(f"The backup can’t be written: {error}") from error
        manifest = read_manifest(made)
        self.stdout.write(
            f"{made} is written and verified: {sum(manifest.rows.values())} rows, {len(manifest.files) - 1} files, "
            f"{manifest.bytes >> 20} MB. The secret key is not in it, nor who is signed in: keep a copy of "
            f"{settings.DATA / 'secret-key'} (or of SECRET_KEY) in another place."
        )
