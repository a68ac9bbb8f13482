"""A prepared query answers as the queryset would that it was made of, and a prepared insert writes as Django does."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from blog.comments.models import Comment, Ruling
from blog.models import Post
from config.prepared import Prepared

pytestmark = pytest.mark.django_db

KINDS = [
    (lambda **by: Comment.objects.filter(**by), "rows"),
    (lambda **by: Comment.objects.filter(**by).select_related("author", "post__blog"), "rows with what they name"),
    (lambda **by: Comment.objects.filter(**by).values("pk", "created_at", "key", "reasons"), "dictionaries"),
    (lambda **by: Comment.objects.filter(**by).values_list("pk", "created_at"), "tuples"),
    (lambda **by: Comment.objects.filter(**by).values_list("created_at", flat=True), "values alone"),
]


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def comment(post, make_user):
    return Comment.objects.create(
        blog=post.blog, post=post, author=make_user(), text="Said.", html="<p>Said.</p>", state="published"
    )


@pytest.mark.parametrize("build", [build for build, _name in KINDS], ids=[name for _build, name in KINDS])
def test_it_answers_as_its_queryset_would(build, comment, django_assert_num_queries):
    by = {"pk": comment.pk, "text": comment.text, "key": comment.key, "created_at__lte": timezone.now()}
    prepared = Prepared(Comment, build, pk=int, text=str, key=uuid.UUID, created_at__lte=datetime)
    for _time in range(2):  # made, and made already
        with django_assert_num_queries(1):
            found = prepared(**by)
        assert found == list(build(**by)) != []
    assert prepared(**by | {"text": "Not said."}) == []
    assert prepared(**by | {"key": uuid.uuid4()}) == []
    assert prepared(**by | {"created_at__lte": comment.created_at - timedelta(seconds=1)}) == []


def test_what_a_row_names_comes_with_it(comment, django_assert_num_queries):
    (found,) = Prepared(Comment, KINDS[1][0], pk=int)(pk=comment.pk)
    with django_assert_num_queries(0):
        assert found.author == comment.author and found.post.blog == comment.blog
        assert found._state.db == "default" and not found._state.adding


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_column_holds_is_found_nowhere_and_asked_of_nobody(number, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Prepared(User, lambda pk: User.objects.filter(pk=pk), pk=int)(pk=number) == []


def test_rows_are_locked_within_a_transaction_alone(post):
    locked = Prepared(Post, lambda pk: Post.objects.filter(pk=pk).select_for_update(), locks=True, pk=int)
    with transaction.atomic():
        assert locked(pk=post.pk) == [post]
    if connection.features.has_select_for_update:
        assert "FOR UPDATE" in locked.on(connections["default"]).sql


def test_a_row_that_is_inserted_often_is_what_was_saved(comment):
    again = Comment.objects.get(pk=comment.pk)
    fields = [field.attname for field in Comment._meta.concrete_fields]
    assert [getattr(again, name) for name in fields] == [getattr(comment, name) for name in fields]
    Ruling.objects.create(comment=comment, now=comment.state)
    assert Ruling.objects.get(comment=comment).blog_id == comment.blog_id


def test_a_row_with_a_number_of_its_own_keeps_it(comment):
    number = comment.pk + 1_000
    comment.pk, comment.key, comment._state.adding = number, uuid.uuid4(), True
    comment.save(force_insert=True)
    assert comment.pk == number and Comment.objects.get(pk=number).text == "Said."


def test_a_value_that_the_database_finds_out_is_found_out_by_it(post):
    said = Comment.objects.create(blog=post.blog, post=post, text="a", html="a", state="held", created_at=Now())
    assert abs(Comment.objects.get(pk=said.pk).created_at - timezone.now()) < timedelta(minutes=1)
