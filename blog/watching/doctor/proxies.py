"""Whether what stands in front is counted: else everybody has one address, or may claim any."""

from collections.abc import Iterator

from django.conf import settings

from blog.watching.doctor.findings import Finding, ok, warn


def look() -> Iterator[Finding]:
    yield counted(settings.TRUSTED_PROXIES, settings.SECURE_SSL_REDIRECT)


def counted(proxies: int, https: bool) -> Finding:
    name = "TRUSTED_PROXIES"
    if proxies:
        return ok(name, f"{proxies} in front: each must set X-Forwarded-For and X-Forwarded-Proto itself.")
    if https:
        return warn(
            name,
            "HTTPS is on, but no proxy is counted: one that takes TLS would be sent round in circles, and all its "
            "visitors share one rate limit.",
            "Set TRUSTED_PROXIES to how many proxies stand in front (usually 1).",
        )
    return ok(name, "None in front.")
