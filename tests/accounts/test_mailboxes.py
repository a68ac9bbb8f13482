"""Which mailbox an address leads to, and what its domain says."""

import pytest

from accounts.mailboxes import domains_in, fault_in_domains, is_disposable, is_of, mailbox_key


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("anna@example.org", "ANNA@Example.ORG", True),
        ("anna@example.org", "anna+two@example.org", True),
        ("anna@example.org", "anna+a+b@example.org", True),
        ("anna@example.org", "an.na@example.org", False),
        ("an.na@gmail.com", "anna+x@googlemail.com", True),
        ("anna@example.org", "anna@example.com", False),
        ("+@example.org", "@example.org", False),
        ("anna@gmail.com", "ann@gmail.com", False),
    ],
)
def test_two_spellings_of_one_mailbox_have_one_key(one, other, same):
    assert (mailbox_key(one) == mailbox_key(other)) is same


@pytest.mark.parametrize(
    "email, listed, there",
    [
        ("a@example.org", ["example.org"], True),
        ("a@EXAMPLE.org", ["example.org"], True),
        ("a@x.example.org", ["example.org"], False),
        ("a@x.example.org", [".example.org"], True),
        ("a@example.org", [".example.org"], False),
        ("a@badexample.org", ["example.org"], False),
        ("a@badexample.org", [".example.org"], False),
        ("a@example.org", [], False),
    ],
)
def test_a_domain_is_listed_alone_or_with_all_below_it(email, listed, there):
    assert is_of(email, listed) is there


def test_disposable_addresses_are_known_with_their_subdomains():
    assert is_disposable("a@mailinator.com") and is_disposable("a@x.y.mailinator.com")
    assert not is_disposable("a@example.org") and not is_disposable("a@gmail.com")


def test_a_list_is_read_as_people_write_it():
    assert domains_in(" @Example.org\n\nexample.org\n*.sub.example.org \n") == ["example.org", ".sub.example.org"]


@pytest.mark.parametrize("wrong", ["example", "exa mple.org", "a@example.org", "example..org", ".", "x" * 70 + ".org"])
def test_what_is_no_domain_is_named(wrong):
    assert fault_in_domains(["example.org", ".example.org", wrong]) == wrong
    assert fault_in_domains(["example.org", ".sub.example.org"]) == ""
