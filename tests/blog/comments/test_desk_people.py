"""A person as the team sees them: sanctions are imposed and lifted there, and the person is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, LogEntry, Role, Sanction
from accounts.standing import standing_of

# who decides -> about whom -> whether they may
MAY = [
    (Role.MODERATOR, Role.MEMBER, True),
    (Role.MODERATOR, Role.AUTHOR, True),
    (Role.MODERATOR, Role.EDITOR, True),
    (Role.MODERATOR, Role.MODERATOR, False),
    (Role.MODERATOR, Role.OWNER, False),
    (Role.OWNER, Role.MODERATOR, True),
    (Role.OWNER, Role.OWNER, True),
]


def page(user) -> str:
    return reverse("comments:person", args=[user.pk])


@pytest.mark.parametrize("role, whose, may", MAY)
def test_who_may_decide_about_whom(role, whose, may, blog, make_member, sign_in):
    person, client = make_member(blog, whose), sign_in(make_member(blog, role))
    assert ('name="kind"' in client.get(page(person)).content.decode()) is may
    answer = client.post(page(person), {"kind": "warning", "reason": "Shouting"})
    assert answer.status_code == (303 if may else 403)
    assert Sanction.objects.exists() is may
    if not may:
        assert "Shouting" in answer.content.decode(), "what was typed comes back"


@pytest.mark.parametrize("kind", Kind.values)
def test_what_is_decided_binds_from_the_next_request_and_its_person_sees_it_but_for_a_note(
    kind, blog, make_member, sign_in, django_capture_on_commit_callbacks
):
    person = make_member(blog)
    client = sign_in(make_member(blog, Role.MODERATOR))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page(person), {"kind": kind, "reason": "Shouting at Ann"}).status_code == 303
    names = {"suspension": "suspended", "ban": "banned"}
    assert standing_of(person, blog, timezone.now()).name == names.get(kind, "member")
    assert LogEntry.objects.get(code=f"{kind}_imposed").whom == person
    told = sign_in(person).get("/accounts/standing/").content.decode()
    assert ("Shouting at Ann" in told) is (kind != Kind.NOTE)
    assert ([letter.to for letter in mail.outbox] == [[person.email]]) is (kind != Kind.NOTE)


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"kind": "ban", "reason": "  "}, "required"),
        ({"kind": "king", "reason": "r"}, "valid choice"),
        ({"kind": "ban", "reason": "r", "until": "2001-01-01T00:00"}, "lies in the past"),
        ({"kind": "warning", "reason": "r", "until": "2090-01-01T00:00"}, "has an end"),
        ({"kind": "ban", "reason": "r", "post": "999999"}, "valid choice"),
        ({"kind": "ban", "reason": "r" * 1001}, "1000"),
    ],
)
def test_what_can_not_be_is_told_and_changes_nothing(fields, said, blog, make_member, sign_in):
    person, client = make_member(blog), sign_in(make_member(blog, Role.OWNER))
    answer = client.post(page(person), fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Sanction.objects.exists() and not LogEntry.objects.exists()


def test_the_last_owner_is_not_sanctioned_nor_is_oneself(blog, make_member, sign_in):
    owner = make_member(blog, Role.OWNER)
    client = sign_in(owner)
    answer = client.post(page(owner), {"kind": "ban", "reason": "r"})
    assert answer.status_code == 422 and "Nobody sanctions themselves" in answer.content.decode()
    assert not Sanction.objects.exists()


def test_a_sanction_is_lifted_once_and_its_person_is_told(blog, make_member, sign_in):
    person, client = make_member(blog, state="suspended"), sign_in(make_member(blog, Role.MODERATOR))
    url = reverse("comments:end_sanction", args=[person.sanctions.get().pk])
    assert client.get(url).status_code == 405
    assert client.post(url, {"reason": "A mistake"}).status_code == 303
    sanction = person.sanctions.get()
    assert sanction.ended_at and sanction.end_reason == "A mistake"
    assert standing_of(person, blog, timezone.now()).name == "member"
    assert client.post(url, {"reason": "Again"}).status_code == 409
    assert person.sanctions.get().end_reason == "A mistake"
    assert LogEntry.objects.filter(code="suspension_ended").count() == 1


def test_people_and_sanctions_of_other_blogs_are_not_there(blog, make_blog, make_member, make_user, sign_in):
    two = make_blog(hostname="two.example.org")
    elsewhere = make_member(two, state="suspended")
    client = sign_in(make_member(blog, Role.OWNER))
    for url in (page(elsewhere), page(make_user()), "/comments/desk/people/999999/"):
        assert client.get(url).status_code == 404
        assert client.post(url, {"kind": "ban", "reason": "r"}).status_code == 404
    assert client.post(reverse("comments:end_sanction", args=[elsewhere.sanctions.get().pk])).status_code == 404
    assert elsewhere.sanctions.get().ended_at is None


def test_a_warning_is_read_on_one_s_own_page_and_then_one_may_write_again(blog, make_member, make_post, sign_in):
    person, stranger, post = make_member(blog), make_member(blog), make_post(blog)
    warning = Sanction.objects.create(blog=blog, user=person, kind="warning", reason="Calm down", by=stranger)
    assert not person.has_perm("comments.add_comment", post)
    url = reverse("accounts_acknowledge", args=[warning.pk])
    assert sign_in(stranger).post(url).status_code == 404
    client = sign_in(person)
    assert "Calm down" in client.get("/accounts/standing/").content.decode()
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert person.has_perm("comments.add_comment", post)


def test_an_ended_sanction_stays_to_be_seen_by_its_person(blog, make_member, sign_in):
    now = timezone.now()
    person = make_member(blog, state="suspended", until=now - timedelta(days=1))
    told = sign_in(person).get("/accounts/standing/").content.decode()
    assert "It had to be." in told and "over since" in told
