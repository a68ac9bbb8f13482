"""Numbers for Prometheus, of all worker processes together; off unless METRICS_TOKEN is set.

By prometheus_client, which Prometheus's own people keep, in its multiprocess mode: each process counts in a small file
of its own below the data directory (a memory map: no lock, no query, no network), and whoever asks gets the sum. The
files of a process that ended still count, as a counter must not go back; bin/serve begins with an empty directory.
"""

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from accounts.models import Letter
from blog.comments.models import Comment
from blog.watching.tally import total

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
KEPT = "kept"  # the tally of pages that are given from those kept
MANY = 10_000  # more than that need not be counted exactly

REQUESTS = Counter("parley_requests", "Requests that Django answered.", ["method", "route", "status"], registry=None)
SECONDS = Histogram("parley_request_seconds", "How long they took.", ["route"], buckets=BUCKETS, registry=None)
QUERIES = Counter("parley_queries", "Questions to databases within requests.", ["route"], registry=None)
COMMENTS = Counter(
    "parley_comments",
    "Comments that were sent, by the policy’s verdict (a repeated one again).",
    ["verdict"],
    registry=None,
)


def is_on() -> bool:
    return bool(settings.METRICS_TOKEN)


def known_method(method: str) -> str:
    """A method of HTTP, or "other": a visitor can't make up new rows of numbers."""
    return method if method in METHODS else "other"


def count_request(method: str, route: str, status: int, seconds: float, queries: int) -> None:
    if is_on():
        REQUESTS.labels(known_method(method), route, status).inc()
        SECONDS.labels(route).observe(seconds)
        QUERIES.labels(route).inc(queries)


def count_verdict(verdict: str) -> None:
    if is_on():
        COMMENTS.labels(verdict).inc()


class Waiting:
    """What waits at this moment, asked of the database; nothing where that is away."""

    def collect(self):
        try:
            letters = Letter.objects.filter(state=Letter.State.WAITING).order_by().values_list("pk")[:MANY]
            held = Comment.objects.held().order_by().values_list("pk")[:MANY]
            counts = len(letters), len(held)
        except (DatabaseError, InterfaceError):
            return
        yield GaugeMetricFamily("parley_letters_waiting", "Mails that wait to be sent.", counts[0])
        yield GaugeMetricFamily("parley_comments_held", "Comments that wait for a moderator.", counts[1])


class Kept:
    """Pages that were kept already: Django never hears of who gets one, so they are counted in front of it."""

    def collect(self):
        given = total(settings.METRICS_DIRECTORY, KEPT)
        yield CounterMetricFamily("parley_kept_pages", "Pages given from those that are kept.", given)


def exposition() -> bytes:
    """Everything, in Prometheus's text format."""
    registry = CollectorRegistry()
    if settings.METRICS_DIRECTORY:
        MultiProcessCollector(registry, path=str(settings.METRICS_DIRECTORY))
    else:
        for metric in (REQUESTS, SECONDS, QUERIES, COMMENTS):
            registry.register(metric)
    registry.register(Kept())
    registry.register(Waiting())
    return generate_latest(registry)
