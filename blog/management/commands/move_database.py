"""Moves everything to another database: from SQLite to PostgreSQL, or back."""

from django.core.management.base import BaseCommand, CommandError
from environ import ImproperlyConfigured

from blog.backups.moving import NotMoved, move
from blog.backups.progress import Progress
from config.databases import of_url


class Command(BaseCommand):
    help = "Copies every row into an empty database, with the same numbers and times, and compares both."

    def add_arguments(self, parser):
        parser.add_argument(
            "--to", required=True, metavar="URL", help="postgres://user:password@host/name or sqlite:////path/db.sqlite3"
        )

    def handle(self, *, to, **options):
        try:
            done = move(of_url(to), Progress(self.stdout.write))
        except (ValueError, ImproperlyConfigured) as error:
            raise CommandError(f"That is no address of a database: {error}") from error
        except NotMoved as error:
            raise CommandError(f"{error} Both databases are as they were.") from error
        self.stdout.write(
            f"{done.rows} rows of {done.tables} tables are in the other database, each compared with its original. "
            "Set DATABASE_URL to it before the server starts again (for SQLite: put the file into PARLEY_DATA as "
            "db.sqlite3, and unset DATABASE_URL). What is written to this one from now on is not there."
        )
