"""manage.py post new: in one's own editor nothing that was typed is lost."""

import io
import stat

import pytest

from accounts.models import Role
from blog.models import Kind, PostState
from tests.blog.writing.post_command.conftest import WRITE, left


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
