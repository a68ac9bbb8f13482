"""People to fill a blog with: members with a name and a confirmed address, who came over the years, and a team."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from allauth.account.models import EmailAddress

from accounts.mailboxes import mailbox_key
from accounts.models import Membership, Role, State, User
from accounts.names import name_key
from blog.generating.rows import next_number, write
from blog.models import Blog

TEAM = {Role.EDITOR: 2, Role.MODERATOR: 3, Role.AUTHOR: 10}
_GIVEN = "Ada Ben Clara David Edith Felix Grete Hugo Ines Jonas Klara Leo Mira Noah Olga Paul Rosa Simon Thea Viktor"
_FAMILY = "Amsel Brook Carter Dorn Ebner Falk Grant Hale Ivers Jansen Keller Lorenz Marlow Novak Olsen Perrin Quint Ros"
_STATES = ((State.MEMBER, 95), (State.APPLICANT, 1), (State.DECLINED, 1), (State.LEFT, 3))


def people(blog: Blog, count: int, begun: datetime, now: datetime, chance: Random) -> Iterator[int]:
    """Writes so many people with their addresses and memberships, the team first; yields how many are there.

    Nobody has a password: they sign in by a mailed code, or by `manage.py owner_link`.
    """
    first, given, family = next_number(User), _GIVEN.split(), _FAMILY.split()
    roles = [role for role, number in TEAM.items() for _ in range(number)]
    states, weights = zip(*_STATES, strict=True)
    users, since = [], []
    for place in range(count):
        pk = first + place
        name, email = f"{chance.choice(given)} {chance.choice(family)} {pk}", f"person{pk}@generated.example"
        joined = begun + (now - begun) * (place / max(count, 1))
        user = User(pk=pk, email=email, name=name, name_key=name_key(name), mailbox_key=mailbox_key(email))
        user.joined_at = joined
        user.set_unusable_password()
        users.append(user)
        since.append(joined + timedelta(hours=chance.random() * 48))
    yield from write(users)
    for _count in write(EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in users):
        pass
    memberships = (
        Membership(
            blog=blog,
            user=user,
            role=roles[place] if place < len(roles) else Role.MEMBER,
            state=State.MEMBER if place < len(roles) else chance.choices(states, weights)[0],
            since=min(since[place], now),
        )
        for place, user in enumerate(users)
    )
    for _count in write(memberships):
        pass
