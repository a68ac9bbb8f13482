"""manage.py post edit: nobody's change is overwritten."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Role
from blog.models import PostState
from blog.writing.copies import keep, token_now
from blog.writing.publishing import save_post
from tests.blog.writing.post_command.conftest import left


def save(post, body):
    post.body = body
    save_post(post=post, now=timezone.now(), by=post.author)


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


def test_who_wrote_a_post_with_its_author_changes_it_too(blog, author, make_member, make_post, run, editor):
    other = make_member(blog, Role.AUTHOR, name="Boris")
    post = make_post(blog, author=author, body="Ours.")
    assert run("edit", post.path, "--as", other.email)[1] == 1  # not theirs yet
    post.coauthors.add(other)
    editor('sed -i "s/Ours/Ours, together/" "$1"')
    said, code = run("edit", post.path, "--as", other.email)
    assert code == 0, said
    assert blog.posts.get().body == "Ours, together." and blog.posts.get().author == author
