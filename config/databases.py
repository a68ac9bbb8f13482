"""How the databases are talked to: Django's dictionaries of DATABASES."""

from pathlib import Path

from environ import Env

# SQLite: WAL so that readers never wait for a writer; IMMEDIATE because a transaction that reads and then writes
# fails at once under load otherwise; synchronous FULL, so that "your comment is published" is still true after a
# power cut (NORMAL may lose the last commits then; the price, 6,400 instead of 33,000 commits a second, is no
# concern of a blog's). A checkpoint after 16 MB instead of 4: comments write the same pages of their indexes again and
# again, and each is copied once.
_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA journal_size_limit=67108864; "
    "PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
)


def sqlite(path: Path, synchronous: str) -> dict:
    """A file; `synchronous` is "FULL", or "OFF" for what may be lost."""
    return {
        "ENGINE": "config.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": _PRAGMAS.format(synchronous=synchronous),
        },
    }


# How long a PostgreSQL that does not answer is waited for: seconds for a connection, milliseconds for the network to
# take what was sent; for an answer see config/postgresql. Then readers get the page that is kept, writers their text.
_PATIENCE = {"connect_timeout": 2, "tcp_user_timeout": 5_000}

# Django's cache as a table of that file.
TABLE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "django_cache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}


def kept_open(database: dict) -> dict:
    """One of DATABASE_URL, with its connections kept.

    A server that was restarted has cut them: one question before each request, and nobody meets a dead one.
    """
    kept = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True} | database
    if "postgresql" in database["ENGINE"]:
        kept["ENGINE"] = "config.postgresql"
        kept["OPTIONS"] = _PATIENCE | database.get("OPTIONS", {})
    return kept


def of_url(url: str) -> dict:
    """The database at an address like that of DATABASE_URL. Raises ValueError where it is neither of our two kinds."""
    if url.startswith("sqlite:////"):
        return sqlite(Path(Env.db_url_config(url)["NAME"]), "FULL")
    if url.startswith(("postgres://", "postgresql://")):
        return kept_open(Env.db_url_config(url))
    raise ValueError("write postgres://user:password@host/name or sqlite:////path/db.sqlite3")


def redis_of(cache: dict | None) -> str:
    """The address of the Redis of CACHE_URL, "" where there is none; of several, the one that is written to."""
    if cache is None or "redis" not in cache["BACKEND"].lower():
        return ""
    address = cache["LOCATION"]
    return address if isinstance(address, str) else address[0]
