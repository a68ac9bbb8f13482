"""Prints a blog's people as JSON."""

import json

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.members_json import exported
from blog.management.commands.export_policy import blog_of


class Command(BaseCommand):
    help = "Prints the members of a blog, the sanctions that bind and the open invitations as JSON. It holds addresses."

    def add_arguments(self, parser):
        parser.add_argument("--hostname", default="", metavar="HOST", help="the blog's (default: the one without)")

    def handle(self, *, hostname, **options):
        self.stdout.write(json.dumps(exported(blog_of(hostname), timezone.now()), ensure_ascii=False, indent=2))
