"""The environment, read once and typed: what the machine decides. What an owner decides is a column of the blog's.

Every variable has a safe default, so that an empty environment is a working blog on this computer.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from environ import Env

from config.databases import of_url
from config.variables import BadVariable, address, choice, number, switch

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
POSTGRES, A_DATABASE = ("postgres", "postgresql"), "postgres://user:password@host/name"
CACHES, MAILERS = tuple(Env.CACHE_SCHEMES), tuple(Env.EMAIL_SCHEMES)


@dataclass(frozen=True)
class Environment:
    """Settings of the machine. Paths are absolute; `database`, `replica`, `cache`, `email` and `media` (a storage) are
    Django's own dictionaries.

    `page_memory` (of each process) and `page_disk` are bytes; `shared_cache_seconds` is how long a cache in front may
    keep a page without asking, 0 for never. `tasks` is "immediate" (work beside a request is done in it) or "database"
    (by manage.py db_worker); `log_format` is "line" or "json"; `backup_every` is in hours, `slow_query` in
    milliseconds; 0 and "" switch a thing off. `server_threads` is how many the server has in each process (bin/serve).
    """

    data: Path
    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    https: bool
    trusted_proxies: int
    database: dict | None
    replica: dict | None
    media: dict
    cache: dict | None
    email: dict
    mail_sender: str
    akismet_key: str
    tasks: str
    page_memory: int
    page_disk: int
    shared_cache_seconds: int
    backup_every: int
    log_format: str
    slow_query: int
    metrics_token: str
    server_threads: int
    editor: str


def read(env: Env | None = None) -> Environment:
    """The environment of this process. Raises BadVariable, naming it, on a bad value."""
    env = env or Env()
    data = Path(env.str("PARLEY_DATA", default=str(ROOT / "var"))).expanduser().resolve()
    metrics = env.str("METRICS_TOKEN", default="")
    if metrics:
        _count_in(data / "metrics")
    hosts = [host.strip() for host in env.list("ALLOWED_HOSTS", default=list(LOOPBACK)) if host.strip()]
    return Environment(
        data=data,
        secret_key=env.str("SECRET_KEY", default="") or _kept_secret(data / "secret-key"),
        debug=switch(env, "DEBUG", False),
        allowed_hosts=hosts,
        # A blog that answers only this computer has no certificate; any other must have one.
        https=switch(env, "HTTPS", not set(hosts) <= set(LOOPBACK)),
        trusted_proxies=number(env, "TRUSTED_PROXIES", 0),
        database=address(env, "DATABASE_URL", of_url, (*POSTGRES, "sqlite"), f"{A_DATABASE} or sqlite:////path/file"),
        replica=_replica(env),
        media=_media(env),
        cache=address(env, "CACHE_URL", Env.cache_url_config, CACHES, "rediscache://host:6379/0"),
        email=_email(env, data),
        akismet_key=env.str("AKISMET_KEY", default=""),
        tasks=choice(env, "TASKS", ("immediate", "database")),
        backup_every=number(env, "BACKUP_EVERY_HOURS", 0),
        log_format=choice(env, "LOG_FORMAT", ("line", "json")),
        slow_query=number(env, "SLOW_QUERY_MS", 200),
        metrics_token=metrics,
        page_memory=number(env, "PAGE_MEMORY_MB", 32) * 2**20,
        page_disk=number(env, "PAGE_DISK_MB", 256) * 2**20,
        shared_cache_seconds=number(env, "SHARED_CACHE_SECONDS", 0),
        server_threads=number(env, "GRANIAN_BLOCKING_THREADS", 64),
        editor=env.str("VISUAL", default="") or env.str("EDITOR", default="") or "vi",
        mail_sender=env.str("MAIL_SENDER", default=f"Parley <no-reply@{_mail_host(hosts)}>"),
    )


def with_variables(more: dict[str, str]) -> dict[str, str]:
    """The environment for a program that is started with these variables as well."""
    return {**os.environ, **more}


def _count_in(directory: Path) -> None:
    """Tells prometheus_client, which looks here when it is first imported, to count for all processes together."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(directory)


def _kept_secret(path: Path) -> str:
    """The key made at the first start and kept in the data directory, readable by its owner alone."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text().strip()
    except OSError as error:
        raise BadVariable(f"PARLEY_DATA is {path.parent}: {error.strerror}; name a directory that is yours") from error


def _replica(env: Env) -> dict | None:
    replica = address(env, "DATABASE_REPLICA_URL", of_url, POSTGRES, A_DATABASE)
    if replica and not env.str("DATABASE_URL", default="").startswith("postgres"):
        raise BadVariable(
            "DATABASE_REPLICA_URL is the replica of a PostgreSQL; write the address of that in DATABASE_URL"
        )
    return replica


def _media(env: Env) -> dict:
    """Where images lie: a directory of this machine, or a bucket that speaks S3, like s3://bucket?endpoint=https://….

    The keys to the bucket are in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as all tools for S3 have it.
    """
    url = urlsplit(env.str("MEDIA_URL", default=""))
    if not url.geturl():
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    chosen = {name: values[-1] for name, values in parse_qs(url.query).items()}
    if url.scheme != "s3" or not url.netloc or set(chosen) - {"endpoint", "region"}:
        raise BadVariable(f"MEDIA_URL is {url.geturl()!r}; write it like s3://bucket?endpoint=https://host&region=name")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": url.netloc,
            "location": url.path.strip("/"),
            "endpoint_url": chosen.get("endpoint"),
            "region_name": chosen.get("region"),
            "default_acl": None,  # private: an image is sent by the blog, to whom may see it
            "file_overwrite": False,
        },
    }


def _email(env: Env, data: Path) -> dict:
    given = address(env, "EMAIL_URL", Env.email_url_config, MAILERS, "smtp+tls://user:password@host:587")
    return given or {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(data / "mail"),
    }


def _mail_host(hosts: list[str]) -> str:
    """The name mails are sent from: the first real host, else a name that can never belong to a stranger (RFC 2606)."""
    named = [host.lstrip(".") for host in hosts if host not in (*LOOPBACK, "*")]
    return urlsplit(f"//{named[0]}").hostname or "localhost" if named else "blog.invalid"
