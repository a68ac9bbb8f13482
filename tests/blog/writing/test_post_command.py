"""manage.py post: in one's own editor nothing that was typed is lost, and nobody's change is overwritten."""

import io
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Role
from blog.models import Kind, PostState
from blog.writing.copies import keep, token_now
from blog.writing.publishing import save_post


@pytest.fixture
def author(blog, make_member):
    return make_member(blog, Role.AUTHOR, name="Anna Author")


@pytest.fixture
def written(settings, tmp_path):
    """Where the files are that the command has begun."""
    settings.WRITING_ROOT = tmp_path / "writing"
    return settings.WRITING_ROOT


@pytest.fixture
def editor(settings, tmp_path):
    """Makes the editor a program that does this to the file “$1”."""

    def use(script):
        program = tmp_path / "an editor"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        settings.EDITOR = f"'{program}'"

    return use


@pytest.fixture
def run(written):
    """Runs the command; what it said, and its exit code."""

    def run_(*arguments):
        out = io.StringIO()
        try:
            call_command("post", *arguments, stdout=out)
        except CommandError as error:
            return out.getvalue() + str(error), error.returncode
        return out.getvalue(), 0

    return run_


def left(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.md")) if folder.exists() else []


WRITE = 'printf -- "---\\ntitle: Nights at sea\\nlabels: [Letters]\\n---\\n\\nIt was **dark**.\\n" > "$1"'


def test_a_post_is_written_in_ones_own_editor_and_is_a_draft(blog, author, run, editor, written):
    editor(WRITE)
    said, code = run("new")
    post = blog.posts.get()
    assert code == 0 and "Nights at sea" in said and post.path in said and "Draft" in said
    assert (post.author, post.state, post.body) == (author, PostState.DRAFT, "It was **dark**.\n")
    assert "<strong>dark</strong>" in post.html
    assert [label.name for label in post.labels.all()] == ["Letters"]
    version = post.versions.get()
    assert (version.by, version.kind) == (author, Kind.SAVED)
    assert not left(written)


def test_the_file_begins_with_what_may_be_said_and_only_its_writer_can_read_it(author, run, editor, tmp_path):
    editor(f'cp "$1" "{tmp_path}/seen"; stat -c %a "$1" > "{tmp_path}/mode"; exit 1')
    run("new", "--title", "On: reading")
    assert (tmp_path / "seen").read_text() == (
        "---\ntitle: 'On: reading'\nlabels: []\ndescription:\nstate: draft\n---\n\n"
    )
    assert (tmp_path / "mode").read_text().strip() == "600"


def test_a_new_post_can_be_published_at_once(blog, author, run, editor, client):
    editor(WRITE)
    said, code = run("new", "--publish")
    assert code == 0 and "Public since" in said
    assert client.get(blog.posts.get().path).status_code == 200


def test_a_file_or_what_is_piped_in_becomes_a_post(blog, author, run, tmp_path, monkeypatch, written):
    path = tmp_path / "2026-05-03-on-reading.md"
    path.write_text("# On reading\n\nSlowly.")
    assert run("new", "--file", str(path))[1] == 0
    assert blog.posts.get().path == "/2026/05/on-reading/" and path.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("---\ntitle: Piped\n---\nIn."))
    assert run("new", "--file", "-")[1] == 0
    assert blog.posts.get(title="Piped").slug == "piped" and not left(written)


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ('echo "---" > "$1"; echo "title: [" >> "$1"', "never closed"),
        ('printf "Words without a title" > "$1"', "title: This field"),
        ('printf -- "---\\ntitle: A\\npath: /admin/x/\\n---\\nWords" > "$1"', "path: This address belongs"),
        ('printf -- "---\\ntitle: A\\nstate: secret\\n---\\nWords" > "$1"', "“state: secret” is none of"),
        ('printf "\\377\\376" > "$1"', "no UTF-8"),
        ('printf "Words" >> "$1"; exit 3', "ended with status 3"),
    ],
)
def test_what_could_not_be_saved_is_kept_and_one_is_told_where(
    script, why, author, run, editor, written, nothing_changes
):
    editor(script)
    with nothing_changes():
        said, code = run("new")
    (path,) = left(written)
    assert code == 1 and why in said and str(path) in said
    assert f"manage.py post new --file {path}" in said


def test_an_editor_that_is_not_there_is_told(author, run, settings, written, nothing_changes):
    settings.EDITOR = "/no/such/editor"
    with nothing_changes():
        said, code = run("new")
    assert code == 1 and "set VISUAL or EDITOR" in said and len(left(written)) == 1


def test_nothing_written_is_no_post(author, run, editor, written, nothing_changes):
    editor("true")
    with nothing_changes():
        said, code = run("new", "--title", "Nights")
    assert code == 1 and "Nothing was written" in said and not left(written)


def test_a_post_is_changed_and_keeps_what_its_file_does_not_say(blog, author, make_post, run, editor, written):
    ends = timezone.now() + timedelta(days=9)
    post = make_post(blog, "A letter", author=author, readers="members", expires_at=ends)
    at = post.published_at
    editor("""sed -i 's/A paragraph/Another one/; s/^description:.*//' "$1" """)
    assert run("edit", post.path)[1] == 0
    post.refresh_from_db()
    assert post.body == "Another one." and (post.published_at, post.expires_at) == (at, ends)
    assert post.readers == "members" and post.author == author
    assert post.versions.latest("pk").by == author
    assert not left(written)


