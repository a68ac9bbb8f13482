"""One post as a Markdown file, for people who write in an editor of their own: found, handed out, and taken back.

A file that was handed out names what it began with (`seen`), so that what somebody else saved meanwhile is not
overwritten: both are brought together in a second file, as version control does it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Membership, User
from blog.models import Blog, Post, PostState
from blog.permissions import WRITE_ALL, WRITE_OWN, allows
from blog.writing.addresses import tidy
from blog.writing.checklist.asking import look_over, refuse
from blog.writing.copies import Stale, base_of, check_seen, copy_of, token_now
from blog.writing.folder import put_beside, put_details, writer_named
from blog.writing.front_matter import BadFile, joined, parted
from blog.writing.merging import pieces, three_way
from blog.writing.publishing import Rendered, rendered, save_post
from blog.writing.sources import Source, read
from blog.writing.versions import fields_of

MINE, BETWEEN, THEIRS = "<<<<<<< what you wrote", "=======", ">>>>>>> what was saved meanwhile"
NAMELESS = "-"  # the file of a text that has no name of its own yet
_ASKED = ("title", "state", "published_at", "path", "slug", "labels", "description", "language")


class NotFound(Exception):
    """Which post is meant can't be said; the sentence says why."""


class Met(Exception):
    """Somebody saved the text meanwhile. `file` is both brought together; `asks` whether both changed the same."""

    def __init__(self, file: str, *, asks: bool):
        super().__init__()
        self.file, self.asks = file, asks


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who writes in a blog, and whether in everybody's posts."""

    user: User
    all_posts: bool


def writer_of(blog: Blog, said: str) -> Writer | None:
    """The writer with this address or name; "" is the only one there is. None if there is none, or not only one."""
    team = Membership.objects.active().filter(blog=blog).select_related("user")
    if said:
        found = writer_named(blog, said)
        writers = [member for member in team.filter(user=found)] if found else []
    else:
        writers = [member for member in team if allows(member.role, WRITE_OWN)]
    if len(writers) != 1:
        return None
    return Writer(writers[0].user, allows(writers[0].role, WRITE_ALL))


def posts_of(blog: Blog, writer: Writer | None):
    """The posts that a writer may change; None may all."""
    return blog.posts.all() if writer is None or writer.all_posts else blog.posts.by(writer.user)


def find(blog: Blog, writer: Writer, said: str) -> Post:
    """The post at a path, present or past, or with a slug. Raises NotFound."""
    posts = posts_of(blog, writer).select_related("author")
    if said.startswith("/"):
        found = list(posts.filter(path=tidy(said))) or list(posts.filter(old_paths__path=tidy(said)))
    else:
        found = list(posts.filter(slug=said).order_by("path"))
    if not found:
        raise NotFound(f"There is no post “{said}” that {writer.user.name} may change.")
    if len(found) > 1:
        raise NotFound("There is more than one. Name it by its path: " + ", ".join(post.path for post in found))
    found[0].blog = blog
    return found[0]


def begun(title: str) -> str:
    """The file of a new post: all that may be said in it, to be filled in."""
    head = joined({"title": title} if title else {}, "").split("---\n")[1] or "title:\n"
    return f"---\n{head}labels: []\ndescription:\nstate: draft\n---\n\n"


def handed_out(post: Post) -> str:
    """The file of a post as it is saved, with what it began with."""
    seen = token_now(post)  # first: what is saved between the two is met again, and not lost
    return _file(fields_of(Post.objects.get(pk=post.pk)), seen)


def unsaved_on_desk(post: Post) -> str:
    """Who has typed changes on the desk that are not saved; "" for nobody."""
    copy = copy_of(post)
    return (copy.by.name if copy.by else "Somebody") if copy else ""


def take_new(
    text: str, *, name: str, blog: Blog, writer: Writer, publish: bool, now: datetime, all_the_same: bool = False
) -> tuple[Post, str]:
    """Saves a new post; returns it and what to know of it. Raises BadFile, or ValidationError by field, or with what
    the publish checklist found, unless that only warns and the writer publishes `all_the_same`.
    """
    source = _read(text, name, blog)
    author = writer_named(blog, source.author) if source.author and writer.all_posts else None
    said = f"Nobody of the team is “{source.author}”." if source.author and writer.all_posts and not author else ""
    post = Post(blog=blog, author=author or writer.user, created_at=now, slug=source.slug, path=source.path)
    _put(post, source)
    beside, unknown = put_details(post, source)
    if publish:
        post.state = PostState.PUBLISHED
    made = _checked(post, now, all_the_same)
    with transaction.atomic():
        save_post(post=post, labels=source.labels, text=made, now=now, by=writer.user, **beside)
        put_beside(post, source, writer.user, now)
    return post, " ".join(filter(None, (said, unknown)))


