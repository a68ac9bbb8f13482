"""The environment, read once and typed: what the machine decides. What an owner decides is a column of the blog's.

Every variable has a safe default, so that an empty environment is a working blog on this computer.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from environ import Env, ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Environment:
    """Settings of the machine. Paths are absolute; `database`, `cache` and `email` are Django's own dictionaries."""

    data: Path
    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    https: bool
    trusted_proxies: int
    database: dict | None
    cache: dict | None
    email: dict
    mail_sender: str
    akismet_key: str
    tasks: str
    editor: str


def read(env: Env | None = None) -> Environment:
    """The environment of this process. Raises environ.ImproperlyConfigured, naming the variable, on a bad value."""
    env = env or Env()
    data = Path(env.str("PARLEY_DATA", default=str(ROOT / "var"))).expanduser().resolve()
    hosts = [host.strip() for host in env.list("ALLOWED_HOSTS", default=list(LOOPBACK)) if host.strip()]
    return Environment(
        data=data,
        secret_key=env.str("SECRET_KEY", default="") or _kept_secret(data / "secret-key"),
        debug=env.bool("DEBUG", default=False),
        allowed_hosts=hosts,
        # A blog that answers only this computer has no certificate; any other must have one.
        https=env.bool("HTTPS", default=not set(hosts) <= set(LOOPBACK)),
        trusted_proxies=env.int("TRUSTED_PROXIES", default=0),
        database=env.db_url("DATABASE_URL") if env.str("DATABASE_URL", default="") else None,
        cache=env.cache_url("CACHE_URL") if env.str("CACHE_URL", default="") else None,
        email=_email(env, data),
        akismet_key=env.str("AKISMET_KEY", default=""),
        tasks=_tasks(env),
        editor=env.str("VISUAL", default="") or env.str("EDITOR", default="") or "vi",
        mail_sender=env.str("MAIL_SENDER", default=f"Parley <no-reply@{_mail_host(hosts)}>"),
    )


def _kept_secret(path: Path) -> str:
    """The key made at the first start and kept in the data directory, readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _tasks(env: Env) -> str:
    """Where work beside a request is done: "immediate" (in that request) or "database" (manage.py db_worker)."""
    chosen = env.str("TASKS", default="immediate")
    if chosen not in ("immediate", "database"):
        raise ImproperlyConfigured(f"TASKS is {chosen!r}; write immediate or database")
    return chosen


def _email(env: Env, data: Path) -> dict:
    if env.str("EMAIL_URL", default=""):
        return env.email_url("EMAIL_URL")
    return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(data / "mail")}


def _mail_host(hosts: list[str]) -> str:
    """The name mails are sent from: the first real host, else a name that can never belong to a stranger (RFC 2606)."""
    named = [host.lstrip(".") for host in hosts if host not in (*LOOPBACK, "*")]
    return urlsplit(f"//{named[0]}").hostname or "localhost" if named else "blog.invalid"
