import os

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from blog.demo.publish import OWNER, publish_demo


class Command(BaseCommand):
    help = "Makes a blog with a few posts to look at, where there is no blog yet. Otherwise changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--owner",
            metavar="EMAIL",
            default=os.environ.get("PARLEY_OWNER") or OWNER,
            help="address of the owner (default: PARLEY_OWNER of the environment, else %(default)s)",
        )

    def handle(self, *, owner, verbosity, **options):
        try:
            posts = publish_demo(owner_email=owner)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        if posts:
            self.stdout.write(f"There was no blog yet: made one, of {owner}, with {len(posts)} posts.")
        elif verbosity > 1:
            self.stdout.write("There is a blog already. Nothing changed.")
