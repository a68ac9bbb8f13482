"""Fills a blog with people, posts and comments, to measure or to try a large one."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blog.generating.filling import fill
from blog.management.commands.export_policy import blog_of

OFTEN = 2  # seconds between two words of how far it is


class Command(BaseCommand):
    help = (
        "Fills a blog with made-up people, posts and comments, as years of use would. Never on a blog that is read: "
        "there is no way back."
    )

    def add_arguments(self, parser):
        parser.add_argument("--posts", type=_count, default=100, metavar="N")
        parser.add_argument("--comments", type=_count, default=1_000, metavar="N")
        parser.add_argument("--members", type=_count, default=100, metavar="N")
        parser.add_argument("--longest", type=_count, metavar="N", help="comments of the longest thread (default: 5%%)")
        parser.add_argument(
            "--blog", default="", metavar="HOST", help="the blog's host name (default: the one without)"
        )
        parser.add_argument("--add", action="store_true", help="even where there are posts already")
        parser.add_argument("--seed", type=int, default=1, help="another number makes another blog")

    def handle(self, *, posts, comments, members, longest, blog, add, seed, **options):
        found, said_at, begun = blog_of(blog), time.monotonic(), time.monotonic()
        if found.posts.exists() and not add:
            raise CommandError(f"“{found}” has posts already. Add --add, if you mean it.")
        longest = comments // 20 if longest is None else longest
        try:
            for kind, count in fill(
                found, posts_=posts, comments_=comments, members=members, longest=longest, now=timezone.now(), seed=seed
            ):
                if time.monotonic() > said_at + OFTEN:
                    said_at = time.monotonic()
                    self.stdout.write(f"{count} {kind} so far ...")
        except ValueError as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"“{found}” has {posts} posts, {comments} comments and {members} members more, after {seconds:.0f} s."
        )


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number
