"""Which mailbox an address leads to, and what its domain says. Pure but for the list of disposable domains, a library.

Nothing here says that an address works: that is what confirming it is for.
"""

from disposable_email_domains import blocklist

# Mail services for which dots in the local part make no difference, and the name each goes by besides.
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
LONGEST_LIST = 200  # domains a blog may name


def mailbox_key(email: str) -> str:
    """The same for every spelling of one mailbox: without "+tag", without the dots that Gmail does not see."""
    local, _at, domain = email.strip().lower().rpartition("@")
    local = local.split("+", 1)[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", "") or local, _DOTLESS[domain]
    return f"{local}@{domain}"


def is_disposable(email: str) -> bool:
    """Whether the address is of a service that gives out mailboxes for minutes, subdomains included."""
    return any(domain in blocklist for domain in _domains(email))


def is_of(email: str, domains: list[str]) -> bool:
    """Whether the address is of one of `domains`: "example.org" is that alone, ".example.org" whatever is below it."""
    domain = email.rpartition("@")[2].lower()
    return any(domain.endswith(one) if one.startswith(".") else domain == one for one in domains)


def domains_in(text: str) -> list[str]:
    """The domains that an owner has listed, one a line, as `is_of` takes them: "@Example.org" is "example.org"."""
    lines = (line.strip().lower().removeprefix("*").removeprefix("@") for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def fault_in_domains(domains: list[str]) -> str:
    """The first of them that can't be one, or ""."""
    for domain in domains:
        labels = domain.removeprefix(".").split(".")
        if len(labels) < 2 or not all(label.replace("-", "").isalnum() and len(label) < 64 for label in labels):
            return domain
    return ""


def _domains(email: str):
    """Of "a@x.example.org": "x.example.org", "example.org"."""
    parts = email.rpartition("@")[2].lower().split(".")
    for start in range(len(parts) - 1):
        yield ".".join(parts[start:])
