"""manage.py tend: deals with comments that waited too long, reminds, makes the day's letters, sends."""

import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from accounts.digests import make_digests
from accounts.sending import DOWN, SENT, due, send
from blog.backups.regular import back_up_if_due
from blog.comments.guests import forget_addresses
from blog.comments.tending import deal_with_overdue, remind
from blog.models import Blog
from blog.watching.beat import beat
from blog.writing.due import publish_due
from blog.writing.trash import empty
from config.statistics import learn

LEARNS_EVERY = 86_400  # seconds
ROUND = 500  # letters of one round: then it looks again what else there is
GIVES_UP_AFTER = 3  # letters in a row that the mail server could not be talked to about


class Command(BaseCommand):
    help = "Sends the letters that wait and makes the day's letters; with --every, again and again."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on until stopped, with pauses so long")

    def handle(self, *args, every=None, **options):
        self._learned_at = time.monotonic()  # at the server's start, just before ours
        try:
            self._tend()
            while every:
                time.sleep(every)
                close_old_connections()
                self._tend()
        except KeyboardInterrupt:
            return

    def _tend(self) -> None:
        now = timezone.now()
        ruled, reminded = deal_with_overdue(now), remind(now)
        forgotten, emptied = forget_addresses(now), empty(now)
        published = sum(publish_due(blog, now) for blog in Blog.objects.filter(next_due_at__lte=now))
        made, sent, failed = make_digests(now), 0, 0
        for pk in list(due(now).values_list("pk", flat=True)[:ROUND]):
            outcome = send(pk, now=timezone.now())
            sent += outcome == SENT
            failed = failed + 1 if outcome == DOWN else 0
            if failed == GIVES_UP_AFTER:
                break
        beat(now)
        backed_up = back_up_if_due(now)
        if time.monotonic() > self._learned_at + LEARNS_EVERY:
            learn()
            self._learned_at = time.monotonic()
        if ruled or reminded or made or sent or forgotten or emptied or published or backed_up:
            self.stdout.write(
                f"{ruled} overdue comments ruled on, {reminded} reminders, {made} digests made, {sent} letters sent, "
                f"{forgotten} addresses of guests erased, {published} scheduled changes published, "
                f"{emptied} texts deleted from the trash{', a backup made' * backed_up}."
            )
