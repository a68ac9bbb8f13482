"""What is done beside the server: manage.py tend goes round, and letters get out."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from accounts.models import Letter
from accounts.sending import given_up
from blog.watching.beat import last_beat
from blog.watching.doctor.findings import Finding, ok, warn

QUIET = timedelta(minutes=15)
LATE = timedelta(hours=1)


def look() -> Iterator[Finding]:
    now = timezone.now()
    beat = last_beat()
    if beat is None or beat < now - QUIET:
        yield warn(
            "tend",
            f"It last went round at {beat:%Y-%m-%d %H:%M} UTC." if beat else "Nobody knows when it last went round.",
            "Run manage.py tend --every 60 beside the server (bin/serve does).",
        )
    else:
        yield ok("tend", f"It last went round at {beat:%H:%M:%S} UTC.")
    late = Letter.objects.filter(state=Letter.State.WAITING, digest=False, made_at__lt=now - LATE).count()
    if late:
        yield warn(
            "letters",
            f"{late} wait for more than an hour.",
            "See to the mail server (above) and to tend; they go out then.",
        )
    else:
        yield ok("letters", "None waits for long.")
    if lost := given_up(now).count():
        yield warn(
            "given up",
            f"{lost} letters of the last days could not be sent.",
            "The log says why, by their numbers. When that is mended, manage.py tend --again has them tried again.",
        )
