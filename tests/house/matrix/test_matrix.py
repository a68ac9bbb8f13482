"""The whole house held to one table, written by hand: who may do what, at which post, under which policy."""

import random
from collections import Counter

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.house.matrix.doors import Doors, agrees
from tests.house.matrix.table import ACTS, cells
from tests.house.matrix.world import HOST, POSTS, make_world  # noqa: F401 (a fixture)
from tests.rows import rows

CELLS = list(cells())
PEOPLE = list(dict.fromkeys(cell.who for cell in CELLS))
REFUSED = [cell for cell in CELLS if cell.is_refused]
# Every table is looked at around these, and around all that are refused in the long proofs.
SAMPLED = frozenset(random.Random(2240).sample(REFUSED, 200))


@pytest.fixture
def tried(who, request) -> list:
    """A person's cells: each run draws half of the table by its own seed, the long proofs try all."""
    cells = [cell for cell in CELLS if cell.who == who]
    if not request.config.getoption("--slow"):
        dice = random.Random(f"{random.random()} {who}")
        cells = [cell for cell in cells if cell in SAMPLED or dice.random() < 0.5]
    return sorted(cells, key=lambda cell: cell.policy)


def test_the_table_has_every_cell_once():
    assert len(CELLS) == 10 * 7 * 4 * 8 == len({str(cell) for cell in CELLS})
    assert {cell.post for cell in CELLS} == set(POSTS)
    assert {cell.policy for cell in CELLS} == {"nobody", "team", "members", "signed_in"}
    assert {cell.act for cell in CELLS} == set(ACTS.values())
    assert Counter(cell.answer for cell in CELLS).keys() == set("yni.*")
    assert {cell.who for cell in SAMPLED} == set(PEOPLE)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_door_answers_as_the_table_says_and_a_refusal_changes_no_row(
    who,
    tried,
    make_world,  # noqa: F811
    set_policy,
    request,
):
    world, client = make_world(who), Client(headers={"host": HOST})
    if world.person:
        client.force_login(world.person, backend="accounts.backends.AddressBackend")
    signed_in, looked_at = client.cookies.copy(), REFUSED if request.config.getoption("--slow") else SAMPLED
    wrong, policy, before = [], None, {}
    for cell in tried:
        if cell.policy != policy:
            policy = cell.policy
            for blog in world.blogs:
                set_policy(blog, audience=policy)
            before = rows()
        for way, ask in Doors(world, cell.post, client).ways(cell.act).items():
            with transaction.atomic():
                told = ask()
                if not agrees(way, told, cell.answer):
                    wrong.append(f"{cell}, {way}: {told} instead of {cell.answer}")
                if cell in looked_at and rows() != before:
                    wrong.append(f"{cell}, {way}: refused, but a row changed")
                transaction.set_rollback(True)
            cache.clear()  # the limits count anew
            client.cookies = signed_in.copy()
    assert not wrong, "\n".join(wrong)
