"""Guidelines on the desk: owners write them, and every change is in the log."""

import pytest
from django.urls import reverse

from accounts.models import LogEntry, Role
from blog.comments.models import Guideline

ADD = reverse("admin:comments_guideline_add")
KIND = {"title": "Be kind", "text": "Speak as you would at table.", "position": 0}


@pytest.fixture
def owner(blog, make_member, sign_in):
    return sign_in(make_member(blog, Role.OWNER))


def test_each_change_writes_one_row(blog, owner):
    assert owner.post(ADD, KIND).status_code == 302
    made = Guideline.objects.get(blog=blog)
    change = reverse("admin:comments_guideline_change", args=[made.pk])
    assert owner.post(change, KIND).status_code == 302  # nothing new: no row
    assert owner.post(change, KIND | {"title": "Be kinder"}).status_code == 302
    assert owner.post(reverse("admin:comments_guideline_delete", args=[made.pk]), {"post": "yes"}).status_code == 302
    assert not Guideline.objects.exists()
    rows = LogEntry.objects.order_by("pk").values_list("code", "detail")
    assert list(rows) == [
        ("guideline_added", {"title": "Be kind"}),
        ("guideline_changed", {"title": "Be kinder"}),
        ("guideline_deleted", {"title": "Be kinder"}),
    ]


def test_a_title_stands_once_in_a_blog_and_in_another_again(blog, owner, make_blog):
    Guideline.objects.create(blog=make_blog(hostname="two.example.org"), title="Be kind", text="x")
    assert owner.post(ADD, KIND).status_code == 302
    answer = owner.post(ADD, KIND)
    assert answer.status_code == 200 and "of that title already" in answer.content.decode()
    assert blog.guidelines.count() == 1 and LogEntry.objects.count() == 1


def test_a_moderator_writes_none(blog, make_member, sign_in):
    assert sign_in(make_member(blog, Role.MODERATOR)).post(ADD, KIND).status_code == 403
    assert not Guideline.objects.exists()
