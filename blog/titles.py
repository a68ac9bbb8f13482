"""Finding posts by any letters of their titles and short names, at a price that does not grow with the archive.

On SQLite, a table of FTS5 with every three letters in a row, which triggers keep true whatever writes a post: an act,
an import, a move. On PostgreSQL, an index of pg_trgm. Both are made after each `migrate` where they lack, and not by a
migration: SQLite drops the triggers when a later migration makes the table of posts anew.
"""

from collections.abc import Iterable

from django.db import DatabaseError, connections, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.text import smart_split, unescape_string_literal

from blog.models.posts import PostQuerySet

FOUND = 500  # posts at most: those made last
SHORTEST = 3  # letters that the index knows of

_SQLITE = {  # by name
    "blog_post_titles": "CREATE VIRTUAL TABLE blog_post_titles USING fts5(title, slug, tokenize='trigram')",
    "blog_post_titles_new": """
        CREATE TRIGGER blog_post_titles_new AFTER INSERT ON blog_post BEGIN
            INSERT INTO blog_post_titles(rowid, title, slug) VALUES (new.id, new.title, new.slug);
        END""",
    "blog_post_titles_gone": """
        CREATE TRIGGER blog_post_titles_gone AFTER DELETE ON blog_post BEGIN
            DELETE FROM blog_post_titles WHERE rowid = old.id;
        END""",
    "blog_post_titles_changed": """
        CREATE TRIGGER blog_post_titles_changed AFTER UPDATE OF title, slug ON blog_post
        WHEN old.title <> new.title OR old.slug <> new.slug BEGIN
            UPDATE blog_post_titles SET title = new.title, slug = new.slug WHERE rowid = new.id;
        END""",
}
_FILL = "INSERT INTO blog_post_titles(rowid, title, slug) SELECT id, title, slug FROM blog_post"
_MATCHING = "SELECT rowid FROM blog_post_titles WHERE blog_post_titles MATCH %s"
_LIKE = r"SELECT rowid FROM blog_post_titles WHERE title LIKE %s ESCAPE '\' OR slug LIKE %s ESCAPE '\'"
_POSTGRES = (  # of what "icontains" is there
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE INDEX IF NOT EXISTS blog_post_titles ON blog_post
       USING gin (UPPER(title::text) gin_trgm_ops, UPPER(slug::text) gin_trgm_ops)""",
)


def words_of(typed: str) -> list[str]:
    """The words that are searched for; those between quotes are one."""
    words = smart_split(typed)
    return [unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1] else word for word in words]


def titled(posts: PostQuerySet, words: Iterable[str]) -> PostQuerySet:
    """Those of `posts` that have each of the words in the title or the short name; of many, the FOUND made last.

    A query. What is found is among `posts`, so that nobody finds what they may not see.
    """
    found = posts
    for word in words:
        found = found.filter(_has(word, connections[posts.db]))
    newest = found.order_by("-pk").values_list("pk", flat=True)[:FOUND]
    return posts.filter(pk__in=list(newest))


def _has(word: str, connection) -> Q:
    if connection.vendor != "sqlite":
        return Q(title__icontains=word) | Q(slug__icontains=word)
    if len(word) >= SHORTEST:
        phrase = '"{}"'.format(word.replace('"', '""'))
        return Q(pk__in=RawSQL(_MATCHING, [phrase]))  # noqa: S611 (what is looked for is a parameter)
    like = f"%{connection.ops.prep_for_like_query(word)}%"
    return Q(pk__in=RawSQL(_LIKE, [like, like]))  # noqa: S611


def keep_index(using: str = "default", **_signal) -> None:
    """Makes the index of a database, unless it is whole. To be called after its tables were made or made anew."""
    connection = connections[using]
    if "blog_post" not in connection.introspection.table_names():
        return
    if connection.vendor == "sqlite":
        _keep_sqlite(using)
    elif connection.vendor == "postgresql":
        try:
            with transaction.atomic(using=using), connection.cursor() as cursor:
                for statement in _POSTGRES:
                    cursor.execute(statement)
        except DatabaseError:  # not installed there, or not ours to install: what is found is the same, only later
            return


def _keep_sqlite(using: str) -> None:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'blog_post_titles%'")
        present = {name for (name,) in cursor.fetchall()}
        if set(_SQLITE) <= present:
            return
        for name in _SQLITE:
            cursor.execute(f"DROP {'TRIGGER' if 'TRIGGER' in _SQLITE[name] else 'TABLE'} IF EXISTS {name}")
        for statement in (*_SQLITE.values(), _FILL):
            cursor.execute(statement)
