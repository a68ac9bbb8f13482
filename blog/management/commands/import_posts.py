"""Reads a folder of Markdown files into a blog. Exit code 0: all is in; 1: some files are not, each named with why."""

import time
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from blog.management.commands.export_policy import blog_of
from blog.writing.bylines import writer_named
from blog.writing.folder import BROKEN, MADE, SAME, THERE, UPDATED, count_unready, files_in, import_file
from blog.writing.folder_images import FolderImages
from blog.writing.folder_names import take_names

OFTEN = 2  # seconds between two words of how far it is


class Command(BaseCommand):
    help = "Makes posts and pages of a folder of Markdown with front matter (ours, Jekyll's, Hugo's); says what it did."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="where from; all Markdown files in it and in its folders")
        parser.add_argument("--hostname", default="", metavar="HOST", help="the blog's (default: the one without)")
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="whose the posts are that name nobody of the team"
        )
        parser.add_argument("--update", action="store_true", help="change what is there already to what the files say")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *, folder, hostname, by, update, dry_run, **options):
        blog, path = blog_of(hostname), Path(folder)
        author = writer_named(blog, by)
        if by and author is None:
            raise CommandError(f"Nobody with the address {by} may write in this blog.")
        if not path.is_dir():
            raise CommandError(f"{folder} is no folder.")
        if not (files := files_in(path)):
            raise CommandError(f"There is no Markdown file (.md) in {folder}.")
        with transaction.atomic() if dry_run else nullcontext():  # else each file stands for itself
            images = FolderImages(path, blog, author, dry_run=dry_run)
            for left in take_names(blog, path, update=update):
                self.stderr.write(left)
            counts, texts = self._read(files, path, blog, author, update, images)
            unready = count_unready(texts)
            if dry_run:
                transaction.set_rollback(True)
        would = "Would be: " if dry_run else ""
        self.stdout.write(
            f"{would}{counts[MADE]} made, {counts[UPDATED]} updated, {counts[SAME]} the same already, "
            f"{counts[THERE]} left as they are, {counts[BROKEN]} not taken."
        )
        if unready:
            self.stdout.write(
                f"{unready} of those that are published have open points on the checklist: on the desk, the page of "
                "each says which."
            )
        for fault in images.faults:
            self.stderr.write(fault)
        if counts[THERE] or counts[BROKEN]:
            raise CommandError("Not every file is in: see above.")

    def _read(self, files, folder, blog, author, update, images) -> tuple[dict[str, int], list]:
        """How many files had each outcome; and the texts that were made or changed."""
        texts: list = []
        counts, said_at = dict.fromkeys((MADE, UPDATED, SAME, THERE, BROKEN), 0), time.monotonic()
        for number, path in enumerate(files, 1):
            act = {"blog": blog, "by": author, "update": update, "now": timezone.now(), "images": images}
            taken = import_file(path, folder=folder, **act)
            counts[taken.outcome] += 1
            texts += [taken.text] if taken.text else []
            if taken.outcome in (THERE, BROKEN):
                self.stderr.write(f"{taken.name}: {taken.said}")
            elif taken.said:
                self.stdout.write(f"{taken.name}: {taken.said}")
            if time.monotonic() > said_at + OFTEN:
                said_at = time.monotonic()
                self.stdout.write(f"{number} of {len(files)} files ...")
        return counts, texts
