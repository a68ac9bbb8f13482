"""The images of a folder of Markdown, and what stands beside a text: out of one blog, into another, and out again."""

import hashlib
import io
import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as Picture

from accounts.models import Role
from blog.models import Image, Post, PostState, Series
from blog.writing.images import add_image, describe_image
from blog.writing.publishing import publish_post, save_post

AT = datetime(2026, 5, 3, 8, 0, tzinfo=UTC)


def photograph(seed: int = 1, kind: str = "JPEG") -> io.BytesIO:
    """A picture that gets worse each time it is encoded."""
    kept = io.BytesIO()
    Picture.linear_gradient("L").resize((64, 48)).rotate(seed).convert("RGB").save(kept, kind, quality=70)
    kept.seek(0)
    return kept


def exported(folder, hostname="") -> dict[str, bytes]:
    call_command("export_posts", str(folder), hostname=hostname, stdout=StringIO())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def imported(folder, *options, hostname="") -> tuple[str, bool]:
    out, failed = StringIO(), False
    try:
        call_command("import_posts", str(folder), *options, hostname=hostname, stdout=out, stderr=out)
    except CommandError:
        failed = True
    return out.getvalue(), failed


@pytest.fixture
def team(blog, make_member):
    return [make_member(blog, role, name=name) for role, name in ((Role.AUTHOR, "Anna"), (Role.EDITOR, "Ben"))]


@pytest.fixture
def two(make_blog, team):
    """Another blog, in which the same people write."""
    other = make_blog(hostname="two.example.org")
    for person in team:
        other.memberships.create(user=person, role=Role.AUTHOR, state="member")
    return other


@pytest.fixture
def full(blog, team):
    """A post with everything that stands beside its text, and a page and a draft that show the same picture."""
    anna, ben = team
    harbour, tower = (
        add_image(blog=blog, by=anna, file=photograph(n), alt=alt, caption="At *night*", name="Der Hafen.jpg")
        for n, alt in ((1, "Boats"), (2, "A tower"))
    )
    describe_image(image=tower, alt="A tower", caption="", focus=(20, 70), now=AT)
    here, there = harbour.get_absolute_url(), f"https://elsewhere.example{harbour.get_absolute_url()}"
    body = f'![]({here} "Evening")\n\n[ref]: {here}\n\n`{here}` and [away]({there})\n\n<{here}>\n'
    post = publish_post(blog=blog, author=anna, title="Harbours", body=body, published_at=AT)
    post.cover, post.series_place, post.canonical, post.sticky = tower, 2, "https://example.org/first/", True
    post.expires_at = datetime(2999, 1, 1, tzinfo=UTC)
    save_post(post=post, now=AT, series="Voyages", coauthors=[ben], note="A date was wrong.")
    publish_post(blog=blog, author=ben, title="Begun", body=f"![x]({here})", state=PostState.DRAFT)
    return post


def test_what_comes_out_goes_into_another_blog_and_comes_out_again_byte_for_byte(full, two, team, tmp_path):
    before = exported(tmp_path / "one")
    pictures = [name for name in before if name.endswith(".jpg")]
    assert len(pictures) == 2 and all(name.startswith("images/der-hafen-") for name in pictures)
    text = before["posts/2026-05-03-harbours.md"].decode()
    assert text.count("../images/der-hafen-") == 5 and "(/images/" not in text
    said, failed = imported(tmp_path / "one", hostname="two.example.org")
    assert not failed and "2 made" in said, said
    assert exported(tmp_path / "two", "two.example.org") == before
    post = two.posts.get(title="Harbours")
    assert post.series.name == "Voyages" and post.series.blog == two and post.series_place == 2
    assert (post.canonical, post.sticky, post.expires_at) == ("https://example.org/first/", True, full.expires_at)
    assert list(post.coauthors.all()) == [team[1]] and post.notes == full.notes
    assert post.cover.blog == two and (post.cover.alt, post.cover.focus_x, post.cover.focus_y) == ("A tower", 20, 70)
    assert two.images.count() == 2 and {image.name for image in two.images.all()} == {"der-hafen.jpg"}
    assert {image.checksum for image in two.images.all()} == {image.checksum for image in full.blog.images.all()}
    assert post.html.count("<img") == full.html.count("<img") == 1


def test_the_same_folder_again_changes_nothing(full, tmp_path, nothing_changes):
    exported(tmp_path / "one")
    with nothing_changes():
        said, failed = imported(tmp_path / "one")
    assert not failed and "2 the same already" in said, said


@pytest.mark.parametrize(
    "was, now",
    [
        ("series: Voyages", "series: Travels"),
        ("series_place: '2'", "series_place: '3'"),
        ("canonical: https://example.org/first/", "canonical: https://example.org/second/"),
        ("sticky: 'true'\n", ""),
        ("A date was wrong.", "A name was wrong."),
    ],
)
def test_a_file_that_says_something_else_changes_it(was, now, full, tmp_path):
    name = "posts/2026-05-03-harbours.md"
    text = exported(tmp_path / "one")[name].decode()
    assert was in text
    (tmp_path / "one" / name).write_text(text.replace(was, now))
    assert imported(tmp_path / "one")[1]
    said, failed = imported(tmp_path / "one", "--update")
    assert not failed and "1 updated, 1 the same" in said
    assert exported(tmp_path / "again")[name].decode() == text.replace(was, now)


