"""Whose a post is: who may be named as its author, found by name or by address."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.names import name_key
from blog.models import Blog
from blog.permissions import ROLES, WRITE_OWN, allows
from blog.writing.labelling import names_in

WRITERS = [role for role in ROLES if allows(role, WRITE_OWN)]
MOST = 20  # people beside the author of one post


def writers_of(blog: Blog):
    """Those who may write in this blog at this moment, as a queryset."""
    return User.objects.filter(pk__in=Membership.objects.active().filter(blog=blog, role__in=WRITERS).values("user"))


def writer_named(blog: Blog, said: str) -> User | None:
    """Who of those who may write here has this address or this name."""
    if not said:
        return None
    writers = writers_of(blog)
    return writers.filter(email=said.lower()).first() or writers.filter(name_key=name_key(said)).first()


def writers_named(blog: Blog, said: str, *, already: Iterable[User] = ()) -> list[User]:
    """Everybody in a line of names, or addresses, with commas between them; at most two queries.

    `already` are those who stand there and may stay, whether or not they may still write here. Raises ValidationError
    where somebody is not found.
    """
    names = names_in(said)
    if not names:
        return []
    if len(names) > MOST:
        raise ValidationError(_("Name at most %(limit)d people."), params={"limit": MOST})
    keys = {name: name_key(name) for name in names}
    asked = Q(name_key__in=keys.values()) | Q(email__in=[name.lower() for name in names])
    found = {}
    for person in [*already, *writers_of(blog).filter(asked)]:
        found[person.name_key] = found[person.email] = person
    unknown = [name for name in names if keys[name] not in found and name.lower() not in found]
    if unknown:
        raise ValidationError(
            _("Nobody of the team is called “%(name)s”. Write a name as it stands on the page of people."),
            params={"name": unknown[0][:60]},
        )
    return list(dict.fromkeys(found.get(keys[name]) or found[name.lower()] for name in names))


def names_of(numbers: Iterable[int]) -> list[str]:
    """The names of people, in the order of names. A query, if there is a number."""
    found = User.objects.filter(pk__in=numbers).values_list("name", flat=True) if numbers else ()
    return sorted(found, key=str.casefold)
