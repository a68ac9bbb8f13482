"""Mistakes that have been made in systems like this one, and the test that is there to notice each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planted:
    """In `file`, `now` in the place of `was` (which stands there once); `tests` are pytest's arguments."""

    what: str
    file: str
    was: str
    now: str
    tests: str

    def __str__(self) -> str:
        return self.what


MISTAKES = [
    Planted(
        "one cleaner of bleach is shared by all threads",
        "blog/markup/clean.py",
        "cleaner.clean(html)",
        'globals().setdefault("_SHARED", cleaner).clean(html)',
        "tests/blog/markup/test_threads.py",
    ),
    Planted(
        "one Markdown is shared by all threads, without a reset",
        "blog/markup/comments.py",
        'md = Markdown(extensions=["sane_lists", "nl2br"])',
        'md = globals().setdefault("_MD", Markdown(extensions=["sane_lists", "nl2br"]))',
        "tests/blog/markup/test_threads.py tests/blog/markup/test_addresses.py",
    ),
    Planted(
        "the feed of comments asks not whether a post is public",
        "blog/reading/feeds.py",
        ".at(blog.posts.public(timezone.now()))",
        ".at(blog.posts.all())",
        "tests/blog/reading/test_lists.py",
    ),
    Planted(
        "the sitemap lists every post",
        "blog/reading/sitemaps.py",
        'return blog.posts.announced(timezone.now()).filter(canonical="")',
        'return blog.posts.exclude(published_at=None).filter(canonical="")',
        "tests/blog/reading/test_lists.py",
    ),
    Planted(
        "lists show what is scheduled",
        "blog/models/posts.py",
        "published_at__lte=now)",
        "published_at__isnull=False)",
        "tests/blog/reading/test_addresses.py tests/blog/reading/test_lists.py",
    ),
    Planted(
        "the desk's search finds what others wrote",
        "blog/writing/desk/posts.py",
        "return posts if self.may(request, WRITE_ALL) else posts.by(request.user)",
        "return posts",
        "tests/blog/test_titles.py",
    ),
    Planted(
        "a search finds what was withdrawn",
        "blog/writing/desk/comments.py",
        ".exclude(state=State.WITHDRAWN)",
        "",
        "tests/blog/writing/test_desk_doors.py",
    ),
    Planted(
        "a page that hangs on somebody's standing is kept",
        "blog/reading/views/lists.py",
        "@for_readers(numbers=_PLACES, keep=False)",
        "@for_readers(numbers=_PLACES)",
        "tests/blog/pagecache/test_not_kept.py",
    ),
    Planted(
        "the page cache keeps an answer with a cookie",
        "blog/pagecache/pages.py",
        'if name == "set-cookie" or (',
        "if (",
        "tests/blog/pagecache/test_personal.py",
    ),
    Planted(
        "a filter touches the text after the sanitizers",
        "templates/reading/post.html",
        "{{ post.html|safe }}",
        "{{ post.html|urlize|safe }}",
        "tests/blog/reading/test_pages.py",
    ),
    Planted(
        "a display name is taken for HTML at the moderator's desk",
        "templates/comments/desk/_item.html",
        "{{ item.comment.byline }}</a>{% else %}",
        "{{ item.comment.byline|safe }}</a>{% else %}",
        "tests/blog/comments/desk/test_queue.py",
    ),
    Planted(
        "anybody's comment can be changed by its number",
        "blog/comments/views/edit.py",
        ".filter(author=request.user)",
        "",
        "tests/blog/comments/test_kept.py",
    ),
    Planted(
        "looking at the page withdraws the comment",
        "blog/comments/views/withdraw.py",
        'if request.method == "POST":',
        "if True:",
        "tests/blog/comments/test_traps.py",
    ),
    Planted(
        "the form of what one says of oneself takes every column",
        "accounts/forms/__init__.py",
        '        fields = ["bio"]',
        '        fields = "__all__"',
        "tests/house/test_mass_assignment.py",
    ),
    Planted(
        "the policy is asked for the form, and not for what is sent",
        "blog/comments/posting.py",
        "        if decision.verdict == REFUSE:\n            return Posted(None, decision)\n",
        "",
        "tests/blog/comments/test_refused_late.py",
    ),
    Planted(
        "who is signed in is taken for somebody with a confirmed address",
        "accounts/standing.py",
        '    if not row["confirmed"]:\n',
        "    if False:\n",
        "tests/accounts/test_invitations.py",
    ),
    Planted(
        "each process counts limits for itself",
        "config/databases.py",
        '"BACKEND": "django.core.cache.backends.db.DatabaseCache"',
        '"BACKEND": "django.core.cache.backends.locmem.LocMemCache"',
        "tests/config/test_databases.py",
    ),
    Planted(
        "a flood of other keys washes limits out of the cache",
        "config/databases.py",
        '"OPTIONS": {"MAX_ENTRIES": 100_000}',
        '"OPTIONS": {"MAX_ENTRIES": 300}',
        "tests/config/test_databases.py",
    ),
    Planted(
        "a transaction takes its lock when it first writes",
        "config/databases.py",
        '"transaction_mode": "IMMEDIATE"',
        '"transaction_mode": "DEFERRED"',
        "tests/config/test_settings.py tests/blog/comments/test_racing.py",
    ),
    Planted(
        "the answer comes before the commit is on the disk",
        "config/settings.py",
        'sqlite(ENV.data / "db.sqlite3", "FULL")',
        'sqlite(ENV.data / "db.sqlite3", "NORMAL")',
        "tests/config/test_settings.py",
    ),
    Planted(
        "people are told of what is not committed yet",
        "accounts/mail.py",
        "transaction.on_commit(partial(send_letter.enqueue, pk), robust=True)",
        "send_letter.enqueue(pk)",
        "tests/accounts/test_mail.py",
    ),
    Planted(
        "a comment and what is said of it are not one transaction",
        "blog/comments/posting.py",
        "    with transaction.atomic():\n",
        "    if True:\n",
        "--slow tests/slow/faults -k commented-database",
    ),
    Planted(
        "one form makes as many comments as it is sent",
        "blog/comments/migrations/0001_initial.py",
        "models.UniqueConstraint(fields=('author', 'key'), name='one_comment_per_form')",
        "constraint=models.UniqueConstraint(fields=('author', 'key', 'id'), name='one_comment_per_form')",
        "tests/blog/comments/test_racing.py tests/blog/comments/test_posting.py",
    ),
    Planted(
        "the last who saves a text wins",
        "blog/writing/copies.py",
        "    if seen and token_now(text) != seen:\n        raise Stale\n\n\ndef discard",
        "\n\ndef discard",
        "tests/blog/writing/test_saves_at_once.py tests/blog/writing/post_command/test_edit.py",
    ),
    Planted(
        "a backup is a copy of the file",
        "blog/backups/sqlite.py",
        '        source.execute("VACUUM INTO ?", [str(target)])\n',
        "        target.write_bytes(Path(name).read_bytes())\n",
        "tests/blog/backups/test_backups.py",
    ),
]
