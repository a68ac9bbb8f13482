"""What is said of labels and series, out of a blog and into another; and what an import says of the checklist."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.models import Label, OldSlug, PostState, Series
from blog.writing.publishing import publish_post, save_post

SEA = {"address": "at-sea", "description": "Far & wide: “the sea”.", "aliases": ["sailing", "sea"]}


@pytest.fixture
def full(blog, author):
    """A blog with a label and a series that have all there is to be said of them, and with one of each that has not."""
    sea = Label.objects.create(blog=blog, name="Sea", slug=SEA["address"], description=SEA["description"])
    for slug in SEA["aliases"]:
        OldSlug.objects.create(blog=blog, label=sea, slug=slug)
    voyage = Series.objects.create(blog=blog, name="رحلة", slug="رحلة", description="Day by day.")
    OldSlug.objects.create(blog=blog, series=voyage, slug="sea")
    Series.objects.create(blog=blog, name="Empty", slug="empty")
    post = publish_post(blog=blog, author=author, title="One", body="Words", labels=["Sea", "Plain"])
    save_post(post=post, now=timezone.now(), series=voyage.name)
    return blog


def exported(folder, **options) -> dict[str, bytes]:
    call_command("export_posts", str(folder), stdout=StringIO(), **options)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def imported(folder, *options, **more) -> str:
    said = StringIO()
    call_command("import_posts", str(folder), *options, stdout=said, stderr=said, **more)
    return said.getvalue()


def test_what_is_said_of_labels_and_series_comes_out_of_another_blog_byte_for_byte(full, tmp_path, make_blog, author):
    before = exported(tmp_path / "out")
    assert json.loads(before["labels.json"]) == {"Plain": {"address": "plain", "description": ""}, "Sea": SEA}
    two = make_blog(hostname="two.example.org")
    two.memberships.create(user=author, role="author", state="member")
    imported(tmp_path / "out", hostname=two.hostname)
    assert exported(tmp_path / "again", hostname=two.hostname) == before
    assert two.labels.get(name="Sea").posts.count() == 1 and two.series.get(name="رحلة").posts.count() == 1


def test_the_same_folder_again_changes_nothing(full, tmp_path, nothing_changes):
    exported(tmp_path / "out")
    with nothing_changes():
        assert "same already" in imported(tmp_path / "out")
        imported(tmp_path / "out", "--update")


def test_what_is_there_stays_until_somebody_says_update(full, tmp_path, client, nothing_changes):
    exported(tmp_path / "out")
    other = {"Sea": {"address": "ocean", "description": "Deep."}, "plain": {"description": "Simply."}}
    (tmp_path / "out/labels.json").write_text(json.dumps(other))
    said = imported(tmp_path / "out")
    assert "“Sea” has another address or description here; --update" in said and "plain" not in said
    sea, plain = full.labels.get(name="Sea"), full.labels.get(name="Plain")
    assert (sea.slug, sea.description, plain.description) == (SEA["address"], SEA["description"], "Simply.")
    assert "another address" not in imported(tmp_path / "out", "--update")
    sea.refresh_from_db()
    assert (sea.slug, sea.description) == ("ocean", "Deep.")
    assert client.get("/label/at-sea/")["Location"] == client.get("/label/sailing/")["Location"] == "/label/ocean/"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "can’t be read"),
        ("[]", "can’t be read"),
        ('{"A": 3}', "can’t be read"),
        ("[" * 100_000, "can’t be read"),
        (json.dumps({"x" * 61: {}}), "at most 60 characters"),
        (json.dumps({"": {}}), "blank"),
        (json.dumps({"A": {"address": "a/b"}}), "valid"),
        (json.dumps({"A": {"description": "x" * 301}}), "at most 300 characters"),
        (json.dumps({"A": {"aliases": ["a/b"]}}), "valid"),
        (json.dumps({"Sea": {"address": "plain"}}), "another address"),
    ],
)
def test_what_can_not_be_taken_is_named_and_the_texts_go_in(text, said, full, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/two.md").write_text("Words")
    (tmp_path / "in/labels.json").write_text(text)
    told = imported(tmp_path / "in", "--update")
    assert "labels.json: " in told and said in told and "1 made" in told
    assert not full.labels.filter(name="A").exists()


def test_a_dry_run_makes_no_label(tmp_path, blog, nothing_changes):
    (tmp_path / "one.md").write_text("Words")
    (tmp_path / "labels.json").write_text(json.dumps({"Sea": SEA}))
    with nothing_changes():
        imported(tmp_path, "--dry-run")


def test_an_import_says_how_many_have_open_points_on_the_checklist_and_refuses_none(tmp_path, blog):
    blog.checks = {"description": "block"}
    blog.save()
    (tmp_path / "a.md").write_text(
        "---\ndate: 2026-05-03\npath: /2026/05/a/\ndescription: Said.\n---\n[To the other](/2026/05/b/)"
    )
    (tmp_path / "b.md").write_text("---\ndate: 2026-05-03\npath: /2026/05/b/\n---\nWords")
    (tmp_path / "c.md").write_text("---\npath: /2026/05/c/\nstate: draft\n---\nA draft is asked when it goes out.")
    said = imported(tmp_path)
    assert "3 made" in said and "1 of those that are published have open points on the checklist" in said
    assert blog.posts.filter(state=PostState.PUBLISHED).count() == 2
    assert "checklist" not in imported(tmp_path)