def test_a_dry_run_keeps_no_image(full, two, tmp_path, nothing_changes):
    exported(tmp_path / "one")
    with nothing_changes():
        said, failed = imported(tmp_path / "one", "--dry-run", hostname="two.example.org")
    assert not failed and "Would be: 2 made" in said


def test_pictures_of_anybodys_folder_are_found_beside_the_text_and_from_its_top(blog, tmp_path):
    for number, place in enumerate(("notes/near.png", "assets/top.png", "static/hugo.png")):
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(photograph(number, "PNG").getvalue())
    shown = (
        "![Near by](near.png) ![](/assets/top.png 'T') ![H](/hugo.png) ![](missing.png) ![](https://x.example/a.png)"
    )
    (tmp_path / "notes/one.md").write_text(f"---\ncover: near.png\n---\n{shown}")
    said, failed = imported(tmp_path)
    assert not failed, said
    post = Post.objects.get()
    alts = {image.name: image.alt for image in post.images.all()}
    assert alts == {"near.png": "Near by", "top.png": "top", "hugo.png": "H"}
    assert post.cover.name == "near.png" and "](missing.png)" in post.body and "https://x.example/a.png" in post.body


def test_nothing_outside_of_the_folder_is_read(blog, tmp_path):
    (tmp_path / "secret.png").write_bytes(photograph(1, "PNG").getvalue())
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link.png").symlink_to(tmp_path / "secret.png")
    outside = f"![](../secret.png) ![](link.png) ![]({tmp_path}/secret.png) ![](%2e%2e/secret.png)"
    (tmp_path / "in/one.md").write_text(outside)
    imported(tmp_path / "in")
    assert not Image.objects.exists() and Post.objects.get().body == outside


def test_a_file_that_is_no_picture_is_named_and_its_text_goes_in(blog, tmp_path):
    (tmp_path / "a.png").write_bytes(b"PK\x03\x04 a zip, more or less")
    (tmp_path / "one.md").write_text("![x](a.png)")
    said, failed = imported(tmp_path)
    assert "a.png: This is not an image" in said and "1 made" in said and not Image.objects.exists()


def test_what_claims_to_be_clean_and_is_not_is_encoded_anew(blog, tmp_path):
    exif = Picture.Exif()
    exif[0x010F] = "A camera"
    kept = io.BytesIO()
    Picture.new("RGB", (8, 8)).save(kept, "JPEG", exif=exif)
    (tmp_path / "images").mkdir()
    for name, raw in (("a.jpg", kept.getvalue()), ("b.jpg", photograph().getvalue() + b"PK hidden behind it")):
        (tmp_path / "images" / name).write_bytes(raw)
    words = {
        path.name: {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in (tmp_path / "images").glob("*.jpg")
    }
    (tmp_path / "images/words.json").write_text(json.dumps(words))
    (tmp_path / "one.md").write_text("![x](images/a.jpg) ![y](images/b.jpg)")
    imported(tmp_path)
    assert Image.objects.count() == 2
    for image in Image.objects.all():
        with image.file.open() as file:
            raw = file.read()
        assert b"A camera" not in raw and b"PK" not in raw and image.checksum not in json.dumps(words)


@pytest.mark.parametrize("words", ["[]", "{", '{"a.png": 3}', '{"a.png": {"focus": [1, 999], "alt": null, "name": 7}}'])
def test_words_that_can_not_be_read_are_left_out(words, blog, tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images/a.png").write_bytes(photograph(1, "PNG").getvalue())
    (tmp_path / "images/words.json").write_text(words)
    (tmp_path / "one.md").write_text("![x](images/a.png)")
    assert not imported(tmp_path)[1]
    assert (Image.objects.get().alt, Image.objects.get().focus_x) == ("x", 50)


def test_front_matter_of_others_names_authors_series_cover_and_first_address(blog, team, tmp_path):
    anna, ben = team
    head = (
        f'authors = ["Anna", "{ben.email}", "Nobody"]\nseries = ["Voyages"]\ncanonicalURL = "https://example.org/x"\n'
    )
    (tmp_path / "a.md").write_text(f"+++\n{head}pinned = true\nfeatured_image = 'gone.png'\n+++\nText")
    said, failed = imported(tmp_path)
    post = Post.objects.get()
    assert not failed and "Nobody of the team is “Nobody”" in said and "no image “gone.png”" in said
    assert (post.author, list(post.coauthors.all())) == (anna, [ben])
    assert (post.series, post.canonical, post.sticky) == (Series.objects.get(), "https://example.org/x", True)


@pytest.mark.parametrize("head", ["canonical: javascript:alert(1)", f"series: {'x' * 300}", "series_place: '70000'"])
def test_a_file_that_can_not_be_taken_changes_nothing(head, blog, tmp_path, nothing_changes):
    (tmp_path / "a.md").write_text(f"---\n{head}\n---\nText")
    with nothing_changes():
        said, failed = imported(tmp_path)
    assert failed and "a.md: " in said and "Traceback" not in said
