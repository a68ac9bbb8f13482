"""People are found by any letters of their names, whatever wrote them; of those one may see, and no others."""

import pytest
from django.db import connection
from django.db.models import Q

from accounts.leaving import delete_account
from accounts.models import Membership, Role, User
from accounts.named import NAMES
from blog.writing.desk.people import MembershipAdmin
from config.letters import FOUND, words_of
from config.statistics import tell

pytestmark = pytest.mark.django_db


def found(blog, typed: str) -> list[str]:
    """Newest first."""
    members = NAMES.among(blog.memberships.all(), words_of(typed), of="user")
    return list(members.order_by("-pk").values_list("user__name", flat=True))


@pytest.fixture
def people(blog, make_member):
    return [make_member(blog, name=name) for name in ("Ines Marlow", "Old Marlowe", "Jörg Łukasz", "Bo")]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("marlow", ["Old Marlowe", "Ines Marlow"]),
        ("ARLOW", ["Old Marlowe", "Ines Marlow"]),
        ("marlow ines", ["Ines Marlow"]),
        ('"old mar"', ["Old Marlowe"]),
        ('"mar old"', []),
        ("Łukas", ["Jörg Łukasz"]),
        ("bo", ["Bo"]),
        ("d m", ["Old Marlowe"]),
        ("o", ["Bo", "Old Marlowe", "Ines Marlow"]),
        ('""', ["Bo", "Jörg Łukasz", "Old Marlowe", "Ines Marlow"]),
        ("%", []),
        ("_", []),
        ("ma%w", []),
        ("name:marlow", []),
        ("marlow*", []),
        ('mar"low', []),
        ("NEAR(ines marlow)", []),
    ],
)
def test_every_word_has_to_stand_in_the_name(typed, names, blog, people):
    assert found(blog, typed) == names


@pytest.mark.parametrize("typed", ["marlow", "rlo", "lo", "o", "Łukas", "nobody", "%", "_", "\\", "'", '"', "a*"])
def test_a_word_beside_others_means_the_same(typed, blog, people):
    members = blog.memberships.all()
    has = members.filter(NAMES.has(typed, of="user") | Q(note="never"))
    assert set(has) == set(NAMES.among(members, [typed], of="user"))


def test_who_is_renamed_or_gone_is_found_as_is_true_now(blog, people):
    ines, old = people[:2]
    ines.name = "Ines Harbour"
    ines.save()
    User.objects.filter(pk=old.pk).update(name="Old Tom")
    assert (found(blog, "marlow"), found(blog, "harbour"), found(blog, "tom")) == ([], ["Ines Harbour"], ["Old Tom"])
    ines.delete()
    assert found(blog, "harbour") == []


def test_nobody_is_found_who_is_of_another_blog_alone(blog, make_blog, make_member, people, make_user):
    other = make_blog(hostname="two.example.org")
    make_member(other, name="Marlow of two")
    make_user(name="Marlow of none")
    assert found(blog, "marlow") == ["Old Marlowe", "Ines Marlow"]
    assert found(other, "marlow") == ["Marlow of two"]
    Membership.objects.filter(blog=blog, user=people[0]).delete()
    assert found(blog, "marlow") == ["Old Marlowe"]


def test_of_many_who_came_last_are_found(blog, people, monkeypatch):
    monkeypatch.setattr("config.letters.FOUND", 1)
    assert found(blog, "marlow") == found(blog, "rl ma") == ["Old Marlowe"]


def test_the_owners_list_finds_by_it(blog, people, make_member, sign_in, client):
    sign_in(make_member(blog, Role.OWNER))
    html = client.get("/admin/accounts/membership/", {"q": "marlow"}).content.decode()
    assert "Ines Marlow" in html and "Old Marlowe" in html and "Łukasz" not in html
    assert "2 results" in html
    assert str(FOUND) in str(MembershipAdmin.search_help_text)


def test_a_search_looks_at_few_names_however_many_there_are(blog, people, steps):
    def come(count: int) -> None:
        number = User.objects.count()
        made = User.objects.bulk_create(
            User(email=f"{n}@example.org", name=f"Somebody {n}", name_key=f"{n}")
            for n in range(number, number + count)
        )
        Membership.objects.bulk_create(Membership(blog=blog, user=user, state="member") for user in made)

    def cost(typed: str) -> int:
        return steps(lambda: found(blog, typed))[1]

    tell()
    come(600)
    few = {typed: cost(typed) for typed in ("marlow", "nobody at all", "somebody", "so")}
    come(3_000)
    assert {typed: cost(typed) for typed in few} == pytest.approx(few, abs=30)


on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="the table and its triggers are SQLite's")


@on_sqlite
def test_of_a_name_that_is_deleted_no_letters_are_left_in_the_index(blog, people, make_member):
    def kept(letters: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM accounts_user_names_data")
            return any(letters.encode() in block for (block,) in cursor.fetchall())

    goes = make_member(blog, name="Quentin Zyx")
    make_member(blog, name="Somebody Else")
    NAMES.forget()  # what is one piece is left as it is, so that the name is in it
    assert kept("zyx")
    delete_account(user=goes, keep_comments=True)
    assert not kept("zyx")
    assert found(blog, "zyx") == []
    assert found(blog, "marlow") == ["Old Marlowe", "Ines Marlow"]


@on_sqlite
@pytest.mark.parametrize("lost", ["_new", "_gone", "_changed", ""])
def test_an_index_that_lost_a_part_is_made_anew(lost, blog, people):
    with connection.cursor() as cursor:
        for name in (lost,) if lost else ("_new", "_gone", "_changed", lost):
            cursor.execute(f"DROP {'TRIGGER' if name else 'TABLE'} accounts_user_names{name}")
    User.objects.filter(pk=people[1].pk).update(name="Old Tom")
    NAMES.keep()
    assert found(blog, "marlow") == ["Ines Marlow"]
    people[0].delete()
    assert (found(blog, "tom"), found(blog, "marlow")) == (["Old Tom"], [])
