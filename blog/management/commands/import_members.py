"""Reads a blog's people from JSON. Exit code 0: done (or nothing to do); 1: refused, nothing changed."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.members_json import BadMembers, import_members
from blog.management.commands.export_policy import blog_of


class Command(BaseCommand):
    help = "Makes members, invitations and sanctions of a JSON file, all or nothing; mails nobody; says what it did."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the file, or - for standard input")
        parser.add_argument("--hostname", default="", metavar="HOST", help="the blog's (default: the one without)")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *, file, hostname, dry_run, **options):
        blog = blog_of(hostname)
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The file can’t be read: {error}") from error
        try:
            done = import_members(blog=blog, text=text, now=timezone.now(), dry_run=dry_run)
        except BadMembers as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        would = "would be made" if dry_run else "made"
        self.stdout.write(
            f"{done.members} memberships, {done.invitations} invitations and {done.sanctions} sanctions {would}; "
            f"{done.here} were here already."
        )
        for line in done.left_out:
            self.stdout.write(f"left out: {line}")
