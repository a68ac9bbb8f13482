"""Looks at everything the blog stands on, and says what to do."""

import json
import logging
from dataclasses import asdict

from django.core.management.base import BaseCommand

from blog.watching.doctor.examining import examine
from blog.watching.doctor.findings import FAIL, OK, WARN


class Command(BaseCommand):
    help = "Examines settings, database, cache, storage, mail, clock, backups and pages, and says what to do."
    requires_system_checks = []  # they are among what is looked at

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for programs: a list of findings")

    def handle(self, *, json: bool, **options):  # noqa: A002 (the option's name)
        found = []
        logging.disable(logging.WARNING)  # the pages it asks for are nobody's requests
        try:
            for group, finding in examine():
                found.append({"group": group, **asdict(finding)})
                if not json:
                    self._say(found[-1], is_first=len(found) == 1 or found[-2]["group"] != group)
        finally:
            logging.disable(logging.NOTSET)
        counts = {state: sum(one["state"] == state for one in found) for state in (OK, WARN, FAIL)}
        if json:
            self.stdout.write(_as_json(found))
        else:
            self.stdout.write(f"\n{counts[OK]} ok, {counts[WARN]} warnings, {counts[FAIL]} failures.")
        if counts[FAIL]:
            raise SystemExit(1)

    def _say(self, one: dict, *, is_first: bool) -> None:
        if is_first:
            self.stdout.write(f"\n{one['group'].capitalize()}")
        style = {OK: self.style.SUCCESS, WARN: self.style.WARNING, FAIL: self.style.ERROR}[one["state"]]
        self.stdout.write(f"  {style(one['state'].ljust(4))}  {one['name']}: {one['sentence']}")
        if one["todo"]:
            self.stdout.write(f"        → {one['todo']}")


def _as_json(found: list[dict]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)
