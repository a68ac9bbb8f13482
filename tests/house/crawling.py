"""Walking through the house: which addresses hold a number, and what an answer tells."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

HOST = "one.example.org"
# Where one guard keeps every door and asks before anything is looked up, whatever the number.
DESKS = ("/admin/", "/comments/desk/")
_NUMBER = re.compile(r"<int:\w+>|<path:object_id>")


def browser_of(person, **options) -> Client:
    """A browser at the house's blog, in which `person` (None: nobody) is signed in."""
    client = Client(headers={"host": HOST}, **options)
    if person:
        client.force_login(person, backend="accounts.backends.AddressBackend")
    return client


def route_of(url: str) -> str:
    """The pattern of the route that answers an address."""
    try:
        return resolve(urlsplit(url).path).route
    except Resolver404:
        return ""


def looks(client: Client, url: str, heads: set[str], *, always: bool = False) -> Iterator[tuple[str, HttpResponse]]:
    """The answers to a GET of `url`, and to a HEAD where its route has given none of that status yet, as (url, answer).

    A view answers a HEAD as it does a GET, and the body is dropped: what holds for one of a route's answers holds for
    all like it. `heads` keeps the routes asked so; `always` asks at every address.
    """
    response = client.get(url)
    yield url, response
    kind = f"{response.status_code} {route_of(url)}"
    if always or kind not in heads:
        heads.add(kind)
        yield url, client.head(url)


def numbered() -> list[str]:
    """Every route with a number in it, the desk's included: "/comments/{}/edit/"."""

    def walk(resolver, prefix="/") -> Iterator[str]:
        for entry in resolver.url_patterns:
            pattern = prefix + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                yield from walk(entry, pattern)
            elif _NUMBER.search(pattern):
                yield _NUMBER.sub("{}", pattern)

    return sorted(set(walk(get_resolver())))


def numbers_in_use() -> list[int]:
    """The number of every row of the house: on a database that has been used, they need not be small."""
    models = [model for model in apps.get_models() if model._meta.app_label in ("accounts", "blog", "comments")]
    return sorted({number for model in models for number in model.objects.values_list("pk", flat=True)})


def every_address() -> Iterator[str]:
    """Every route with a number in it, at every number from 1 to 200 and every one in use."""
    numbers = sorted({*range(1, 201), *numbers_in_use()})
    return (route.replace("{}", str(number)) for route in numbered() for number in numbers)


def some_addresses(turn: int) -> Iterator[str]:
    """Each route at every fourth number in use, another fourth at each turn; a desk's at a few of all."""
    used = numbers_in_use()
    for route in numbered():
        for number in used[:: max(1, len(used) // 3)] if route.startswith(DESKS) else used[turn % 4 :: 4]:
            yield route.replace("{}", str(number))


def told(response, canaries: set[str], url: str) -> set[str]:
    """The canaries that an answer holds, in its body or its headers.

    A path asked for may come back as the address to return to; that is no news to who typed it.
    """
    body = b"".join(response) if response.streaming else response.content
    text = f"{response.headers} {body.decode(errors='replace')}".replace(url, "")
    if "canary" not in text and "@" not in text:
        return set()
    return {canary for canary in canaries if canary in text and canary not in url}
