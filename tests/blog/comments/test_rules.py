"""The rules in force: a post's choices over its blog's over the house's, and where each comes from."""

import pytest

from blog.comments.models import PolicyVersion
from blog.comments.policy import Rules
from blog.comments.rules import BLOG, HOUSE, POST, lay, rules_for, rules_for_all, rules_for_blog


def version(**fields) -> PolicyVersion:
    return PolicyVersion(**fields)


def test_without_a_word_of_anybody_the_house_decides():
    in_force = lay(None, None)
    assert in_force.rules == Rules(audience="members", comments="open", close_after_days=None, hold_all=False)
    assert set(in_force.source.values()) == {HOUSE}
    assert in_force.version is None


@pytest.mark.parametrize(
    "field, own, inherited",
    [
        ("audience", "nobody", "signed_in"),
        ("comments", "shown", "hidden"),
        ("close_after_days", 7, 30),
        ("hold_all", True, False),
        ("hold_first", 3, 1),
        ("spam_check", "akismet", "off"),
        ("slow_minutes", 5, 1),
    ],
)
def test_each_value_comes_from_the_post_else_the_blog_else_the_house_and_says_so(field, own, inherited):
    house = getattr(Rules(), field)
    empty = version()
    for blog_version, post_version, value, source in (
        (version(**{field: inherited}), version(**{field: own}), own, POST),
        (version(**{field: inherited}), empty, inherited, BLOG),
        (version(**{field: inherited}), None, inherited, BLOG),
        (empty, version(**{field: own}), own, POST),
        (empty, empty, house, HOUSE),
        (None, None, house, HOUSE),
    ):
        in_force = lay(blog_version, post_version)
        assert (getattr(in_force.rules, field), in_force.source[field]) == (value, source)
        others = {name: where for name, where in in_force.source.items() if name != field}
        assert set(others.values()) == {HOUSE}


def test_a_post_that_repeats_its_blogs_value_has_it_of_its_own():
    """Setting the same is not inheriting: when the blog changes, this post does not."""
    in_force = lay(version(audience="team"), version(audience="team"))
    assert in_force.source["audience"] == POST


@pytest.mark.parametrize("blog_days, post_days", [(14, 0), (0, None), (None, 0), (0, 0)])
def test_zero_days_is_never_whoever_says_it(blog_days, post_days):
    in_force = lay(version(close_after_days=blog_days), version(close_after_days=post_days))
    assert in_force.rules.close_after_days is None
    assert in_force.source["close_after_days"] == (POST if post_days == 0 else BLOG)


def test_the_version_named_is_the_posts_if_it_has_one():
    of_blog, of_post = version(audience="team"), version(hold_all=True)
    assert lay(of_blog, of_post).version is of_post
    assert lay(of_blog, None).version is of_blog


def test_the_latest_version_is_in_force(blog, make_post, set_policy):
    post = make_post(blog)
    set_policy(blog, audience="team")
    set_policy(blog, post, audience="nobody")
    set_policy(blog, audience="signed_in")
    newest = set_policy(blog, post)  # nothing of its own any more
    in_force = rules_for(post)
    assert (in_force.rules.audience, in_force.source["audience"], in_force.version) == ("signed_in", BLOG, newest)


def test_neither_another_blog_nor_another_post_has_a_say(blog, make_blog, make_post, set_policy):
    post = make_post(blog)
    other = make_blog(hostname="two.example.org")
    set_policy(other, audience="nobody")
    set_policy(other, make_post(other), audience="nobody")
    set_policy(blog, make_post(blog), audience="nobody")
    assert rules_for(post).rules == Rules()
    assert rules_for_blog(blog).rules == Rules()


@pytest.mark.parametrize("versions", [0, 1, 30])
def test_the_rules_cost_one_query_however_many_versions_there_are(
    versions, blog, make_post, set_policy, django_assert_num_queries
):
    posts = [make_post(blog) for _ in range(3)]
    for _ in range(versions):
        set_policy(blog, audience="team")
        for post in posts:
            set_policy(blog, post, hold_all=True)
    with django_assert_num_queries(1):
        in_force = rules_for(posts[0])
    with django_assert_num_queries(1):
        all_in_force = rules_for_all(blog, posts)
    with django_assert_num_queries(1):
        rules_for_blog(blog)
    assert all_in_force == {post.pk: rules_for(post) for post in posts}
    assert in_force.rules == (Rules(audience="team", hold_all=True) if versions else Rules())