def test_a_post_is_named_by_its_path_an_old_path_or_its_short_name(blog, author, make_post, run, editor):
    post = make_post(blog, author=author, slug="letter", path="/2026/01/letter/")
    post.old_paths.create(blog=blog, path="/old/", left_at=timezone.now())
    editor("true")
    for name in ("/2026/01/letter/", "/old/", "letter"):
        said, code = run("edit", name)
        assert code == 0 and "Nothing was changed" in said
    make_post(blog, author=author, slug="letter", path="/2027/01/letter/")
    said, code = run("edit", "letter")
    assert code == 1 and "/2026/01/letter/, /2027/01/letter/" in said


def save(post, body):
    post.body = body
    save_post(post=post, now=timezone.now(), by=post.author)


def test_a_change_of_what_somebody_saved_meanwhile_is_brought_together_in_a_second_file(
    blog, author, make_post, run, editor, written
):
    post = make_post(blog, author=author, body="One.\n\nTwo.\n\nThree.\n")
    save(post, "One.\n\nTwo.\n\nThree!\n")
    editor("true")

    def meanwhile(path):
        save(blog.posts.get(), "One!\n\nTwo.\n\nTheirs.\n")
        return path.read_text().replace("Three!", "Mine.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("blog.management.commands.post.edited", meanwhile)
        said, code = run("edit", post.path)
    assert code == 3 and "Nothing was overwritten" in said and "Choose where" in said
    assert blog.posts.get().body == "One!\n\nTwo.\n\nTheirs.\n"
    kept = left(written)
    assert len(kept) == 2 and all(str(path) in said for path in kept)
    both = Path(re.search(r"--file (\S+)", said)[1])
    text = both.read_text()
    assert "One!\n\nTwo.\n\n<<<<<<< what you wrote\nMine.\n=======\nTheirs.\n>>>>>>> what" in text
    said, code = run("edit", post.path, "--file", str(both))
    assert code == 1 and "choose between" in said
    both.write_text(re.sub("<<<<<<<[^=]*=======\n|>>>>>>>.*\n", "", text))
    assert run("edit", post.path, "--file", str(both))[1] == 0
    assert blog.posts.get().body == "One!\n\nTwo.\n\nTheirs.\n"


def test_a_file_that_does_not_say_what_it_began_with_overwrites_nothing(
    blog, author, make_post, run, tmp_path, nothing_changes
):
    post = make_post(blog, author=author)
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nOver.")
    with nothing_changes():
        said, code = run("edit", post.path, "--file", str(tmp_path / "a.md"))
    assert code == 1 and "seen: 0.0" in said


@pytest.mark.parametrize("does", ["edit", "publish"])
def test_what_is_typed_on_the_desk_and_not_saved_comes_first(
    does, blog, author, make_post, run, editor, nothing_changes
):
    post = make_post(blog, author=author, state=PostState.DRAFT)
    keep(text=post, by=author, typed={"body": ["Typed"]}, seen=token_now(post), now=timezone.now())
    editor('echo more >> "$1"')
    with nothing_changes():
        said, code = run(does, post.path)
    assert code == 1 and "Anna Author has changes of this post on the desk" in said


def test_a_draft_is_published_now_or_at_a_moment_of_the_blogs_zone(blog, author, make_post, run, client):
    blog.time_zone = "Europe/Vienna"
    blog.save()
    post = make_post(blog, author=author, state=PostState.DRAFT, published_at=None)
    said, code = run("publish", post.slug, "--at", "2999-05-03 09:00")
    assert code == 0 and "3 May 2999, 09:00 (Europe/Vienna)" in said and "In UTC that is 2999-05-03 07:00." in said
    assert blog.posts.get().published_at == datetime(2999, 5, 3, 7, tzinfo=UTC)
    other = make_post(blog, author=author, state=PostState.DRAFT, published_at=None)
    assert "Public since" in run("publish", other.slug)[0]
    assert client.get(blog.posts.get(pk=other.pk).path).status_code == 200
    assert "Nothing was changed" in run("publish", other.slug)[0]


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("tomorrow", "is no date"),
        ("0000-01-01", "is no date"),
        ("0999-01-01", "between 1000 and 2999"),
        ("2026-03-29 02:30", "never show 02:30"),
        ("2026-10-25 02:30", "“2026-10-25 02:30+0200” or “2026-10-25 02:30+0100”"),
    ],
)
def test_a_moment_that_is_none_or_two_is_asked_about(at, why, blog, author, make_post, run, nothing_changes):
    blog.time_zone = "Europe/Vienna"
    blog.save()
    post = make_post(blog, author=author, state=PostState.DRAFT)
    with nothing_changes():
        said, code = run("publish", post.slug, "--at", at)
    assert code == 1 and why in said


