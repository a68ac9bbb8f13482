"""Writes a blog's posts and pages into a folder of Markdown files."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from blog.management.commands.export_policy import blog_of
from blog.writing.folder import export_folder

OFTEN = 2  # seconds between two words of how far it is


class Command(BaseCommand):
    help = "Writes every post and page of a blog into an empty folder, as Markdown with front matter."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="where to; it is made, and must be empty")
        parser.add_argument("--hostname", default="", metavar="HOST", help="the blog's (default: the one without)")

    def handle(self, *, folder, hostname, **options):
        blog, path, count, said_at = blog_of(hostname), Path(folder), 0, time.monotonic()
        try:
            if path.exists() and any(path.iterdir()):
                raise CommandError(
                    f"{folder} is not empty: name a folder that is, so that nothing in it is overwritten."
                )
            for _name in export_folder(blog, path):
                count += 1
                if time.monotonic() > said_at + OFTEN:
                    said_at = time.monotonic()
                    self.stdout.write(f"{count} files so far ...")
        except OSError as error:
            raise CommandError(f"The folder can’t be written: {error}") from error
        self.stdout.write(f"{count} files are written to {folder}.")
