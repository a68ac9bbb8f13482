"""Prints a blog's comment policy as JSON."""

import json

from django.core.management.base import BaseCommand, CommandError

from blog.comments.policy_json import exported
from blog.models import Blog


def blog_of(hostname: str) -> Blog:
    """The blog that answers at `hostname` ("" for the one that answers every host). Raises CommandError."""
    blog = Blog.objects.filter(hostname=hostname or None).first()
    if blog is None:
        raise CommandError(f"No blog answers at “{hostname}”." if hostname else "No blog answers every host: name one.")
    return blog


class Command(BaseCommand):
    help = "Prints the comment policy of a blog, its labels and posts, and its guidelines, as JSON."

    def add_arguments(self, parser):
        parser.add_argument("--hostname", default="", metavar="HOST", help="the blog's (default: the one without)")

    def handle(self, *, hostname, **options):
        self.stdout.write(json.dumps(exported(blog_of(hostname)), ensure_ascii=False, indent=2))
