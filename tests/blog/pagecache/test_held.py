"""What was made of rows is given out again while they are as they were, and at no other time."""

import random
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Role
from blog.comments import thread
from blog.comments.editing import withdraw_comment
from blog.comments.models import Comment, State
from blog.comments.pages import page_of
from blog.comments.posting import post_comment
from blog.comments.rulings import REMOVE, RESTORE, rule
from blog.comments.thanks import thank
from blog.pagecache import house
from blog.pagecache.held import Held

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept")]


@pytest.fixture
def made():
    """Asks for a thing, and says how often it was made."""

    class Made:
        count, held = 0, Held(10, weigh=lambda _value: 1)

        def __call__(self, key="key", tag="thing"):
            def make():
                self.count += 1
                return self.count

            return self.held.get((key,), (tag,), make)

    return Made()


def test_it_is_made_once_while_nothing_of_it_changes(made):
    assert [made() for _again in range(3)] == [1, 1, 1]
    house.generations().settle({"another"})
    assert made() == 1


@pytest.mark.parametrize("tag", ["thing", "all"])
def test_it_is_made_anew_after_a_change(made, tag):
    made()
    house.generations().settle({tag})
    assert [made() for _again in range(2)] == [2, 2]


def test_while_a_change_is_being_committed_nothing_is_trusted(made):
    made()
    house.generations().begin({"thing"})
    assert [made(), made()] == [2, 3]
    house.generations().settle({"thing"})
    assert [made(), made()] == [4, 4]


def test_what_was_made_while_it_changed_is_not_given_out_again():
    held = Held(10, weigh=lambda _value: 1)
    assert held.get(("key",), ("thing",), lambda: house.generations().settle({"thing"}) or "before") == "before"
    assert held.get(("key",), ("thing",), lambda: "after") == "after"


def test_what_fails_is_asked_again(made):
    with pytest.raises(ZeroDivisionError):
        made.held.get(("key",), ("thing",), lambda: 1 / 0)
    assert made() == 1


def test_in_a_transaction_it_is_always_made(made):
    made()
    with transaction.atomic():
        assert [made(), made()] == [2, 3]
    assert made() == 1


def test_where_no_pages_are_kept_neither_is_this(made, settings):
    settings.PAGE_CACHE = settings.PAGE_CACHE | {"on": False}
    assert [made(), made()] == [1, 2]


def test_other_generations_say_nothing_of_it(made, settings, tmp_path):
    made()
    settings.PAGE_CACHE = settings.PAGE_CACHE | {"generations": tmp_path / "others"}
    assert made() == 2


def test_it_is_bounded_and_what_was_not_asked_for_goes_first(made):
    made("first")
    for number in range(9):
        made(f"more {number}")
    made("first")
    made("one too many")
    assert made("first") == 1 and made("more 0") > 11
    assert len(made.held._kept) == made.held._weight == 10


def test_a_thing_that_is_too_heavy_is_not_kept():
    held = Held(10, weigh=lambda _value: 11)
    assert [held.get(("key",), (), lambda number=number: number) for number in range(2)] == [0, 1]
    assert held._weight == 0 and not held._kept


@pytest.mark.parametrize("seed", range(3))
def test_a_thread_is_always_what_the_database_has(seed, blog, make_post, make_member, make_comment):
    """Whoever writes, by an act that announces it or by any other door."""
    chance, post, moderator = random.Random(seed), make_post(blog), make_member(blog, Role.MODERATOR)
    people = [make_member(blog) for _more in range(3)]

    def some(state=State.PUBLISHED, **fields) -> Comment:
        """By number, for a database's own order is not the seed's. Where there is none, one is made."""
        there = post.comments.filter(state=state, **fields).order_by("pk")
        return chance.choice(list(there) or [make_comment(post, author=chance.choice(people), state=state)])

    def post_one():
        parent = chance.choice([None, some()])
        post_comment(post=post, by=chance.choice(people), text="More.", key=uuid4(), now=timezone.now(), parent=parent)

    def withdraw():
        comment = some(author__in=people)
        withdraw_comment(comment=comment, by=comment.author, now=timezone.now())

    def ruled(act: str, seen: str):
        now = timezone.now()
        rule(comment=some(state=seen), act=act, by=moderator, seen_state=seen, reason="So it is.", now=now)

    def thank_for_one():
        comment = some()
        other = chance.choice([person for person in people if person != comment.author])
        thank(comment=comment, by=other, now=timezone.now())

    acts = {
        "post": post_one,
        "withdraw": withdraw,
        "remove": lambda: ruled(REMOVE, State.PUBLISHED),
        "restore": lambda: ruled(RESTORE, State.REMOVED),
        "thank": thank_for_one,
        "rename": lambda: type(moderator).objects.filter(pk=people[0].pk).update(name=f"Name {chance.random()}"),
        "rewrite": lambda: post.comments.update(html=f"<p>{chance.random()}</p>"),
        "delete": lambda: some(replies=None).delete(),
        "add": lambda: make_comment(post, author=chance.choice([*people, None])),
        "take back": lambda: _taken_back(post_one),
        "nothing": lambda: None,
    }
    order = 5 * sorted(acts)
    chance.shuffle(order)
    for name in order:
        acts[name]()
        for asked in ({}, {"before": "end"}):
            assert thread.thread_of(post, timezone.now(), asked=asked).page == page_of(post, asked), name


def _taken_back(act) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        act()
        raise ZeroDivisionError
