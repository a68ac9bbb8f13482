"""A folder of Markdown: out of one blog and into another without loss, and what others' folders hold."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Role
from blog.comments.changing import change_policy
from blog.models import OldPath, Page, Post, PostState
from blog.writing.folder import LARGEST
from blog.writing.publishing import publish_post, save_page


@pytest.fixture
def put(tmp_path):
    """Writes a file of the folder that is imported."""

    def put_(name, text):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return put_


@pytest.fixture
def bring(tmp_path, blog):
    """Imports the folder; what was said, and whether the command failed."""

    def bring_(*options, folder="in", hostname=""):
        out, error = StringIO(), StringIO()
        try:
            call_command("import_posts", str(tmp_path / folder), *options, hostname=hostname, stdout=out, stderr=error)
        except CommandError as failed:
            return out.getvalue() + error.getvalue() + str(failed), True
        return out.getvalue() + error.getvalue(), False

    return bring_


def files(folder) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.md")}


@pytest.fixture
def full(blog, make_member):
    """A blog with a text of every kind."""
    blog.time_zone = "Europe/Berlin"
    blog.save()
    anna, now = make_member(blog, Role.AUTHOR, name="Anna"), timezone.now()
    at = datetime(2026, 5, 3, 22, 30, 5, tzinfo=UTC)
    said = {"blog": blog, "author": anna}
    publish_post(**said, title="On: reading", body="# A\n\n---\n\nB\n", published_at=at, labels=["Letters", "a, b"])
    publish_post(
        **said, title="no", body="Same day, same name", slug="on-reading", path="/x/on-reading", published_at=at
    )
    publish_post(**said, title="مرحبا", body="نص", language="ar", description="Two: words", published_at=at)
    publish_post(**said, title="Begun", body="", state=PostState.DRAFT)
    publish_post(**said, title="To come", body="Soon", published_at=now + timedelta(days=900))
    inner = publish_post(**said, title="Inner", body="For us", published_at=at)
    change_policy(blog=blog, post=inner, values={"readers": "members"}, by=anna, now=now)
    OldPath.objects.create(blog=blog, post=inner, path="/old/inner.html")
    nobody = publish_post(**said, title="A former author's", body="Words", published_at=at)
    Post.objects.filter(pk=nobody.pk).update(author=None)
    save_page(page=Page(blog=blog, title="About", body="Us", state=PostState.PUBLISHED, menu_order=2), now=now)
    save_page(page=Page(blog=blog, title="Hidden", body=""), now=now)
    return blog


def test_what_comes_out_of_a_folder_goes_into_another_byte_for_byte(full, tmp_path, bring, make_blog, make_member):
    call_command("export_posts", str(tmp_path / "out"), stdout=StringIO())
    before = files(tmp_path / "out")
    assert len(before) == 9 and "posts/2026-05-04-on-reading-2.md" in before and "drafts/begun.md" in before
    make_blog(hostname="two.example.org", time_zone="Europe/Berlin")
    two = full.__class__.objects.get(hostname="two.example.org")
    anna = full.posts.exclude(author=None).first().author
    two.memberships.create(user=anna, role=Role.AUTHOR, state="member")
    said, failed = bring(folder="out", hostname="two.example.org")
    assert not failed and "9 made" in said, said
    call_command("export_posts", str(tmp_path / "again"), hostname="two.example.org", stdout=StringIO())
    assert files(tmp_path / "again") == before
    assert two.posts.get(title="Inner").readers == "members" and two.old_paths.get().path == "/old/inner.html"


def test_the_same_folder_again_changes_nothing(full, tmp_path, bring, nothing_changes):
    call_command("export_posts", str(tmp_path / "in"), stdout=StringIO())
    with nothing_changes():
        said, failed = bring()
        assert not failed and "0 made, 0 updated, 9 the same already" in said


def test_a_post_that_is_there_stays_until_somebody_says_update(full, tmp_path, bring, nothing_changes):
    call_command("export_posts", str(tmp_path / "in"), stdout=StringIO())
    path = tmp_path / "in/posts/2026-05-04-on-reading.md"
    path.write_text(path.read_text().replace("B\n", "C\n").replace("- Letters", "- Essays"))
    with nothing_changes():
        said, failed = bring()
    assert failed and "posts/2026-05-04-on-reading.md: /2026/05/on-reading" in said and "--update" in said
    said, failed = bring("--update")
    post = Post.objects.get(title="On: reading")
    assert not failed and "1 updated" in said
    assert (
        post.body.endswith("C\n")
        and "C" in post.html
        and {label.name for label in post.labels.all()} == {"Essays", "a, b"}
    )


def test_a_dry_run_says_the_same_and_does_nothing(put, bring, nothing_changes):
    put("2026-05-03-one.md", "One")
    with nothing_changes():
        said, failed = bring("--dry-run")
    assert not failed and "Would be: 1 made" in said
    assert "1 made" in bring()[0] and Post.objects.count() == 1


def test_a_folder_of_jekylls(put, bring, blog, make_member):
    anna = make_member(blog, Role.AUTHOR, name="Anna")
    by = make_member(blog, Role.OWNER)
    put("_posts/2016-05-20-my-example-post.md", "---\nlayout: post\nauthor: Anna\ncategories: news travel\n---\nText")
    head = "title: A title\ndate: 2016-05-21 10:30:00 -0500\ntags: [Old Town]\npermalink: /words/titled.html"
    more = "redirect_from:\n- /titled/\nexcerpt: Short.\nlayout: post"
    put("_posts/2016-05-21-titled.markdown", f"---\n{head}\n{more}\n---\nText")
    put("_drafts/idea.md", "Not yet")
    put("about.md", "---\nlayout: page\ntitle: About\npermalink: /about/\n---\nUs")
    put("content/hugo.md", '+++\ntitle = "From Hugo"\ndate = 2020-02-03\ndraft = true\n+++\nText')
    put("notes/plain.md", "# A heading\n\nUnder it")
    put(".git/ignored.md", "Nothing")
    put("picture.png", b"\x89PNG")
    said, failed = bring("--by", by.email)
    assert not failed and "6 made" in said, said
    post = Post.objects.get(title="My example post")
    assert (post.author, post.state, post.slug) == (anna, PostState.PUBLISHED, "my-example-post")
    assert post.published_at == datetime(2016, 5, 20, tzinfo=UTC) and post.html == "<p>Text</p>"
    assert {label.name for label in post.labels.all()} == {"news", "travel"}
    titled = Post.objects.get(title="A title")
    assert (titled.path, titled.description, titled.author) == ("/words/titled.html", "Short.", by)
    assert titled.published_at == datetime(2016, 5, 21, 15, 30, tzinfo=UTC)
    assert titled.labels.get().name == "Old Town" and titled.old_paths.get().path == "/titled/"
    assert Page.objects.get().path == "/about/" and Page.objects.get().state == PostState.PUBLISHED
    drafts = {"Idea", "From Hugo", "A heading"}
    assert set(Post.objects.filter(state=PostState.DRAFT).values_list("title", flat=True)) == drafts
    assert Post.objects.get(title="A heading").body == "Under it"


BROKEN = {
    "open.md": ("---\ntitle: x\n", "never closed"),
    "latin.md": ("---\ntitle: Zoë\n---\n".encode("latin-1"), "UTF-8"),
    "date.md": ("---\ndate: 0000-05-03\n---\nText", "is no date"),
    "early.md": ("---\ndate: 0001-01-01T00:00:00+14:00\n---\nText", "is no date"),
    "soon.md": ("---\ndate: next week\n---\nText", "is no date"),
    "long.md": (b"x" * (LARGEST + 1), "larger than 4 MB"),
    "body.md": ("x" * 500_001, "at most 500000 characters"),
    "title.md": (f"---\ntitle: {'x' * 201}\n---\nText", "title"),
    "label.md": (f"---\nlabels: [{'x' * 300}]\n---\nText", "too long for a label"),
    "path.md": ("---\npath: /accounts/login/\n---\nText", "path"),
    "readers.md": ("---\nreaders: friends\n---\nText", "none of"),
    "state.md": ("---\nstate: private\ndate: 2020-01-01\n---\nText", "is none of draft, published"),
    "order.md": (f"---\nlayout: page\nmenu_order: {'9' * 5000}\n---\nText", "is no number"),
    "deep.md": (f"---\na: {'[' * 9000}\n---\nText", "nested too deeply"),
    "head.md": (f"---\ntitle: {'x' * 70_000}\n---\nText", "longer than 65536"),
    "language.md": ("---\nlanguage: not a language\n---\nText", "language"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_can_not_be_taken_is_named_and_the_others_go_in(name, put, bring, blog):
    text, why = BROKEN[name]
    put(name, text)
    put("fine.md", "Words")
    said, failed = bring()
    assert failed and f"{name}: " in said and why in said and "1 made" in said and "1 not taken" in said
    assert Post.objects.get().title == "Fine" and "Traceback" not in said


def test_a_folder_that_is_none_and_one_that_is_not_empty_are_refused(bring, put, blog, tmp_path):
    assert "is no folder" in bring()[0]
    put("x.txt", "Words")
    assert "no Markdown file" in bring()[0]
    assert "Nobody with the address" in bring("--by", "nobody@example.org")[0]
    with pytest.raises(CommandError, match="is not empty"):
        call_command("export_posts", str(tmp_path / "in"))
    assert (tmp_path / "in/x.txt").read_text() == "Words"


def test_a_name_that_nobody_of_the_team_has_is_said(put, bring, blog, make_member):
    make_member(blog, name="Mere Member")
    put("2026-05-03-x.md", "---\nauthor: Mere Member\n---\nText")
    said, failed = bring()
    assert not failed and "Nobody of the team is “Mere Member”" in said and Post.objects.get().author is None


def test_a_post_for_members_stays_so_when_a_file_that_does_not_speak_of_readers_changes_it(full, tmp_path, bring):
    call_command("export_posts", str(tmp_path / "in"), stdout=StringIO())
    path = tmp_path / "in/posts/2026-05-04-inner.md"
    path.write_text(path.read_text().replace("readers: members\n", "").replace("For us", "For us alone"))
    assert "1 updated" in bring("--update")[0]
    inner = Post.objects.get(title="Inner")
    assert (inner.body, inner.readers) == ("For us alone", "members")


def test_what_can_not_be_stored_is_left_out_of_a_line(put, bring, blog):
    put("x.md", '---\ntitle: "A\\0 B\\n C"\n---\nA\0B')
    assert not bring()[1]
    assert (Post.objects.get().title, Post.objects.get().body) == ("A B C", "AB")


def test_a_name_that_is_too_long_for_a_disk_is_cut(blog, tmp_path, make_member):
    author = make_member(blog, Role.AUTHOR)
    for _ in range(2):
        publish_post(blog=blog, author=author, title="字" * 120, body="Text", state=PostState.DRAFT)
    call_command("export_posts", str(tmp_path / "out"), stdout=StringIO())
    assert len(files(tmp_path / "out")) == 2


def test_posts_are_given_to_nobody_who_may_not_write(put, bring, blog, make_member, nothing_changes):
    put("x.md", "Text")
    member = make_member(blog)
    with nothing_changes():
        assert "may write in this blog" in bring("--by", member.email)[0]
