"""The secret of one's own feed: told once, kept as its hash, revocable, and for this blog alone."""

from django.utils import timezone

from accounts.export import export_account
from accounts.feed_keys import feed_key_of, make_feed_key, person_of_feed, revoke_feed_key
from accounts.models import FeedKey


def make(user, blog):
    return make_feed_key(user=user, blog=blog, now=timezone.now())


def test_a_secret_leads_to_its_person_in_its_blog_alone(blog, make_blog, make_member):
    member, other = make_member(blog), make_blog(hostname="two.example.org")
    secret = make(member, blog)
    assert person_of_feed(secret, blog) == member
    assert person_of_feed(secret, other) is None
    assert person_of_feed("", blog) is None and person_of_feed(secret[:-1], blog) is None


def test_a_new_one_ends_the_one_before(blog, make_member):
    member = make_member(blog)
    first, second = make(member, blog), make(member, blog)
    assert first != second and FeedKey.objects.count() == 1
    assert (person_of_feed(first, blog), person_of_feed(second, blog)) == (None, member)


def test_it_is_stored_as_a_hash_alone(blog, make_member):
    secret = make(make_member(blog), blog)
    assert secret not in str(list(FeedKey.objects.values()))
    assert len(secret) >= 32


def test_a_revoked_one_is_gone_and_revoking_twice_does_nothing(blog, make_member):
    member = make_member(blog)
    secret = make(member, blog)
    assert revoke_feed_key(user=member, blog=blog) is True
    assert person_of_feed(secret, blog) is None and feed_key_of(member, blog) is None
    assert revoke_feed_key(user=member, blog=blog) is False


def test_it_works_for_active_accounts_only(blog, make_member):
    member = make_member(blog)
    secret = make(member, blog)
    member.is_active = False
    member.save()
    assert person_of_feed(secret, blog) is None


def test_the_export_says_that_there_is_one_and_not_which(blog, make_member):
    member = make_member(blog)
    secret = make(member, blog)
    told = export_account(user=member, now=timezone.now())
    assert [row["blog__name"] for row in told["own_feeds"]] == [blog.name]
    assert secret not in str(told)
