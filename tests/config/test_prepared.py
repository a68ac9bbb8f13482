"""A prepared query answers as the queryset would that it was made of, and a prepared insert writes as Django does."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from accounts.models import User
from blog.comments.models import Comment
from blog.models import Post
from config.prepared import Prepared

pytestmark = pytest.mark.django_db

KINDS = [
    (lambda **by: Comment.objects.filter(**by), "rows"),
    (lambda **by: Comment.objects.filter(**by).select_related("author", "post__blog"), "rows with what they name"),
    (lambda **by: Comment.objects.filter(**by).defer("text", "html"), "rows without what is long"),
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


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in type(row)._meta.concrete_fields}


def test_a_row_that_is_inserted_is_the_row_that_would_be_created(post, make_user, django_assert_num_queries):
    now, author = timezone.now(), make_user()
    said = {"blog": post.blog, "post": post, "author": author, "text": "“Said”", "html": "<p>x</p>", "created_at": now}
    said |= {"state": "published", "reasons": ["link"], "changed_at": now, "published_at": now}
    for _time in range(2):  # made, and made already
        with django_assert_num_queries(1):
            inserted = Comment.insert(**said, key=uuid.uuid4())
        created = Comment.objects.create(**said, key=uuid.uuid4())
        again = Comment.objects.get(pk=inserted.pk)
        assert columns(again) == columns(inserted)
        assert {name for name, value in columns(again).items() if value != columns(created)[name]} == {"id", "key"}
        with django_assert_num_queries(0):
            assert (inserted.post, inserted.author, inserted.parent) == (post, author, None)
    inserted.text = "Said otherwise"
    inserted.save()
    assert Comment.objects.get(pk=inserted.pk).text == "Said otherwise"


def test_a_row_that_breaks_a_rule_is_refused_and_ends_its_transaction(comment):
    said = {"blog": comment.blog, "post": comment.post, "author": comment.author, "text": "a", "html": "a"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.insert(**said, state="held", key=comment.key)
    with pytest.raises(TransactionManagementError), transaction.atomic():
        with suppress(IntegrityError):
            Comment.insert(**said, state="nonsense")
        Comment.objects.count()
    with pytest.raises(TypeError, match="nonsense"):
        Comment.insert(**said, nonsense=1)
    assert Comment.objects.count() == 1
