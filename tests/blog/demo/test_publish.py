"""The demo in an empty database, and nowhere else."""

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Membership, Role, User
from blog.comments.models import Comment
from blog.demo.sources import sources
from blog.models import Blog, Image, Label, Post

pytestmark = pytest.mark.django_db
ARTICLE = "/2018/05/lavrov-to-visit-north-korea/"


def publish(*arguments: str) -> str:
    said = io.StringIO()
    call_command("publish_demo", *arguments, stdout=said)
    return said.getvalue()


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Blog, User, Membership, Post, Label, Image)]


def test_an_empty_database_becomes_a_blog_with_all_posts_in_public():
    publish()
    blog = Blog.objects.get()
    assert blog.posts.public(timezone.now()).count() == len(sources())
    assert {post.path for post in blog.posts.all()} >= {ARTICLE}
    assert blog.posts.get(path=ARTICLE).published_at.strftime("%d %B %Y") == "31 May 2018"
    owner = blog.memberships.get(role=Role.OWNER).user
    assert not owner.has_usable_password()
    assert not Comment.objects.exists()


def test_a_second_run_changes_nothing():
    publish()
    before = everything()
    assert publish() == ""
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_several_servers_that_start_at_once_on_an_empty_database_make_one_blog():
    def start() -> str:
        try:
            together.wait(60)
            return publish()
        finally:
            connection.close()

    together = Barrier(3)
    with ThreadPoolExecutor(3) as servers:
        said = [server.result(60) for server in [servers.submit(start) for _ in range(3)]]
    assert sorted(map(bool, said)) == [False, False, True]
    assert Blog.objects.get().posts.count() == len(sources())


def test_a_blog_that_is_there_is_left_alone(make_blog):
    make_blog()
    before = everything()
    publish()
    assert everything() == before


def test_the_owner_is_whom_the_environment_or_the_command_names(monkeypatch):
    monkeypatch.setenv("PARLEY_OWNER", "ada@example.org")
    publish()
    assert User.objects.get().email == "ada@example.org"


def test_an_address_that_is_none_is_refused_and_nothing_is_published():
    with pytest.raises(CommandError):
        publish("--owner", "nobody")
    assert everything() == [[], [], [], [], [], []]


def test_its_pictures_are_on_its_pages_with_their_captions_and_sizes():
    publish()
    for post in Post.objects.exclude(images=None):
        for image in post.images.all():
            assert f'src="{image.get_absolute_url()}"' in post.html
            assert f'width="{image.width}"' in post.html
            assert "<figcaption>" in post.html
    assert Image.objects.count() == 2


def test_every_post_and_picture_answers(client):
    publish()
    for post in Post.objects.all():
        assert client.get(post.get_absolute_url()).status_code == 200
    for image in Image.objects.all():
        assert client.get(image.get_absolute_url()).status_code == 200
    page = client.get(ARTICLE).content.decode()
    assert "No comments:" in page
    assert page.count("<blockquote>") == 2


def test_the_links_of_the_posts_lead_somewhere(client):
    publish()
    for post in Post.objects.all():
        for link in {part.split('"')[0] for part in post.html.split('href="')[1:]}:
            if link.startswith("/"):
                assert client.get(link).status_code == 200, link
