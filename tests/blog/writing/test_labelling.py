"""Labels: found whatever their case, renamed and merged without a dead link."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Role
from blog.models import Label, OldSlug
from blog.writing.labelling import NAME_LIMIT, labels_named, merge_label


@pytest.fixture
def travel(blog):
    return Label.objects.create(blog=blog, name="Travel", slug="travel")


@pytest.fixture
def trips(blog):
    return Label.objects.create(blog=blog, name="Trips", slug="trips")


def rename(client, label: Label, **fields):
    return client.post(f"/admin/blog/label/{label.pk}/change/", {"name": label.name, "slug": label.slug} | fields)


@pytest.mark.parametrize(("name", "same"), [("Été", "e\u0301TE\u0301"), ("Straße", "STRASSE"), ("Ωμέγα", "ωμέγα")])
def test_a_name_is_found_whatever_its_case_and_however_its_accents_are_composed(name, same, blog):
    (label,) = labels_named(blog, [name])
    assert labels_named(blog, [same, name]) == [label]
    assert blog.labels.count() == 1


def test_a_name_that_is_too_long_is_refused_beside_its_field(write, author, editor, client, sign_in, blog):
    long = "x" * 300
    answer = write(author, title="A", body="B", label_names=f"Short, {long}")
    (said,) = answer.context["adminform"].form.errors["label_names"]
    assert f"at most {NAME_LIMIT}" in said
    sign_in(editor)
    answer = client.post("/admin/blog/label/add/", {"name": long})
    assert "name" in answer.context["adminform"].form.errors
    assert not blog.labels.exists() and not blog.posts.exists()


def test_a_label_that_is_renamed_is_found_at_its_old_address(editor, client, sign_in, travel, make_post, blog):
    make_post(blog).labels.add(travel)
    sign_in(editor)
    assert rename(client, travel, name="Journeys", slug="journeys", description="Far & wide.").status_code == 302
    moved = client.get("/label/travel/")
    assert (moved.status_code, moved["Location"]) == (301, "/label/journeys/")
    page = client.get("/label/journeys/").content.decode()
    assert 'content="Far &amp; wide."' in page
    assert '<p dir="auto">Far &amp; wide.</p>' in page
    travel.refresh_from_db()
    rename(client, travel, slug="travel")
    assert client.get("/label/travel/").status_code == 200
    assert client.get("/label/journeys/")["Location"] == "/label/travel/"
    assert OldSlug.objects.get().slug == "journeys"


def test_nothing_leads_to_a_label_without_a_post_to_read(blog, travel, make_post, client):
    OldSlug.objects.create(blog=blog, label=travel, slug="trips")
    make_post(blog, state="draft", published_at=None).labels.add(travel)
    assert client.get("/label/trips/").status_code == 404


def test_an_old_address_belongs_to_its_blog(make_blog, make_post, client):
    one, two = make_blog(hostname="one.example.org"), make_blog(hostname="two.example.org")
    there = Label.objects.create(blog=two, name="There", slug="there")
    make_post(two).labels.add(there)
    OldSlug.objects.create(blog=two, label=there, slug="once")
    assert client.get("/label/once/", headers={"host": two.hostname}).status_code == 301
    assert client.get("/label/once/", headers={"host": one.hostname}).status_code == 404


def test_a_label_is_merged_into_another_with_its_posts_and_its_addresses(blog, travel, trips, make_post, client):
    one, both = make_post(blog), make_post(blog)
    one.labels.add(trips)
    both.labels.add(trips, travel)
    OldSlug.objects.create(blog=blog, label=trips, slug="outings")
    assert merge_label(label=trips, into=travel) == 2
    assert list(blog.labels.all()) == [travel]
    assert set(travel.posts.all()) == {one, both}
    for old in ("trips", "outings"):
        assert client.get(f"/label/{old}/")["Location"] == "/label/travel/"


def test_a_label_is_not_merged_into_itself_or_into_a_strangers(travel, make_blog, nothing_changes):
    strange = Label.objects.create(blog=make_blog(hostname="two.example.org"), name="Trips", slug="trips")
    with nothing_changes():
        for into in (travel, strange):
            with pytest.raises(ValidationError):
                merge_label(label=travel, into=into)


def test_merging_is_asked_first_and_says_how_many_posts(
    blog, travel, trips, make_post, editor, client, sign_in, nothing_changes, set_policy
):
    for _number in range(3):
        make_post(blog).labels.add(trips)
    set_policy(blog, label=trips)
    sign_in(editor)
    url = f"/admin/blog/label/{trips.pk}/merge/"
    with nothing_changes():
        assert "Merge into" in client.get(url).content.decode()
        asked = client.get(url, {"into": "TRAVEL"}).content.decode()
    assert "3 posts have the label “Trips”" in asked and "can’t be taken back" in asked
    assert "rules for comments of its own" in asked
    done = client.post(url, {"into": "travel"}, follow=True)
    assert "merged into “Travel”, with 3 posts" in done.content.decode()
    assert travel.posts.count() == 3


@pytest.mark.parametrize("into", ["", "Trips", "Nowhere", "Strange"])
def test_merging_into_nothing_is_refused_and_changes_nothing(
    into, blog, travel, trips, make_blog, editor, client, sign_in, nothing_changes
):
    Label.objects.create(blog=make_blog(hostname="two.example.org"), name="Strange", slug="strange")
    sign_in(editor)
    url = f"/admin/blog/label/{trips.pk}/merge/"
    with nothing_changes():
        for send in (client.get, client.post):
            answer = send(url, {"into": into})
            assert answer.status_code == 200 and answer.context["form"].errors["into"]


def test_who_may_not_change_labels_merges_none(blog, trips, travel, make_member, client, sign_in, nothing_changes):
    sign_in(make_member(blog, Role.AUTHOR))
    with nothing_changes():
        assert client.post(f"/admin/blog/label/{trips.pk}/merge/", {"into": "Travel"}).status_code == 403


def test_the_list_of_labels_counts_the_posts_of_the_labels_it_shows(
    blog, travel, make_post, editor, client, sign_in, django_assert_num_queries
):
    for number in range(60):
        Label.objects.create(blog=blog, name=f"A {number:02}", slug=f"a-{number}")
    make_post(blog).labels.add(travel)
    sign_in(editor)
    first = client.get("/admin/blog/label/")
    assert len(first.context["cl"].result_list) == 50
    last = client.get("/admin/blog/label/?p=2")
    assert [label.used for label in last.context["cl"].result_list if label == travel] == [1]


def test_of_a_label_of_very_many_posts_it_is_said_that_they_are_more(
    blog, travel, make_post, editor, client, sign_in, monkeypatch
):
    monkeypatch.setattr("blog.writing.desk.labels.MOST", 2)
    sign_in(editor)
    for number in range(4):
        make_post(blog).labels.add(travel)
        page = client.get("/admin/blog/label/").content.decode()
        assert (f'<td class="field-posts_of">{number + 1}</td>' in page) is (number < 2)
        assert ('<td class="field-posts_of">over 2</td>' in page) is (number >= 2)
