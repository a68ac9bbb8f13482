from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from blog.creating import create_blog


class Command(BaseCommand):
    help = "Makes a blog. The first answers at every host name; each further one needs a host name of its own."

    def add_arguments(self, parser):
        parser.add_argument("name", help="what the blog is called")
        parser.add_argument("--owner", required=True, metavar="EMAIL", help="address of the owner, new or known")
        parser.add_argument("--owner-name", metavar="NAME", help="display name of a new owner (default: the address's)")
        parser.add_argument("--hostname", default="", metavar="HOST", help="the only host name it answers at")
        parser.add_argument("--tagline", default="", metavar="TEXT", help="a line below the name")

    def handle(self, *, name, owner, owner_name, hostname, tagline, **options):
        owner_name = owner_name or owner.partition("@")[0].replace(".", " ").replace("_", " ").title()
        try:
            blog = create_blog(name=name, owner_email=owner, owner_name=owner_name, hostname=hostname, tagline=tagline)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"The blog “{blog}” is there. Its owner is {owner}; let them in with:")
        self.stdout.write(f"    manage.py owner_link {owner}")
