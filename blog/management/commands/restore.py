"""Brings a backup back, into an empty place."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from blog.backups.making import verify
from blog.backups.manifest import Damaged
from blog.backups.postgres import ProgramFailed
from blog.backups.progress import Progress
from blog.backups.restoring import Refused, restore


class Command(BaseCommand):
    help = "Restores a backup into an empty database and storage. Nothing that is there is overwritten."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("backup", help="the directory of the backup, or its manifest.json")
        parser.add_argument("--check", action="store_true", help="only read it again and say whether it is whole")

    def handle(self, *, backup, check, **options):
        path, say = Path(backup), Progress(self.stdout.write)
        directory = path.parent if path.is_file() else path
        try:
            if check:
                manifest = verify(directory, say)
                self.stdout.write(
                    f"{directory} is whole: made {manifest.made_at} by Parley {manifest.parley} from "
                    f"{manifest.database}, {sum(manifest.rows.values())} rows, {len(manifest.files) - 1} files."
                )
                return
            done = restore(directory, say)
        except Damaged as error:
            raise CommandError(f"{error} Take another backup.") from error
        except (Refused, ProgramFailed) as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {' '.join(str(error).split())}") from error
        except OSError as error:
            raise CommandError(f"The backup can’t be restored: {error}") from error
        self.stdout.write(
            f"Restored from {done.manifest.made_at}: {done.rows} rows in {len(done.manifest.rows)} tables, "
            f"{done.files} files; checksums, counts and foreign keys are right."
            + (" The database was brought up to this version." if done.migrated else "")
            + " People have to sign in again. Start the server as always (bin/serve)."
        )
