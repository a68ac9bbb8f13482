"""manage.py post new|edit|publish|list: posts for people who write in an editor of their own.

Exit code 0: done; 1: not done, and the last lines say why and where the text is; 2: a wrong call; 3: somebody saved the
post meanwhile.
"""

import shlex
import sys
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blog.management.commands.export_policy import blog_of
from blog.models import Post
from blog.writing import single
from blog.writing.desk.words import told
from blog.writing.folder import LARGEST
from blog.writing.front_matter import BadFile
from blog.writing.listing import CHOICES, listed
from blog.writing.moments import NoMoment, moment_in
from blog.writing.own_editor import EditorFailed, edited, laid_out

MET = 3
FAULTS = (BadFile, EditorFailed, ValidationError, OSError, UnicodeDecodeError, KeyboardInterrupt)


class Command(BaseCommand):
    help = "Writes, changes, publishes and lists posts, as Markdown with front matter, in your own editor."

    def add_arguments(self, parser):
        does = parser.add_subparsers(dest="does", required=True, metavar="new|edit|publish|list")
        new = does.add_parser("new", help="write a post, in $VISUAL or $EDITOR")
        new.add_argument("--title", default="", help="what the file begins with")
        new.add_argument("--file", metavar="PATH", help="take this file instead; “-” takes what is piped in")
        new.add_argument("--publish", action="store_true", help="publish it at once, or at the date that it names")
        edit = does.add_parser("edit", help="change a post, in $VISUAL or $EDITOR")
        edit.add_argument("--file", metavar="PATH", help="take this file instead, which an edit before has left")
        out = does.add_parser("publish", help="publish a draft, now or later")
        for each in (new, out):
            each.add_argument(
                "--all-the-same", action="store_true", help="publish it whatever the publish checklist warns of"
            )
        out.add_argument("--at", default="", metavar="MOMENT", help="like “2026-05-03 18:30”, in the blog's time zone")
        for each in (edit, out):
            each.add_argument("post", metavar="PATH_OR_SLUG")
        shown = does.add_parser("list", help="list posts, newest first")
        shown.add_argument("--state", choices=CHOICES, default="", help="only these")
        shown.add_argument("--label", default="", metavar="NAME", help="only those with this label")
        shown.add_argument("--limit", type=int, default=20, metavar="NUMBER", help="how many (default: %(default)s)")
        for each in (new, edit, out, shown):
            each.add_argument("--blog", default="", metavar="HOST", help="the blog's (default: the one without)")
            each.add_argument("--as", dest="writer", default="", metavar="EMAIL", help="who of the team does it")

    def handle(self, *, does, blog, writer, **options):
        self.blog = blog_of(blog)
        self.writer = single.writer_of(self.blog, writer)
        if self.writer is None and writer:
            raise CommandError(f"Nobody with the address {writer} may write in this blog.")
        if self.writer is None and does != "list":
            raise CommandError("Not one person alone writes in this blog: say who you are, with --as EMAIL.")
        with timezone.override(self.blog.zone):
            getattr(self, f"_{does}")(**options)

    def _list(self, *, state, label, limit, **options):
        now = timezone.now()
        found = listed(single.posts_of(self.blog, self.writer), state, label, now)[: max(limit, 0)]
        for post in found:
            self.stdout.write(f"{post.path}\n    {post.title}\n    {told(post, now)}")
        if not found:
            self.stdout.write("There is no such post.")

    def _new(self, *, title, file, publish, all_the_same, **options):
        start = single.begun(title)
        path = Path(file) if file and file != "-" else laid_out(sys.stdin.read() if file else start, "new")
        with self._kept(path, "new", file):
            text = _text(path, file)
            if text.strip() in ("", start.strip()):
                _done_with(path)
                raise CommandError("Nothing was written, so no post was made.")
            name = path.name if file and file != "-" else single.NAMELESS
            who = {"blog": self.blog, "writer": self.writer, "now": timezone.now()}
            post, said = single.take_new(text, name=name, publish=publish, all_the_same=all_the_same, **who)
        self._done(post, said)

    def _edit(self, *, post, file, **options):
        post = self._find(post)
        path = Path(file) if file else laid_out(single.handed_out(post), post.slug)
        with self._kept(path, f"edit {post.path}", file):
            changed = single.take_back(_text(path, file), post=post, writer=self.writer, now=timezone.now())
        self._done(post, "" if changed else "Nothing was changed.")

    def _publish(self, *, post, at, all_the_same, **options):
        post = self._find(post)
        try:
            at = moment_in(at, self.blog.zone) if at else None
            now = timezone.now()
            changed = single.publish(post, writer=self.writer, at=at, now=now, all_the_same=all_the_same)
        except (NoMoment, ValidationError) as error:
            raise CommandError(_said(error)) from None
        self._done(post, "" if changed else "Nothing was changed.")

    def _find(self, said: str) -> Post:
        try:
            post = single.find(self.blog, self.writer, said)
        except single.NotFound as error:
            raise CommandError(str(error)) from None
        if who := single.unsaved_on_desk(post):
            raise CommandError(
                f"{who} has changes of this post on the desk that are not saved. Save them there, or throw them away, "
                "then come back."
            )
        return post

    @contextmanager
    def _kept(self, path: Path, does: str, file: str | None):
        """What is written in `path` stays there until it is saved; whoever wrote it is told where, and how to go on."""
        try:
            yield
        except single.Met as met:
            both = laid_out(met.file, f"{path.stem}-both")
            look = "Choose where both changed the same" if met.asks else "They go well together; look at it"
            raise CommandError(
                f"Somebody saved this post while you were writing. Nothing was overwritten: your text is in\n  {path}\n"
                f"and both changes are in\n  {both}\n{look}, then save it by\n"
                f"  manage.py post {does} --file {shlex.quote(str(both))}",
                returncode=MET,
            ) from None
        except FAULTS as error:
            raise CommandError(
                f"{_said(error)}\nYour text is in\n  {path}\nand goes on from there by\n"
                f"  manage.py post {does} --file {shlex.quote(str(path))}"
            ) from None
        _done_with(path)

    def _done(self, post: Post, said: str) -> None:
        for line in filter(None, (said, f"{post.title}: {post.path}", told(post, timezone.now()))):
            self.stdout.write(line)
        if post.published_at and post.is_scheduled(timezone.now()) and self.blog.time_zone != "UTC":
            self.stdout.write(f"In UTC that is {post.published_at.astimezone(UTC):%Y-%m-%d %H:%M}.")


def _done_with(path: Path) -> None:
    """A file of ours goes when it has done its work; another's stays."""
    if path.resolve().parent == Path(settings.WRITING_ROOT).resolve():
        path.unlink(missing_ok=True)


def _text(path: Path, file: str | None) -> str:
    if not file:
        return edited(path)
    if path.stat().st_size > LARGEST:
        raise BadFile(f"The file is larger than {LARGEST // 1024 // 1024} MB: no post is.")
    return path.read_text(encoding="utf-8")


def _said(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            return "\n".join(f"{field}: {' '.join(said)}" for field, said in error.message_dict.items())
        return "\n".join([*error.messages, "What is only a warning does not count with --all-the-same."])
    if isinstance(error, UnicodeDecodeError):
        return f"Byte {error.start} is no UTF-8: save the file as UTF-8."
    return str(error) or "Stopped."
