"""The facts of a decision are what the rows say, in one query, for this person in this blog alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Sanction
from accounts.standing import Standing, standing_of
from blog.comments.facts import count_at, door_facts, sent_facts, text_facts
from blog.comments.models import Comment, Ruling
from blog.comments.policy import HEAT_WITHIN, PACES, Rules


@pytest.fixture
def now():
    return timezone.now()


def facts_of(post, person, now, **said):
    return sent_facts(post, Standing("member", "member", True), person, None, now, **said)


def test_a_history_is_of_this_person_in_this_blog(blog, make_blog, make_post, make_member, make_comment, now):
    member, post = make_member(blog), make_post(blog)
    elsewhere = make_post(make_blog(hostname="two.example.org"))
    for comment in (make_comment(post, author=member), make_comment(post, author=member, state="held")):
        Comment.objects.filter(pk=comment.pk).update(created_at=now - timedelta(minutes=comment.pk))
    rejected = make_comment(make_post(blog), author=member, state="rejected")
    Ruling.objects.create(comment=rejected, was="held", now="rejected", at=now - timedelta(days=3))
    for other in (make_comment(post), make_comment(elsewhere, author=member)):
        Ruling.objects.create(comment=other, was="held", now="rejected", at=now)
    told = facts_of(post, member, now)
    assert told.published == 1
    assert told.last_here == post.comments.filter(author=member).order_by("-created_at")[0].created_at
    assert told.rejected_at == max(Ruling.objects.filter(comment=rejected).values_list("at", flat=True))


def test_nobody_has_a_history_before_they_wrote(blog, make_post, make_member, now):
    told = facts_of(make_post(blog), make_member(blog), now)
    assert (told.published, told.rejected_at, told.last_here, told.paced, told.heat) == (0, None, None, (None, None), 0)


@pytest.mark.parametrize("place", range(len(PACES)))
def test_the_pace_is_the_moment_of_the_latest_but_so_many(place, blog, make_post, make_member, make_comment, now):
    count, within = PACES[place]
    member, post = make_member(blog), make_post(blog)
    first = now - within / 2
    Comment.objects.bulk_create(
        Comment(blog=blog, post=post, author=member, text=str(n), state="held", created_at=first + n * (within / 1000))
        for n in range(count - 1)
    )
    assert facts_of(post, member, now).paced[place] is None
    earliest = Comment.objects.create(
        blog=blog, post=post, author=member, text="first", state="withdrawn", created_at=first - timedelta(seconds=1)
    )
    assert facts_of(post, member, now).paced[place] == earliest.created_at


def test_heat_is_what_everybody_wrote_here_lately(blog, make_post, make_member, make_comment, now):
    post = make_post(blog)
    for age in (timedelta(0), HEAT_WITHIN - timedelta(seconds=1), HEAT_WITHIN, HEAT_WITHIN * 2):
        comment = make_comment(post)
        Comment.objects.filter(pk=comment.pk).update(created_at=now - age)
    make_comment(make_post(blog))
    assert facts_of(post, make_member(blog), now).heat == 2
    assert sent_facts(post, Standing("visitor"), None, None, now).heat == 2


def test_what_a_guest_types_is_no_history(blog, make_post, make_member, make_comment, now):
    post, member = make_post(blog), make_member(blog)
    make_comment(post, author=member)
    Comment.objects.create(
        blog=blog, post=post, guest_name="Ann", guest_email=member.email, text="!", state="published"
    )
    told = sent_facts(post, Standing("visitor"), None, None, now)
    assert (told.published, told.last_here, told.paced) == (0, None, (None, None))


def test_the_facts_of_a_text_are_its_links_and_the_listed_words():
    rules = Rules(hold_words=("casino", "free money"))
    told = text_facts(rules, "A Casíno!", '<p><a href="x">x</a> <a href="y">y</a> <abbr>z</abbr></p>', "ham")
    assert (told.links, told.words, told.spam) == (2, ("casino",), "ham")


@pytest.mark.parametrize(
    "kind, standing, on_hold, warned",
    [
        ("note", "member", False, False),
        ("warning", "member", False, True),
        ("hold", "member", True, False),
        ("suspension", "suspended", False, False),
        ("ban", "banned", False, False),
    ],
)
def test_a_sanction_for_one_post_binds_at_that_post_alone(
    kind, standing, on_hold, warned, blog, make_post, make_member, now
):
    member, here, there = make_member(blog), make_post(blog), make_post(blog)
    Sanction.objects.create(blog=blog, user=member, kind=kind, post=here, reason="So it is.")
    found = standing_of(member, blog, now)
    told = door_facts(here, found, now)
    assert (told.standing, told.on_hold, told.warned) == (standing, on_hold, warned)
    told = door_facts(there, found, now)
    assert (told.standing, told.role, told.on_hold, told.warned) == ("member", "member", False, False)


def test_a_decision_costs_one_query_for_its_facts(
    blog, make_post, make_member, make_comment, now, django_assert_num_queries
):
    member, post = make_member(blog), make_post(blog)
    standing = standing_of(member, blog, now)
    for comments in (0, 30):
        for _n in range(comments):
            make_comment(post, author=member)
        with django_assert_num_queries(1):
            facts = sent_facts(post, standing, member, None, now)
        assert facts.published == comments
    with django_assert_num_queries(0):
        assert count_at(post, Rules()) == 0
    with django_assert_num_queries(1):
        assert count_at(post, Rules(close_after_count=5)) == 30


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite's planner")
def test_what_somebody_has_said_is_looked_for_among_their_words_not_among_all(
    blog, make_post, make_member, now, django_assert_num_queries
):
    post, member = make_post(blog), make_member(blog)
    standing = standing_of(member, blog, now)
    with django_assert_num_queries(1) as asked:
        sent_facts(post, standing, member, None, now)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked.captured_queries[0]["sql"])
        plan = [row[3] for row in cursor.fetchall()]
    assert sum("comment_history" in line for line in plan) >= 4, plan
    assert not [line for line in plan if "comment_queue" in line or "SCAN" in line], plan
