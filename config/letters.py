"""Rows found by any letters of their columns, at a price that does not grow with their table.

On SQLite, a table of FTS5 with every three letters in a row, which triggers keep true whatever writes a row: an act,
an import, a move. On PostgreSQL, an index of pg_trgm. Both are made after each `migrate` where they lack, and not by a
migration: SQLite drops the triggers when a later migration makes the table anew.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import DatabaseError, connections, transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.text import smart_split, unescape_string_literal

FOUND = 500  # rows at most: those made last
SHORTEST = 3  # letters that the index knows of

_SQLITE = {  # by name
    "{name}": "CREATE VIRTUAL TABLE {name} USING fts5({columns}, tokenize='trigram')",
    "{name}_new": """
        CREATE TRIGGER {name}_new AFTER INSERT ON {table} BEGIN
            INSERT INTO {name}(rowid, {columns}) VALUES (new.id, {new});
        END""",
    "{name}_gone": """
        CREATE TRIGGER {name}_gone AFTER DELETE ON {table} BEGIN
            DELETE FROM {name} WHERE rowid = old.id;
        END""",
    "{name}_changed": """
        CREATE TRIGGER {name}_changed AFTER UPDATE OF {columns} ON {table} WHEN {other} BEGIN
            UPDATE {name} SET {sets} WHERE rowid = new.id;
        END""",
}
_FILL = "INSERT INTO {name}(rowid, {columns}) SELECT id, {columns} FROM {table}"
_MATCHING = "SELECT rowid FROM {name} WHERE {name} MATCH %s"
_FORGET = "INSERT INTO {name}({name}) VALUES ('optimize')"
_POSTGRES = (  # of what "icontains" is there
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin ({columns})",
)


def words_of(typed: str) -> list[str]:
    """The words that are searched for; those between quotes are one."""
    words = smart_split(typed)
    return [unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1] else word for word in words]


def _phrase(word: str) -> str:
    """As FTS5 reads it: nothing in it is a sign of its language."""
    return '"{}"'.format(word.replace('"', '""'))


class Letters:
    """The index `name` of text `columns` of a `table` whose key is `id`. Nothing is asked of the database yet."""

    def __init__(self, name: str, table: str, *columns: str):
        self.name, self.table, self.columns = name, table, columns

    def among(self, rows: QuerySet, words: Iterable[str], of: str = "") -> QuerySet:
        """Those of `rows` that have each of the words in one of the columns; of many, the FOUND made last. A query.

        `of` names their foreign key to the table, if they aren't rows of it. What is found is among `rows`, so that
        nobody finds what they may not see.
        """
        narrowed = self._sqlite_has if connections[rows.db].vendor == "sqlite" else self._others_have
        newest = narrowed(rows, list(words), of).values_list("pk", flat=True)[:FOUND]
        return rows.filter(pk__in=list(newest))

    def has(self, word: str, of: str, using: str = "default") -> Q:
        """That what the foreign key `of` leads to has the word: a condition, for rows of which few are looked at."""
        if connections[using].vendor == "sqlite" and len(word) >= SHORTEST:
            return Q(**{f"{of}__in": RawSQL(_MATCHING.format(name=self.name), [_phrase(word)])})  # noqa: S611
        return reduce(or_, (Q(**{f"{of}__{column}__icontains": word}) for column in self.columns))

    def _others_have(self, rows: QuerySet, words: list[str], of: str) -> QuerySet:
        names = [f"{of}__{column}__icontains" if of else f"{column}__icontains" for column in self.columns]
        for word in words:
            rows = rows.filter(reduce(or_, (Q(**{name: word}) for name in names)))
        return rows.order_by("-pk")

    def _sqlite_has(self, rows: QuerySet, words: list[str], of: str) -> QuerySet:
        """The index is read from its end, and no further than there is need: so it stands among the tables."""
        ops, opts = connections[rows.db].ops, rows.model._meta
        key = f"{opts.db_table}.{opts.get_field(of).column if of else opts.pk.column}"
        where, params = [f"{self.name}.rowid = {key}"], []
        if phrases := [_phrase(word) for word in words if len(word) >= SHORTEST]:
            where.append(f"{self.name} MATCH %s")
            params.append(" ".join(phrases))
        for word in words:
            if len(word) < SHORTEST:
                likes = [rf"{self.name}.{column} LIKE %s ESCAPE '\'" for column in self.columns]
                where.append(" OR ".join(likes))
                params += [f"%{ops.prep_for_like_query(word)}%"] * len(likes)
        rows = rows.order_by().extra(tables=[self.name], where=where, params=params)  # noqa: S610 (only parameters)
        return rows.extra(order_by=[f"-{self.name}.rowid"])  # noqa: S610

    def forget(self, using: str = "default") -> None:
        """Writes the index without the letters of rows that are gone, which SQLite else gets to some day. Takes a fifth
        of a second where there are 100,000 rows."""
        if connections[using].vendor == "sqlite":
            with connections[using].cursor() as cursor:
                cursor.execute(_FORGET.format(name=self.name))

    def keep(self, using: str = "default", **_signal) -> None:
        """Makes the index of a database, unless it is whole. To be called after its tables were made or made anew."""
        connection = connections[using]
        if self.table not in connection.introspection.table_names():
            return
        if connection.vendor == "sqlite":
            self._keep_sqlite(using)
        elif connection.vendor == "postgresql":
            try:
                with transaction.atomic(using=using), connection.cursor() as cursor:
                    for statement in self._postgres():
                        cursor.execute(statement)
            except DatabaseError:  # not installed there, or not ours to install: what is found is the same, only later
                return

    def _keep_sqlite(self, using: str) -> None:
        wanted = self._sqlite()
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{self.name}%"])
            present = {name for (name,) in cursor.fetchall()}
            if set(wanted) <= present:
                return
            for name, statement in wanted.items():
                cursor.execute(f"DROP {'TRIGGER' if 'TRIGGER' in statement else 'TABLE'} IF EXISTS {name}")
            fill = _FILL.format(name=self.name, table=self.table, columns=", ".join(self.columns))
            for statement in (*wanted.values(), fill):
                cursor.execute(statement)

    def _sqlite(self) -> dict[str, str]:
        """The statements that make its parts, by name."""
        words = {
            "name": self.name,
            "table": self.table,
            "columns": ", ".join(self.columns),
            "new": ", ".join(f"new.{column}" for column in self.columns),
            "sets": ", ".join(f"{column} = new.{column}" for column in self.columns),
            "other": " OR ".join(f"old.{column} <> new.{column}" for column in self.columns),
        }
        return {name.format(**words): statement.format(**words) for name, statement in _SQLITE.items()}

    def _postgres(self) -> list[str]:
        columns = ", ".join(f"UPPER({column}::text) gin_trgm_ops" for column in self.columns)
        return [statement.format(name=self.name, table=self.table, columns=columns) for statement in _POSTGRES]
