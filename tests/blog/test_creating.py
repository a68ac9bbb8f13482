"""A new blog and its owner, from the command line."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import Membership, Role, State, User
from blog.models import Blog

pytestmark = pytest.mark.django_db


def create(*arguments: str) -> str:
    said = io.StringIO()
    call_command("create_blog", *arguments, stdout=said)
    return said.getvalue()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Blog, User, Membership, EmailAddress))


def test_a_new_blog_has_an_owner_whose_address_is_confirmed_and_who_has_no_password():
    said = create("Letters", "--owner", "Ada.Lace@Example.org", "--tagline", "Slowly")
    blog, owner = Blog.objects.get(), User.objects.get()
    assert (blog.name, blog.tagline, blog.hostname) == ("Letters", "Slowly", None)
    assert (owner.email, owner.name) == ("ada.lace@example.org", "Ada Lace")
    assert not owner.has_usable_password()
    assert EmailAddress.objects.get(user=owner, primary=True).verified
    assert Membership.objects.get(blog=blog, user=owner, role=Role.OWNER, state=State.MEMBER)
    assert "owner_link" in said


def test_a_second_blog_needs_a_host_name_of_its_own():
    create("Letters", "--owner", "ada@example.org")
    before = counts()
    with pytest.raises(CommandError):
        create("More letters", "--owner", "ada@example.org")
    assert counts() == before
    create("More letters", "--owner", "ada@example.org", "--hostname", "More.Example.org")
    assert Blog.objects.get(name="More letters").hostname == "more.example.org"
    assert User.objects.count() == 1
    assert Membership.objects.filter(role=Role.OWNER).count() == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("Letters", "--owner", "not an address"),
        ("Letters", "--owner", "owner@example.org"),  # nobody may be called "Owner"
        ("Letters", "--owner", "ada@example.org", "--owner-name", "admin"),
        ("Letters", "--owner", "ada@example.org", "--hostname", "https://example.org/"),
        ("", "--owner", "ada@example.org"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_makes_nothing(arguments):
    with pytest.raises(CommandError) as refused:
        create(*arguments)
    assert len(str(refused.value)) > 10
    assert counts() == (0, 0, 0, 0)


def test_a_name_that_looks_like_somebodys_is_refused(make_user):
    make_user("Ada Lace")
    before = counts()
    with pytest.raises(CommandError):
        create("Letters", "--owner", "other@example.org", "--owner-name", "Аda Lace")
    assert counts() == before


def test_an_account_that_never_confirmed_its_address_does_not_become_the_owner(make_user):
    """Whoever signed up with the owner's address knows its password."""
    stranger = make_user(confirmed=False)
    before = counts()
    with pytest.raises(CommandError, match="not confirmed"):
        create("Letters", "--owner", stranger.email)
    assert counts() == before
