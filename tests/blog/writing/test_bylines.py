"""Several authors: named on the post, allowed to change it, and by one rule wherever posts are somebody's."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from blog.models import Post, PostState
from blog.writing.publishing import save_post
from tests.blog.writing.conftest import ADD, change


@pytest.fixture
def ben(blog, make_member):
    return make_member(blog, Role.AUTHOR, name="Ben")


@pytest.fixture
def shared(post, ben):
    return save_post(post=post, now=timezone.now(), coauthors=[ben])


def test_people_who_may_write_are_named_by_name_or_by_address(write, author, post, ben, make_member, blog):
    cleo = make_member(blog, Role.EDITOR, name="Cleo")
    write(author, post, coauthor_names=f"ben,  {cleo.email.upper()} , Ben")
    assert set(post.coauthors.all()) == {ben, cleo}
    assert write(author, post, coauthor_names="").status_code == 302 and not post.coauthors.exists()


def test_the_author_is_not_named_twice(write, author, post, ben):
    write(author, post, coauthor_names=f"{author.name}, Ben")
    assert list(post.coauthors.all()) == [ben]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MODERATOR, None])
def test_nobody_else_is_named(role, author, post, make_member, make_user, blog, refuse):
    other = make_member(blog, role, name="Somebody Else") if role else make_user("Somebody Else")
    for said in (other.name, other.email):
        answer = refuse(author, post, coauthor_names=said)
        assert "Nobody of the team is called" in answer.content.decode()
        assert answer.context["adminform"].form["coauthor_names"].value() == said


def test_too_many_are_refused(author, post, refuse):
    answer = refuse(author, post, coauthor_names=",".join("abcdefghijklmnopqrstu"))
    assert "at most 20 people" in answer.content.decode()


def test_who_wrote_it_too_stays_named_when_they_write_here_no_more(write, author, shared, ben):
    ben.memberships.update(role=Role.MEMBER)
    assert write(author, shared, title="Changed").status_code == 302
    assert list(Post.objects.get(pk=shared.pk).coauthors.all()) == [ben]


def test_who_wrote_it_too_finds_and_changes_it_and_does_not_delete_it(
    write, shared, ben, author, client, nothing_changes
):
    answer = write(ben, shared, title="Ours")
    shared.refresh_from_db()
    assert answer.status_code == 302 and (shared.title, shared.author) == ("Ours", author)
    assert (
        "Ours" in client.get("/admin/blog/post/").content.decode() and "Ours" in client.get("/admin/").content.decode()
    )
    Post.objects.filter(pk=shared.pk).update(state=PostState.DRAFT)
    with nothing_changes():
        assert client.post(reverse("admin:blog_post_delete", args=[shared.pk]), {"post": "yes"}).status_code == 403


def test_a_post_of_others_is_as_if_it_were_not_there(post, ben, client, sign_in, nothing_changes):
    sign_in(ben)
    with nothing_changes():
        assert client.get(change(post)).status_code == client.post(change(post), {"title": "x"}).status_code == 404


def test_a_moderator_who_once_wrote_a_post_does_not_change_it(shared, ben, client, sign_in, nothing_changes):
    ben.memberships.update(role=Role.MODERATOR)
    sign_in(ben)
    with nothing_changes():
        assert client.post(change(shared), {"title": "x"}).status_code == 403


def test_whose_a_post_is_is_one_rule(shared, post, ben, author, blog, make_post):
    make_post(blog)
    assert set(blog.posts.by(ben)) == set(blog.posts.by(author)) == {shared}
    shared.coauthors.add(author)  # whatever stands in the row, it is there once
    assert list(blog.posts.by(author)) == [shared]


def test_a_version_keeps_their_numbers_and_no_name(shared, ben, write, author, client):
    write(author, shared, coauthor_names="")
    was = shared.versions.order_by("-pk")[1]
    assert was.fields["coauthors"] == [ben.pk] and ben.email not in str(was.fields) and "Ben" not in str(was.fields)
    newest = shared.versions.order_by("-pk")[0]
    page = client.get(reverse("admin:blog_post_version", args=[shared.pk, newest.pk])).content.decode()
    assert "<del>Ben</del>" in page
    client.post(reverse("admin:blog_post_restore", args=[shared.pk, was.pk]))
    assert client.get(change(shared)).context["adminform"].form["coauthor_names"].value() == "Ben"


def test_two_changes_of_who_wrote_it_meet(shared, author, ben, write, client, sign_in, form_of, blog, make_member):
    make_member(blog, Role.AUTHOR, name="Cleo")
    sign_in(author)
    seen = form_of(client.get(change(shared)))
    write(author, shared, coauthor_names="Ben, Cleo")
    met = client.post(change(shared), seen | {"coauthor_names": ""})
    assert met.status_code == 409 and "Written with" in met.content.decode() and "Ben, Cleo" in met.content.decode()
    write(author, shared, coauthor_names="Ben", title="A")
    quiet = client.post(change(shared), form_of(client.get(change(shared)), title="B"))
    assert quiet.status_code == 302


SUGGESTED = {"people": "Ben", "series": "Beginnings", "labels": "Berries"}


@pytest.mark.parametrize("what", SUGGESTED)
def test_names_are_suggested_a_few_at_a_time(what, client, sign_in, author, ben, blog, make_blog, make_member):
    blog.series.create(name="Beginnings", slug="b")
    blog.labels.create(name="Berries", slug="b")
    other = make_blog(hostname="two.example.org")
    other.series.create(name="Better", slug="x")
    other.labels.create(name="Better", slug="x")
    make_member(other, Role.AUTHOR, name="Bella")
    make_member(blog, name="Berta")
    for number in range(12):
        blog.labels.create(name=f"Many {number}", slug=f"many-{number}")
    sign_in(author)
    url = reverse("admin:blog_post_suggest", args=[what])
    assert client.get(url, {"q": "bE"}).json() == {"names": [SUGGESTED[what]]}
    assert client.get(url, {"q": "\0%_"}).json() == {"names": []}
    assert len(client.get(reverse("admin:blog_post_suggest", args=["labels"]), {"q": "many"}).json()["names"]) == 10
    assert "@" not in client.get(url, {"q": ""}).content.decode()
    assert client.post(url).status_code == 405
    assert client.get(reverse("admin:blog_post_suggest", args=["secrets"])).status_code == 404


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MODERATOR])
def test_names_are_suggested_to_nobody_who_may_not_write(role, client, sign_in, make_member, blog):
    sign_in(make_member(blog, role))
    assert client.get(reverse("admin:blog_post_suggest", args=["people"])).status_code == 403


def test_an_author_puts_nothing_on_top_and_an_editor_does(write, author, editor, post, client, sign_in):
    write(author, post, sticky="on")
    assert not Post.objects.get(pk=post.pk).sticky
    write(editor, post, sticky="on")
    assert Post.objects.get(pk=post.pk).sticky
    write(author, post, title="Changed")
    assert Post.objects.get(pk=post.pk).sticky
    sign_in(author)
    assert "sticky" not in client.get(ADD).context["adminform"].form.fields


BAD = [
    "javascript:alert(1)",
    "ftp://example.org/x",
    "example.org/x",
    "//example.org/x",
    "https://u@example.org/",
    "https:x",
    "mailto:a@b.example",
]


@pytest.mark.parametrize("address", BAD)
def test_a_first_address_that_is_none_is_refused_by_its_field(address, author, post, refuse):
    answer = refuse(author, post, canonical=address)
    form = answer.context["adminform"].form
    assert form.errors["canonical"] and form["canonical"].value() == address


def test_a_first_address_is_kept(write, author, post):
    write(author, post, canonical=" https://example.org/letters/one?a=b ")
    assert Post.objects.get(pk=post.pk).canonical == "https://example.org/letters/one?a=b"
