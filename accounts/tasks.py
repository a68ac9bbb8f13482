"""What is done beside a request, where TASKS says so: django.tasks, which is django-tasks before Django 6."""

from django.core.cache import cache
from django.utils import timezone

from accounts.sending import DOWN, send

try:
    from django.tasks import task
except ImportError:
    from django_tasks import task

# A request may wait for the mail server that long, and only once in a while: what could not be sent then waits for
# `manage.py tend`, as does all else while the server is down.
PATIENCE = 3  # seconds
PAUSE = 60  # seconds


@task()
def send_letter(pk: int) -> str:
    """Tries once to send a letter. Whatever comes of it is kept in its row."""
    if cache.get("mail-is-down"):
        return DOWN
    outcome = send(pk, now=timezone.now(), patience=PATIENCE)
    if outcome == DOWN:
        cache.set("mail-is-down", 1, timeout=PAUSE)
    return outcome
