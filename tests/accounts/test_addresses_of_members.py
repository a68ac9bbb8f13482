"""Which addresses an owner lets in: certain domains, no disposable ones, one member for each mailbox."""

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.joining import join_or_apply
from accounts.models import Membership, State, User
from accounts.refusals import Refused


@pytest.fixture
def person(db):
    def make(email: str, confirmed=True) -> User:
        user = User.objects.create_user(email, f"Person {email[:20].replace('@', ' at ')}")
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=confirmed)
        return user

    return make


def join(blog, user):
    return join_or_apply(blog=blog, user=user, note="", now=timezone.now())


@pytest.mark.parametrize(
    "chosen, email, code",
    [
        ({}, "a@mailinator.com", ""),
        ({"mail_domains": "example.org"}, "a@example.org", ""),
        ({"mail_domains": "example.org"}, "a@example.com", "mail_domain"),
        ({"mail_domains": "example.com\n.example.org"}, "a@x.example.org", ""),
        ({"refuse_disposable": True}, "a@mailinator.com", "disposable"),
        ({"refuse_disposable": True}, "a@example.org", ""),
    ],
)
def test_who_joins_by_their_domain(chosen, email, code, make_blog, person, nothing_changes):
    blog, user = make_blog(**chosen), person(email)
    if not code:
        assert join(blog, user).state == State.MEMBER
        return
    with nothing_changes(), pytest.raises(Refused, match=code) as refused:
        join(blog, user)
    assert refused.value.sentence


def test_an_address_that_is_not_confirmed_opens_nothing(make_blog, person):
    blog, user = make_blog(mail_domains="example.org"), person("a@example.com")
    EmailAddress.objects.create(user=user, email="a@example.org", verified=False)
    with pytest.raises(Refused, match="mail_domain"):
        join(blog, user)


@pytest.mark.parametrize("state", [State.MEMBER, State.APPLICANT, "banned", "suspended"])
def test_a_second_account_of_one_mailbox_stays_out(state, make_blog, make_member, person, nothing_changes):
    blog = make_blog(refuse_aliases=True)
    first = make_member(blog, state=state)
    second = person(first.email.replace("@", "+two@"))
    with nothing_changes(), pytest.raises(Refused, match="alias"):
        join(blog, second)
    blog.refuse_aliases = False
    blog.save()
    assert join(blog, second).state == State.MEMBER


def test_who_has_left_comes_back_by_whatever_spelling(make_blog, make_member, person):
    blog = make_blog(refuse_aliases=True)
    first = make_member(blog, state=State.LEFT)
    assert join(blog, person(first.email.replace("@", "+two@"))).state == State.MEMBER


def test_whom_the_team_invites_may_have_any_address(make_blog, make_member):
    blog = make_blog(mail_domains="example.com", refuse_disposable=True, refuse_aliases=True)
    assert join(blog, make_member(blog, state="invited")).state == State.MEMBER


def test_the_page_of_joining_says_so_before(make_blog, person, client, sign_in):
    make_blog(mail_domains="example.com")
    sign_in(person("a@example.org"))
    page = client.get("/accounts/join/").content.decode()
    assert "certain mail domains only" in page and "Become a member" not in page
    assert client.post("/accounts/join/").status_code == 403 and not Membership.objects.exists()


def test_a_new_address_has_a_new_key(make_user):
    user = make_user()
    user.email = "other+x@example.org"
    user.save(update_fields=["email"])
    user.refresh_from_db()
    assert user.mailbox_key == "other@example.org"
