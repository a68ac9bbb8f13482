"""Many rows at once: numbered before they are written, so that those which point at each other can go together."""

from collections.abc import Iterable
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from config.statistics import learn

BATCH = 5_000


def next_number(model: type[Model]) -> int:
    """The first number that is free."""
    return (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def write(rows: Iterable[Model], each: int = BATCH):
    """Writes rows of one model as they come, a transaction for each batch; yields how many there are so far."""
    rows, count = iter(rows), 0
    while batch := list(islice(rows, each)):
        with transaction.atomic():
            type(batch[0]).objects.bulk_create(batch)
        count += len(batch)
        yield count


def settle(*models: type[Model]) -> None:
    """Tells the database that numbers were given: PostgreSQL counts on its own. And lets it learn what it holds."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        if connection.vendor != "sqlite":
            cursor.execute("ANALYZE")
    learn()
