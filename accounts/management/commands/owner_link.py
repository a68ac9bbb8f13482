"""manage.py owner_link: a one-time link that signs in the owner, or whoever lost access."""

from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.letters import address_of
from accounts.links import link_of, make_link
from accounts.models import Membership, Role, User

_HERE = "http://127.0.0.1:8000"  # where bin/serve is by default


class Command(BaseCommand):
    help = "Prints a link that signs the owner in once, within a day, and lets them choose a password."

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?", help="the person's e-mail address (default: the blog's only owner)")
        parser.add_argument("--blog", metavar="HOST", help="host name of the blog whose owner is meant")
        parser.add_argument(
            "--at", "--base", metavar="URL", dest="at", help="where the blog is, like https://blog.example.org"
        )
        parser.add_argument(
            "--first", action="store_true", help="print nothing if the owner has signed in before (used by bin/serve)"
        )

    def handle(self, *args, email=None, blog=None, at=None, first=False, **options):
        base = _base(at)
        if first and not email and not _owners(blog):
            return
        user, home = _person(email) if email else _owner(blog, first)
        if first and user.last_login:
            return
        if not user.is_active:
            raise CommandError(f"The account of {user.email} has been switched off; no link can sign it in.")
        now = timezone.now()
        path = (first and link_of(user, now)) or make_link(user=user, now=now)
        self.stdout.write(f"{user.name} ({user.email}) signs in here (the link works once, within a day):")
        self.stdout.write((base or (home and address_of(home)) or _HERE) + path)


def _person(email: str) -> tuple:
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise CommandError(f"Nobody here has the address {email}.")
    here = Membership.objects.filter(user=user).select_related("blog").order_by("pk").first()
    return user, here.blog if here else None


def _owner(blog: str | None, first: bool) -> tuple:
    owners = _owners(blog)
    if not owners:
        raise CommandError(
            f"No blog at {blog} has an owner." if blog else "No blog has an owner. Name a person by address."
        )
    if len(owners) > 1 and not first:
        choice = "\n".join(f"  {owner.user.email}  ({owner.blog.name})" for owner in owners)
        raise CommandError(f"There are several owners. Say which, by address:\n{choice}")
    return owners[0].user, owners[0].blog


def _owners(blog: str | None) -> list[Membership]:
    """The owners of the blog with that host name; else of the one that answers every host; else of any."""
    owners = Membership.objects.active().filter(role=Role.OWNER).select_related("blog", "user").order_by("pk")
    if blog:
        return list(owners.filter(blog__hostname=blog.lower()))
    return list(owners.filter(blog__hostname=None)) or list(owners)


def _base(at: str | None) -> str:
    if not at:
        return ""
    parts = urlsplit(at)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise CommandError(f"Not an address: {at}. Write it like https://blog.example.org")
    return f"{parts.scheme}://{parts.netloc}"
