"""Two who save at once: both find a place, and who comments meanwhile is not in the way."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from blog.comments.changing import change_policy
from blog.comments.posting import post_comment
from blog.writing.publishing import save_post

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Runs the acts in threads of their own, and returns what they returned."""

    def run(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [running.result(60) for running in [threads.submit(run, act) for act in acts]]


def test_writers_who_publish_one_title_at_once_all_find_addresses(blog, author):
    def publish():
        client = Client()
        client.force_login(author, backend="accounts.backends.AddressBackend")
        sent = {"title": "Race", "body": "x", "state": "published", "label_names": "New"}
        return client.post("/admin/blog/post/add/", sent).status_code

    # Of three who want the same at the same moment, the third may be beaten twice, and is then told so.
    assert set(at_once(publish, publish)) == {302}
    assert sorted(blog.posts.values_list("slug", flat=True)) == ["race", "race-2"]
    assert blog.labels.count() == 1


def test_a_post_is_saved_and_commented_on_at_once_and_neither_waits_for_the_other_forever(
    blog, author, make_post, make_member
):
    post = make_post(blog, author=author)
    members = [make_member(blog) for _ in range(2)]

    def write():
        for number in range(8):
            mine = blog.posts.get(pk=post.pk)
            mine.blog, mine.body = blog, f"Text {number}"
            with transaction.atomic():
                save_post(post=mine, labels=[f"Label {number}"], now=timezone.now())
                values = {"close_after_days": number + 100}
                change_policy(blog=blog, post=mine, values=values, by=author, now=timezone.now())

    def comment(member):
        for number in range(8):
            post_comment(post=post, by=member, text=f"Said {number}", key=uuid.uuid4(), now=timezone.now())

    at_once(write, lambda: comment(members[0]), lambda: comment(members[1]))
    assert post.comments.count() == 16
    assert blog.labels.count() == post.policy_versions.count() == 8
