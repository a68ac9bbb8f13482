"""Every group, one after the other; one that breaks is a finding, too."""

from collections.abc import Iterator

from blog.watching.doctor import backups, cache, clock, database, mail, pages, proxies, rights, settings, storage, work
from blog.watching.doctor.findings import Finding, fail

GROUPS = {
    "settings": settings.look,
    "proxies": proxies.look,
    "data directory": rights.look,
    "database": database.look,
    "cache": cache.look,
    "storage": storage.look,
    "mail": mail.look,
    "clock": clock.look,
    "backups": backups.look,
    "work beside the server": work.look,
    "pages": pages.look,
}


def examine() -> Iterator[tuple[str, Finding]]:
    """(group, finding), in the order of GROUPS."""
    for group, look in GROUPS.items():
        try:
            for finding in look():
                yield group, finding
        except Exception as error:  # noqa: BLE001 (what can't be looked at is ill)
            yield group, fail("could not be looked at", f"{type(error).__name__}: {error}", "See to this first.")
