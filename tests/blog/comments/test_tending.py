"""What time brings to comments that wait."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Letter, Role, Topic
from blog.comments.models import State
from blog.comments.tending import remind


@pytest.fixture
def held(make_post, make_comment, make_member):
    def held_(blog, hours, known=False):
        post, author = make_post(blog), make_member(blog)
        if known:
            make_comment(post, author=author)
        then = timezone.now() - timedelta(hours=hours)
        return make_comment(post, author=author, state=State.HELD, created_at=then, changed_at=then)

    return held_


def test_moderators_are_reminded_once_a_day_of_all_that_waits_too_long(make_blog, make_member, held):
    blog, now = make_blog(remind_hours=24), timezone.now()
    make_member(blog, Role.MODERATOR)
    held(blog, 23)
    assert remind(now) == 0 and not Letter.objects.exists()
    for hours in (25, 30):
        held(blog, hours)
    for _ in range(2):
        call_command("tend")
    letter = Letter.objects.get()
    assert (letter.topic, letter.about) == (Topic.HELD, f"blog {blog.pk} reminder {now:%Y-%m-%d}")
    assert remind(now + timedelta(days=1)) == 1
    assert "3 comments wait" in Letter.objects.latest("pk").body


@pytest.mark.parametrize(
    ("overdue", "hours", "known", "state"),
    [
        ("keep", 49, True, "held"),
        ("publish", 49, True, "published"),
        ("publish", 49, False, "held"),
        ("publish", 47, True, "held"),
        ("reject", 49, True, "rejected"),
        ("reject", 49, False, "rejected"),
        ("reject", 47, False, "held"),
    ],
)
def test_what_becomes_of_what_is_overdue(overdue, hours, known, state, make_blog, held):
    comment = held(make_blog(remind_hours=0, overdue_hours=48, overdue=overdue), hours, known)
    for _ in range(2):
        call_command("tend")
    comment.refresh_from_db()
    assert comment.state == state
    rulings = list(comment.rulings.filter(code="overdue").values_list("now", "by"))
    assert rulings == ([] if state == "held" else [(state, None)])
    assert Letter.objects.filter(user=comment.author, topic=Topic.RULING).count() == len(rulings)
    if state == "rejected":
        assert "had the time" in comment.rulings.last().reason