def test_one_of_two_moments_is_said_by_its_offset(blog, author, make_post, run):
    post = make_post(blog, author=author, state=PostState.DRAFT)
    assert run("publish", post.slug, "--at", "2026-10-25 02:30+0100")[1] == 0
    assert blog.posts.get().published_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.fixture
def one_of_each(blog, author, make_post):
    """A post in each state."""
    make_post(blog, "Begun", author=author, state=PostState.DRAFT, published_at=None)
    make_post(blog, "Out", author=author).labels.create(blog=blog, name="Letters", slug="letters")
    make_post(blog, "To come", author=author, days_ago=-2)
    make_post(blog, "Thrown away", author=author, state=PostState.TRASH, trashed_at=timezone.now())


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ([], ["Begun", "To come", "Out"]),
        (["--state", "draft"], ["Begun"]),
        (["--state", "published"], ["Out"]),
        (["--state", "scheduled"], ["To come"]),
        (["--state", "trash"], ["Thrown away"]),
        (["--label", "letters"], ["Out"]),
        (["--limit", "1"], ["Begun"]),
        (["--label", "none"], []),
    ],
)
def test_posts_are_listed_by_state_and_label(options, titles, one_of_each, run):
    said, code = run("list", *options)
    assert code == 0 and re.findall(r"^    (Begun|Out|To come|Thrown away)$", said, re.M) == titles
    assert titles or "There is no such post." in said


def test_an_author_sees_and_changes_no_post_of_somebody_else(
    blog, author, make_member, make_post, run, editor, nothing_changes
):
    post = make_post(blog, "Hers", author=make_member(blog, Role.EDITOR))
    editor('echo more >> "$1"')
    as_author = ("--as", author.email)
    with nothing_changes():
        assert "Hers" not in run("list", *as_author)[0]
        for does in ("edit", "publish"):
            said, code = run(does, post.path, *as_author)
            assert code == 1 and "There is no post" in said


def test_one_says_who_one_is_where_several_write(blog, author, make_member, run, editor, nothing_changes):
    member = make_member(blog)
    make_member(blog, Role.OWNER)
    editor(WRITE)
    with nothing_changes():
        assert "with --as EMAIL" in run("new")[0]
        said, code = run("new", "--as", member.email)
        assert code == 1 and "may write" in said
    assert run("new", "--as", author.email)[1] == 0
    assert blog.posts.get().author == author


def test_a_post_goes_into_the_blog_that_is_named(blog, author, make_blog, make_member, run, editor):
    two = make_blog(hostname="two.example.org")
    writer = make_member(two, Role.AUTHOR)
    editor(WRITE)
    assert run("new", "--blog", "two.example.org")[1] == 0
    assert two.posts.get().author == writer and not blog.posts.exists()
    assert run("edit", two.posts.get().path)[1] == 1
    assert run("list", "--blog", "three.example.org")[1] == 1


def test_the_folder_of_texts_is_its_owners_alone(author, run, editor, written):
    editor("exit 1")
    run("new")
    assert stat.S_IMODE(written.stat().st_mode) == 0o700


def test_a_new_post_has_all_that_its_file_says(blog, author, make_member, run, tmp_path):
    other = make_member(blog, Role.AUTHOR, name="Boris")
    file = tmp_path / "letter.md"
    file.write_text(
        "---\ntitle: Letter\nseries: Voyage\nseries_place: 2\ncoauthors: [Boris, Nobody]\nsticky: true\n"
        "canonical: https://elsewhere.example/letter\n---\nDear all.\n"
    )
    said, code = run("new", "--file", str(file), "--as", author.email)
    assert code == 0 and "Nobody of the team is “Nobody”." in said
    post = blog.posts.get()
    assert (post.series.name, post.series_place, post.sticky) == ("Voyage", 2, True)
    assert post.canonical == "https://elsewhere.example/letter" and list(post.coauthors.all()) == [other]


def test_the_checklist_is_asked_before_a_post_goes_out(blog, author, make_post, run, nothing_changes, tmp_path):
    blog.checks = {"description": "warn"}
    blog.save()
    post = make_post(blog, author=author, state=PostState.DRAFT, published_at=None, description="")
    file = tmp_path / "letter.md"
    file.write_text("---\ntitle: Letter\n---\nDear all.\n")
    for words in (["publish", post.slug], ["new", "--file", str(file), "--publish"]):
        with nothing_changes():
            said, code = run(*words)
        assert code == 1 and "description" in said and "--all-the-same" in said
        assert run(*words, "--all-the-same")[1] == 0
    assert blog.posts.filter(state=PostState.PUBLISHED).count() == 2


def test_who_wrote_a_post_with_its_author_changes_it_too(blog, author, make_member, make_post, run, editor):
    other = make_member(blog, Role.AUTHOR, name="Boris")
    post = make_post(blog, author=author, body="Ours.")
    assert run("edit", post.path, "--as", other.email)[1] == 1  # not theirs yet
    post.coauthors.add(other)
    editor('sed -i "s/Ours/Ours, together/" "$1"')
    said, code = run("edit", post.path, "--as", other.email)
    assert code == 0, said
    assert blog.posts.get().body == "Ours, together." and blog.posts.get().author == author
