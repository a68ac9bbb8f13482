"""Every question to a database within a request, counted and timed; the slow ones are written down.

Without the values: they may be anybody's words. Commands like migrate or backup may take their time.
"""

import logging
import time

from blog.watching.current import current

log = logging.getLogger(__name__)
LONGEST = 2000  # characters of SQL that are written down


def watch(sender, connection, **kwargs) -> None:
    """Sees to it that a connection is measured (a receiver of Django's connection_created)."""
    if measured not in connection.execute_wrappers:
        connection.execute_wrappers.append(measured)


def measured(execute, sql, params, many, context):
    """One of Django's execute wrappers."""
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - begun
        if watched := current.get():
            watched.queries += 1
            watched.seconds += seconds
            if seconds >= watched.slow:
                log.warning("slow query", extra={"fields": {"ms": round(seconds * 1000, 1), "sql": str(sql)[:LONGEST]}})