def _checked(post: Post, now: datetime, all_the_same: bool) -> Rendered:
    """The rendered text of a post in hand. Raises ValidationError if it is to be out and the checklist objects."""
    made = rendered(post.blog, post.body)
    if post.state == PostState.PUBLISHED:
        refuse(look_over(post, at=post.published_at or now, text=made), all_the_same=all_the_same)
    return made


def publish(post: Post, *, writer: Writer, at: datetime | None, now: datetime, all_the_same: bool = False) -> bool:
    """Publishes a draft, now or `at` a moment; returns whether that changed anything.

    Raises ValidationError, also with what the publish checklist found, as `take_new` does.
    """
    text = rendered(post.blog, post.body)
    if post.state != PostState.PUBLISHED:
        refuse(look_over(post, at=at or now, text=text), all_the_same=all_the_same)
    with transaction.atomic():
        _lock(post)
        before = (post.state, post.published_at)
        post.state = PostState.PUBLISHED
        post.published_at = at or post.published_at or now.replace(microsecond=0)
        if (post.state, post.published_at) == before:
            return False
        save_post(post=post, text=text, now=now, by=writer.user)
    return True


def take_back(text: str, *, post: Post, writer: Writer, now: datetime) -> bool:
    """Saves what a file that was handed out says; returns whether that was anything new.

    Raises Met, BadFile, or ValidationError by field, and saves nothing then.
    """
    seen = parted(text)[0].get("seen", "")
    if not seen or not isinstance(seen, str):
        raise BadFile(
            "The file does not say which version it began with. If that is the one there is now, write "
            f"“seen: {token_now(post)}” into its front matter."
        )
    source = _read(text, NAMELESS, post.blog)
    made = rendered(post.blog, source.body)
    try:
        with transaction.atomic():
            check_seen(post, seen)
            _lock(post)
            before = fields_of(post)
            _put(post, source)
            post.path, post.slug = source.path or post.path, source.slug or post.slug
            if fields_of(post, list(source.labels)) == before and source.readers in (None, post.readers):
                return False
            save_post(post=post, labels=source.labels, text=made, now=now, by=writer.user)
            put_beside(post, source, writer.user, now)
    except Stale:
        raise _met(post, source, seen) from None
    return True


def _read(text: str, name: str, blog: Blog) -> Source:
    if MINE in text.split("\n") or THEIRS in text.split("\n"):
        raise BadFile(f"Both changes still stand there: choose between {MINE[:7]} and {THEIRS[:7]} first.")
    source = read(text, name=name, zone=blog.zone)
    if source.is_page:
        raise BadFile("This is a page: change it on the desk, or by manage.py import_posts.")
    return source


def _lock(post: Post) -> None:
    """Within a transaction: the post as it is now, and as it stays meanwhile."""
    blog = post.blog
    post.refresh_from_db(from_queryset=Post.objects.select_for_update(no_key=True))
    post.blog = blog


def _put(post: Post, source: Source) -> None:
    for field in ("title", "body", "description", "language", "state"):
        setattr(post, field, getattr(source, field))
    post.published_at = source.published_at or post.published_at


def _file(fields: dict, seen: str) -> str:
    head = {"date" if name == "published_at" else name: fields[name] or "" for name in _ASKED}
    return joined(head | {"seen": seen}, fields["body"])


def _met(post: Post, source: Source, seen: str) -> Met:
    stored = Post.objects.get(pk=post.pk)
    stored.blog = post.blog
    base, theirs = base_of(stored, seen), fields_of(stored)
    mine = {name: getattr(source, name) for name in ("title", "body", "description", "language", "state")}
    mine |= {"labels": sorted(source.labels, key=str.casefold), "path": source.path or base["path"]}
    mine |= {"slug": source.slug or base["slug"]}
    mine["published_at"] = source.published_at.isoformat() if source.published_at else base["published_at"]
    fields, conflicts = three_way(base, mine, theirs)
    if "body" in conflicts:
        fields["body"] = "".join(map(_side_by_side, pieces(base["body"], mine["body"], theirs["body"])))
    return Met(_file(fields, token_now(stored)), asks=bool(conflicts))


def _side_by_side(piece) -> str:
    if not piece.is_conflict:
        return piece.settled()
    mine, theirs = (text if not text or text.endswith("\n") else f"{text}\n" for text in (piece.mine, piece.theirs))
    return f"{MINE}\n{mine}{BETWEEN}\n{theirs}{THEIRS}\n"
