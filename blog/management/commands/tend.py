"""manage.py tend: does what is due and nobody asks for: overdue comments, dates, letters, the trash, backups."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from redis.exceptions import RedisError

from accounts.digests import make_digests
from accounts.sending import DOWN, SENT, due, send, try_again
from blog.backups.regular import back_up_if_due
from blog.comments.guests import forget_addresses
from blog.comments.tending import deal_with_overdue, remind
from blog.models import Blog
from blog.watching.beat import beat
from blog.writing.due import publish_due
from blog.writing.trash import empty

log = logging.getLogger(__name__)
ROUND = 500  # letters of one round: then it looks again what else there is
DATABASE_AWAY = (OperationalError, InterfaceError)
AWAY = (*DATABASE_AWAY, RedisError, OSError)  # no mistake of ours that the place in the code would tell of
GIVES_UP_AFTER = 3  # letters in a row that the mail server could not be talked to about


def publish_what_is_due(now: datetime) -> int:
    return sum(publish_due(blog, now) for blog in Blog.objects.filter(next_due_at__lte=now))


def send_what_waits(now: datetime) -> int:
    sent = failed = 0
    for pk in list(due(now).values_list("pk", flat=True)[:ROUND]):
        outcome = send(pk, now=timezone.now())
        sent += outcome == SENT
        failed = failed + 1 if outcome == DOWN else 0
        if failed == GIVES_UP_AFTER:
            break
    return sent


# In this order. Each takes the moment, and says how much it did, if that is worth a word.
WORK: dict[str, Callable[[datetime], int | None]] = {
    "overdue comments ruled on": deal_with_overdue,
    "reminders": remind,
    "addresses of guests erased": forget_addresses,
    "texts deleted from the trash": empty,
    "scheduled changes published": publish_what_is_due,
    "digests made": make_digests,
    "letters sent": send_what_waits,
    "sign of life": beat,
    "backups made": back_up_if_due,
}


class Command(BaseCommand):
    help = "Sends the letters that wait and makes the day's letters; with --every, again and again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again",
            action="store_true",
            help="first have the letters of the last days tried again that were given up",
        )
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on until stopped, with pauses so long")

    def handle(self, *args, again=False, every=None, **options):
        if again:
            self.stdout.write(f"{try_again(timezone.now())} letters that were given up wait again.")
        try:
            failed = self._tend()
            while every:
                time.sleep(every)
                close_old_connections()
                self._tend()
        except KeyboardInterrupt:
            return
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}. Why stands above. Run it again when that is mended.")

    def _tend(self) -> list[str]:
        """What could not be done. A fault keeps nothing else from being done, and nothing from being tried again.

        Without a database there is nothing to be done: the rest waits for the next round, too.
        """
        now, done, failed = timezone.now(), {}, []
        for what, act in WORK.items():
            try:
                done[what] = act(now)
            except Exception as error:  # noqa: BLE001 (whatever it is)
                # By its kind alone: its words may be somebody's, as those of an address that is refused.
                log.error(
                    "Not done this time: %s (%s)", what, type(error).__name__, exc_info=not isinstance(error, AWAY)
                )
                failed.append(what)
                if isinstance(error, DATABASE_AWAY):
                    break
                close_old_connections()  # one that was cut is of no use to what comes next
        if any(done.values()):
            told = (f"{count:d} {what}" for what, count in done.items() if count is not None)
            self.stdout.write(f"{', '.join(told)}.")
        return failed
