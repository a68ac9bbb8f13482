"""What was admitted when it came and is refused by the time it is written is refused, and nothing is written."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Membership, State
from blog.comments.models import Comment, Ruling
from blog.comments.policy import REFUSE
from blog.comments.posting import post_comment


@pytest.mark.parametrize("meanwhile", ["the thread is closed", "the person is not a member any more"])
def test_a_comment_is_judged_where_it_is_written(meanwhile, blog, make_post, make_member, set_policy):
    post, member, done = make_post(blog), make_member(blog), []

    def change(execute, sql, params, many, context):
        """Just after the transaction that would write it has begun."""
        result = execute(sql, params, many, context)
        if sql.startswith("SAVEPOINT") and not done:
            done.append(sql)
            if meanwhile == "the thread is closed":
                set_policy(blog, comments="shown")
            else:
                Membership.objects.filter(user=member).update(state=State.LEFT)
        return result

    with connection.execute_wrapper(change):
        posted = post_comment(post=post, by=member, text="Too late.", key=uuid.uuid4(), now=timezone.now())
    assert done and posted.comment is None and posted.decision.verdict == REFUSE
    assert not Comment.objects.exists() and not Ruling.objects.exists()
