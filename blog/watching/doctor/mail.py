"""Mail: whether a server takes it, and whether others will believe where it comes from."""

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import get_connection

from blog.watching.doctor.findings import Finding, fail, ok, warn
from config.env import LOOPBACK

PATIENCE = 10  # seconds


def look() -> Iterator[Finding]:
    public = not set(settings.ALLOWED_HOSTS) <= set(LOOPBACK)
    yield server(public)
    yield sender(parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2], public)


def server(public: bool) -> Finding:
    backend = settings.EMAIL_BACKEND
    if not backend.endswith("smtp.EmailBackend"):
        kind = backend.split(".")[-2]
        if public:
            return fail("server", f"Mails go nowhere ({kind}): nobody can confirm an address.", "Set EMAIL_URL.")
        return ok("server", f"Mails stay on this computer ({kind}).")
    connection = get_connection()
    connection.timeout = PATIENCE
    try:
        connection.open()
        connection.close()
    except OSError as error:  # smtplib's are among them
        return fail(
            "server",
            f"{settings.EMAIL_HOST} could not be talked to ({type(error).__name__}).",
            "See to EMAIL_URL: its name, port, user and password, and whether a firewall lets it through.",
        )
    return ok("server", f"{settings.EMAIL_HOST} answers and lets us in.")


def sender(domain: str, public: bool) -> Finding:
    if domain.endswith((".invalid", "localhost")) or "." not in domain:
        if public:
            return fail("sender", f"Mails come from {domain}: others refuse them.", "Set MAIL_SENDER.")
        return ok("sender", f"Mails come from {domain}, which is no real domain; none leaves this computer.")
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS]
    if any(host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}") for host in hosts):
        return ok("sender", f"Mails come from {domain}. It needs SPF and DKIM records of your mail server.")
    return warn(
        "sender",
        f"Mails come from {domain}, and the blog answers at {', '.join(hosts)}.",
        "If that domain is not yours, set MAIL_SENDER to an address of one that is.",
    )
