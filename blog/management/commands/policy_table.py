"""Writes docs/policy-table.md: every answer of the comment policy, made from the policy itself."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from blog.comments.truth_table import page
from blog.comments.wording import REASONS, STEPS
from config.env import ROOT

PLACE = ROOT / "docs" / "policy-table.md"


def current_page() -> str:
    """The page as the policy is now, in English."""
    with translation.override("en"):
        return page(dict(REASONS), {code: label for code, (label, _route) in STEPS.items()})


class Command(BaseCommand):
    help = "Prints the truth table of the comment policy; --write keeps it, --check says whether it was kept."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help=f"write {PLACE.relative_to(ROOT)}")
        parser.add_argument("--check", action="store_true", help="fail if the stored page is not what it should be")

    def handle(self, *args, write: bool, check: bool, **options):
        made = current_page()
        if write:
            PLACE.write_text(made, encoding="utf-8")
        elif check and PLACE.read_text(encoding="utf-8") != made:
            raise CommandError("docs/policy-table.md is not what the policy says: run manage.py policy_table --write")
        elif not check:
            self.stdout.write(made)
