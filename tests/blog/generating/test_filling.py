"""A generated blog is as a used one: what points at what, who said what, and what the team did about it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F

from accounts.models import Role, User
from blog.comments.models import Comment, Ruling, State
from blog.comments.pages import LENGTH
from blog.generating.people import TEAM
from blog.markup import render_comment, render_post
from blog.models import Post, Version


@pytest.fixture
def generate(blog, capsys):
    def generate_(**numbers) -> str:
        call_command("generate_blog", **{"posts": 60, "comments": 900, "members": 40, "longest": 300} | numbers)
        return capsys.readouterr().out

    return generate_


def test_there_is_as_much_as_was_asked_for_and_the_pages_show_it(generate, blog, client):
    assert "60 posts, 900 comments and 40 members" in generate()
    assert (blog.posts.count(), blog.comments.count(), blog.memberships.count()) == (60, 900, 40)
    longest = blog.posts.annotate(heard=Count("comments")).latest("heard")
    assert LENGTH < longest.heard < 400
    for path in ("/", longest.path, f"{longest.path}?before=end", "/feed/comments/", "/sitemap.xml"):
        assert client.get(path).status_code == 200, path


def test_texts_are_what_the_sanitizers_made_of_them(generate, blog):
    generate()
    for comment in blog.comments.order_by("pk")[:200:40]:
        assert comment.html == render_comment(comment.text)
    post = blog.posts.first()
    assert post.html == render_post(post.body)


def test_every_comment_is_later_than_its_post_and_than_what_it_answers_and_knows_its_conversation(generate, blog):
    generate()
    assert not blog.comments.filter(created_at__lt=F("post__published_at") - timedelta(seconds=1)).exists()
    answers = blog.comments.exclude(parent=None).select_related("parent")
    assert answers.count() > 100
    for answer in answers:
        assert answer.parent.pk < answer.pk and answer.parent.post_id == answer.post_id
        assert answer.root_id == answer.parent.conversation


def test_each_state_has_its_ruling_and_the_queue_its_work(generate, blog):
    generate()
    assert set(blog.comments.values_list("state", flat=True)) == set(State.values)
    last = dict(Ruling.objects.order_by("pk").values_list("comment", "now"))
    assert last == dict(blog.comments.values_list("pk", "state"))


def test_people_have_confirmed_addresses_names_of_their_own_and_there_is_a_team(generate, blog):
    generate()
    people = User.objects.filter(memberships__blog=blog)
    assert people.filter(emailaddress__verified=True, emailaddress__primary=True).count() == 40
    assert not any(person.has_usable_password() for person in people)
    roles = dict(blog.memberships.exclude(role=Role.MEMBER).values_list("role").annotate(Count("pk")))
    assert roles == {str(role): number for role, number in TEAM.items()}
    person = people.last()
    key, mailbox = person.name_key, person.mailbox_key
    person.save()
    assert (person.name_key, person.mailbox_key) == (key, mailbox)


def test_posts_have_versions_and_labels(generate, blog):
    generate()
    assert Version.objects.filter(post__blog=blog).count() == 60
    assert blog.labels.count() == 60 and Post.labels.through.objects.exists()


def test_a_blog_with_posts_is_left_alone_unless_it_is_meant(generate, blog, make_post, nothing_changes):
    make_post(blog)
    with nothing_changes(), pytest.raises(CommandError, match="has posts already"):
        generate()
    generate(add=True)
    assert blog.posts.count() == 61
    generate(add=True)
    assert Comment.objects.count() == 1_800


@pytest.mark.parametrize("numbers", [{"posts": 0}, {"members": 3}])
def test_numbers_that_cannot_be_are_refused(generate, numbers, nothing_changes):
    with nothing_changes(), pytest.raises(CommandError):
        generate(**numbers)
