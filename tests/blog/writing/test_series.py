"""Series: by name, on a post, on the desk."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from blog.models import Label, OldSlug, Post, PostState, Series
from blog.writing import series as acts
from blog.writing.labelling import save_named
from blog.writing.publishing import save_post
from blog.writing.series import delete_series, series_named

LIST = "/admin/blog/series/"


def page(name: str, series: Series) -> str:
    return reverse(f"admin:blog_series_{name}", args=[series.pk])


@pytest.fixture
def voyages(blog) -> Series:
    return Series.objects.create(blog=blog, name="Voyages", slug="voyages")


def test_a_post_is_put_into_a_series_by_its_name_and_a_new_one_is_made(write, author, post):
    write(author, post, series_name=" Grand   Voyages ", series_place="3")
    post.refresh_from_db()
    assert (post.series.name, post.series.slug, post.series_place) == ("Grand Voyages", "grand-voyages", 3)


@pytest.mark.parametrize("name", ["voyages", "VOYAGES", " Voyages "])
def test_a_series_is_found_whatever_the_case_of_its_name(name, write, author, post, voyages):
    write(author, post, series_name=name)
    post.refresh_from_db()
    assert post.series == voyages and Series.objects.count() == 1


def test_letters_beyond_ascii_are_one_in_any_case_too(blog):
    made = Series.objects.create(blog=blog, name="ÉTÉ", slug="ete")
    assert series_named(blog, "été") == made


def test_a_post_is_taken_out_and_its_place_with_it(write, author, post, voyages):
    save_post(post=post, now=timezone.now(), series="Voyages")
    write(author, post, series_name="", series_place="4")
    post.refresh_from_db()
    assert (post.series, post.series_place) == (None, 0)


@pytest.mark.parametrize(
    "field, value, said",
    [
        ("series_name", "x" * 300, "too long for a series: at most 100 characters"),
        ("series_place", "-1", "greater than or equal to 0"),
        ("series_place", "99999", "less than or equal to 32767"),
        ("series_place", "first", "Enter a whole number"),
    ],
)
def test_what_can_not_be_is_refused_by_its_field_and_kept_in_the_form(field, value, said, author, post, refuse):
    answer = refuse(author, post, **{field: value})
    form = answer.context["adminform"].form
    assert said in " ".join(form.errors[field]) and form[field].value() == value


def test_a_series_has_room_for_so_many_posts(monkeypatch, author, post, voyages, make_post, blog, refuse):
    monkeypatch.setattr(acts, "PARTS", 2)
    for _ in range(2):
        make_post(blog, series=voyages)
    answer = refuse(author, post, series_name="Voyages")
    assert "at most 2 posts" in answer.content.decode()
    with pytest.raises(ValidationError, match="at most 2"):
        save_post(post=post, now=timezone.now(), series="Voyages")
    save_post(post=voyages.posts.first(), now=timezone.now(), series="Voyages")  # who is in stays in


def test_an_editor_makes_changes_and_deletes_a_series_and_its_posts_stay(
    client, sign_in, editor, make_post, blog, form_of
):
    sign_in(editor)
    client.post(f"{LIST}add/", {"name": "Voyages", "slug": "", "description": "Day by day."})
    series = Series.objects.get()
    assert (series.slug, series.description, series.blog) == ("voyages", "Day by day.", blog)
    post = make_post(blog, "One", series=series, series_place=2)
    assert "1" in client.get(LIST).content.decode() and "One" in client.get(page("change", series)).content.decode()
    client.post(page("change", series), {"name": "Travels", "slug": "travels", "description": ""})
    series.refresh_from_db()
    assert (series.name, series.slug) == ("Travels", "travels")
    asked = client.get(page("delete", series)).content.decode()
    assert "Its 1 post stays" in asked and Series.objects.exists()
    client.post(page("delete", series), {"post": "yes"})
    post.refresh_from_db()
    assert not Series.objects.exists() and (post.series, post.series_place) == (None, 0)


def test_a_series_that_is_renamed_is_found_at_its_old_address(client, sign_in, editor, make_post, blog, voyages):
    make_post(blog, series=voyages)
    sign_in(editor)
    client.post(page("change", voyages), {"name": "Travels", "slug": "travels", "description": ""})
    moved = client.get("/series/voyages/")
    assert (moved.status_code, moved["Location"]) == (301, "/series/travels/")
    client.post(page("change", voyages), {"name": "Voyages", "slug": "voyages", "description": ""})
    assert client.get("/series/voyages/").status_code == 200
    assert client.get("/series/travels/")["Location"] == "/series/voyages/"
    assert OldSlug.objects.get().slug == "travels"


def test_a_label_and_a_series_that_had_one_address_each_keep_theirs(client, make_post, blog, voyages):
    label = Label.objects.create(blog=blog, name="Voyages", slug="voyages")
    make_post(blog, series=voyages).labels.add(label)
    for named in (voyages, label):
        named.slug = "travels"
        save_named(named)
    assert client.get("/series/voyages/")["Location"] == "/series/travels/"
    assert client.get("/label/voyages/")["Location"] == "/label/travels/"


def test_nothing_leads_to_a_series_without_a_post_to_read(client, make_post, make_blog, blog, voyages):
    OldSlug.objects.create(blog=blog, series=voyages, slug="trips")
    make_post(blog, series=voyages, state="draft", published_at=None)
    assert client.get("/series/trips/").status_code == 404
    two = make_blog(hostname="two.example.org")
    make_post(blog, series=voyages)
    assert client.get("/series/trips/").status_code == 301
    assert client.get("/series/trips/", headers={"host": two.hostname}).status_code == 404


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"name": "VOYAGES"}, "There is a series of this name"),
        ({"name": "x" * 300}, "at most 100 characters"),
        ({"name": ""}, "required"),
        ({"name": "Other", "slug": "voyages"}, "Another series has this address"),
        ({"name": "Other", "slug": "a/b"}, "valid"),
        ({"name": "Other", "description": "x" * 301}, "at most 300 characters"),
    ],
)
def test_a_series_that_can_not_be_is_refused(fields, said, client, sign_in, editor, voyages, nothing_changes):
    sign_in(editor)
    with nothing_changes():
        answer = client.post(f"{LIST}add/", {"slug": "", "description": ""} | fields)
    assert said in " ".join(sum(answer.context["adminform"].form.errors.values(), []))


def test_a_name_without_letters_gets_an_address(client, sign_in, editor):
    sign_in(editor)
    for name in ("!!!", "???"):
        client.post(f"{LIST}add/", {"name": name, "slug": "", "description": ""})
    assert {series.slug for series in Series.objects.all()} == {"series", "series-2"}


def test_a_deleted_series_leaves_all_else_of_its_posts(blog, make_post, voyages):
    post = make_post(blog, series=voyages, series_place=1)
    assert delete_series(series=voyages) == 1
    assert Post.objects.get(pk=post.pk).title == post.title


def test_a_series_is_part_of_a_version_and_comes_back_with_it(write, author, post, client):
    write(author, post, series_name="Voyages", series_place="2")
    write(author, post, series_name="", series_place="")
    version = post.versions.order_by("-pk")[1]
    assert (version.fields["series"], version.fields["series_place"]) == ("Voyages", 2)
    client.post(reverse("admin:blog_post_restore", args=[post.pk, version.pk]))
    form = client.get(reverse("admin:blog_post_change", args=[post.pk])).context["adminform"].form
    assert (form["series_name"].value(), form["series_place"].value()) == ("Voyages", "2")


def test_a_draft_in_a_series_is_seen_by_the_team_alone(client, sign_in, editor, make_post, blog, voyages):
    make_post(blog, "Begun", series=voyages, state=PostState.DRAFT, published_at=None)
    assert client.get("/series/voyages/").status_code == 404
    sign_in(editor)
    assert "Begun" in client.get(page("change", voyages)).content.decode()
