"""A list of people as a file: shown first, then invited, each line told what is wrong with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.member_list import MOST_BYTES, MOST_ROWS, Unreadable, invite_all, plan, read
from accounts.models import Invitation, Letter, LogEntry, Role

LIST = "name,address,role\nAnna,anna@example.org,author\nBen, BEN@example.org ,\n"


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER)


def rows(text: str) -> list[tuple]:
    return [(row.number, row.email, row.role, row.fault) for row in read(text.encode())]


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        "\ufeff" + LIST,
        LIST.replace(",", ";"),
        LIST.replace(",", "\t"),
        LIST.replace("\n", "\r\n"),
        LIST.replace("address", "E-Mail"),
        LIST + "\n,,\n",
    ],
)
def test_a_list_is_read_as_spreadsheets_write_it(text):
    assert rows(text) == [(2, "anna@example.org", "author", ""), (3, "ben@example.org", "member", "")]


def test_addresses_alone_need_no_heading():
    assert rows("a@example.org\nb@example.org") == [
        (1, "a@example.org", "member", ""),
        (2, "b@example.org", "member", ""),
    ]


@pytest.mark.parametrize(
    "line, fault",
    [
        ("nobody", "no_address"),
        ("", "no_address"),
        ("x" * 300 + "@example.org", "no_address"),
        ("anna@example.org", "twice"),
        ("ben@example.org,king", "role"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(line, fault):
    [_first, second] = read(f"address,role\nanna@example.org\n{line or ',member'}".encode())
    assert second.fault == fault and second.number == 3 and second.sentence


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"first,second\na,b", "address"),
        ("Zoë,zoe@example.org".encode("latin-1"), "UTF-8"),
        (b"address\na@example.org\0", "CSV"),
        (b'address\n"a' + b"x" * 200_000, "CSV"),
        (b"a@example.org\n" * (MOST_ROWS + 1), "at most 5000"),
        (b"x" * (MOST_BYTES + 1), "2 MB"),
    ],
)
def test_what_is_no_list_is_told_in_a_sentence(data, words):
    with pytest.raises(Unreadable, match=words):
        read(data)


def test_a_plan_counts_and_writes_nothing(blog, owner, make_member, make_user, nothing_changes):
    member, elsewhere = make_member(blog), make_user()
    given = read(f"address\n{member.email}\n{elsewhere.email}\nx\n{owner.email}".encode())
    with nothing_changes():
        told = plan(blog=blog, by=owner, rows=given, now=timezone.now())
    assert [row.email for row in told.invited] == [elsewhere.email]
    assert (told.members, [row.fault for row in told.faults]) == (1, ["no_address", "oneself"])


def test_all_are_invited_by_mail_in_one_act_and_twice_is_as_once(blog, owner, django_assert_max_num_queries):
    given = read(("address,role\n" + "".join(f"p{n}@example.org,author\n" for n in range(300))).encode())
    with django_assert_max_num_queries(20):
        done = invite_all(blog=blog, by=owner, rows=given, now=timezone.now())
    assert len(done.invited) == Invitation.objects.filter(role="author").count() == Letter.objects.count() == 300
    assert LogEntry.objects.get().detail == {"invitations": 300}
    again = invite_all(blog=blog, by=owner, rows=given, now=timezone.now())
    assert (len(again.invited), Invitation.objects.count(), Letter.objects.count()) == (0, 300, 300)


def test_the_page_shows_what_would_happen_and_does_it_when_confirmed(blog, owner, client, sign_in, nothing_changes):
    sign_in(owner)
    url, file = "/accounts/invitations/list/", SimpleUploadedFile("list.csv", LIST.encode() + b"nobody,\n")
    with nothing_changes():
        page = client.post(url, {"file": file}).content.decode()
    assert "2 people would be invited." in page and "Line 4:" in page
    assert client.post(url, {"text": LIST, "confirm": "1"}).status_code == 303
    assert Invitation.objects.count() == 2


def test_no_file_or_a_wrong_one_is_told(blog, owner, client, sign_in, nothing_changes):
    sign_in(owner)
    with nothing_changes():
        for sent in ({}, {"file": SimpleUploadedFile("list.csv", b"a,b\n1,2")}):
            answer = client.post("/accounts/invitations/list/", sent)
            assert answer.status_code == 422 and 'class="message error"' in answer.content.decode()
