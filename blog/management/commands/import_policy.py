"""Reads a blog's comment policy from JSON. Exit code 0: done (or nothing to do); 1: refused, nothing changed."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from blog.comments.policy_json import BadPolicy, import_policy
from blog.management.commands.export_policy import blog_of


class Command(BaseCommand):
    help = "Writes the comment policy in a JSON file as new versions, all or nothing, and prints what changes."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the file, or - for standard input")
        parser.add_argument("--hostname", default="", metavar="HOST", help="the blog's (default: the one without)")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who is named in the log")
        parser.add_argument("--dry-run", action="store_true", help="print what would change, and change nothing")

    def handle(self, *, file, hostname, by, dry_run, **options):
        blog = blog_of(hostname)
        person = User.objects.filter(email=by.lower()).first() if by else None
        if by and person is None:
            raise CommandError(f"Nobody has the address {by}.")
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The file can’t be read: {error}") from error
        try:
            lines = import_policy(blog=blog, text=text, by=person, now=timezone.now(), dry_run=dry_run)
        except BadPolicy as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        for line in lines or ["Nothing to change: it is so already."]:
            self.stdout.write(line)
