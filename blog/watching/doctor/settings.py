"""The settings: the secret, the hosts, HTTPS, and what Django itself says about them."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import run_checks

from blog.watching.doctor.findings import Finding, fail, ok, warn
from config.env import LOOPBACK

SHORT = 50  # characters


def look() -> Iterator[Finding]:
    yield secret_key(settings.SECRET_KEY)
    if settings.DEBUG:
        yield fail("DEBUG", "It is on: every fault shows code and settings to everybody.", "Unset DEBUG.")
    else:
        yield ok("DEBUG", "It is off.")
    yield hosts(settings.ALLOWED_HOSTS)
    yield https(settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT)
    if not settings.STATIC_ROOT.is_dir():
        yield fail("static files", "They were not collected: pages have no style.", "Run manage.py collectstatic.")
    for told in run_checks(include_deployment_checks=True):
        if not told.is_silenced() and (settings.SECURE_SSL_REDIRECT or told.id not in NEED_HTTPS):
            make = fail if told.is_serious() else warn
            yield make(
                f"Django’s check {told.id}", str(told.msg), str(told.hint or "See Django’s documentation of it.")
            )


# Of Django's checks, those that ask for what only HTTPS can give: said once, above.
NEED_HTTPS = {f"security.W{number:03}" for number in (4, 5, 8, 12, 16, 21)}


def secret_key(key: str) -> Finding:
    if len(key) < SHORT or len(set(key)) < 5 or key.startswith("django-insecure"):
        return fail(
            "SECRET_KEY",
            "It can be guessed: whoever does can sign in as anybody.",
            "Unset SECRET_KEY: a good one is made and kept in the data directory. People then have to sign in again.",
        )
    return ok("SECRET_KEY", "It is long.")


def hosts(allowed: list[str]) -> Finding:
    if "*" in allowed:
        return fail(
            "ALLOWED_HOSTS", "Any name is answered, and mails hold links to it.", "List the blog’s own names there."
        )
    if set(allowed) <= set(LOOPBACK):
        return ok("ALLOWED_HOSTS", "The blog answers only this computer.")
    return ok("ALLOWED_HOSTS", f"The blog answers at {', '.join(allowed)}.")


def https(allowed: list[str], is_on: bool) -> Finding:
    if is_on:
        return ok("HTTPS", "It is on.")
    if set(allowed) <= set(LOOPBACK):
        return ok("HTTPS", "It is off, and nobody else can read this blog.")
    return warn(
        "HTTPS",
        "It is off: passwords and sessions can be read on their way.",
        "Put a proxy with a certificate in front and unset HTTPS (docs/running.md).",
    )
