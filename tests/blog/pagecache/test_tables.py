"""Which statements change what readers may see; and that every table has been thought about."""

import pytest
from django.apps import apps

from blog.pagecache.tables import NEW_ROWS_UNSEEN, SEEN, UNKNOWN, UNSEEN, table_changed


def test_every_table_is_one_that_readers_see_or_one_that_they_do_not():
    there = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert not there - SEEN.keys() - UNSEEN, "Say in blog.pagecache.tables whether readers see something of these"
    assert not SEEN.keys() & UNSEEN
    assert SEEN.keys() <= there and NEW_ROWS_UNSEEN <= SEEN.keys()


def test_every_column_that_is_named_is_there():
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for table, columns in SEEN.items():
        assert (columns or set()) <= {field.column for field in models[table]._meta.fields}, table


@pytest.mark.parametrize(
    "sql, table",
    [
        ('SELECT "blog_post"."id" FROM "blog_post"', ""),
        ("(SELECT 1) UNION (SELECT 2)", ""),
        ("WITH x AS (SELECT 1) SELECT * FROM x", ""),
        ('SAVEPOINT "x"', ""),
        ('INSERT INTO "blog_post" ("id") VALUES (1)', "blog_post"),
        ('INSERT OR IGNORE INTO "blog_post_labels" ("id") VALUES (1)', "blog_post_labels"),
        ("insert into blog_post (id) values (1)", "blog_post"),
        ('  UPDATE "blog_post" SET "title" = %s', "blog_post"),
        ('DELETE FROM "comments_comment" WHERE 1', "comments_comment"),
        ('INSERT INTO "comments_ruling" ("id") VALUES (1)', ""),
        ('UPDATE "accounts_user" SET "last_login" = %s WHERE "accounts_user"."name" = %s', ""),
        ('UPDATE "accounts_user" SET "password" = %s, "name" = %s WHERE "accounts_user"."id" = 1', "accounts_user"),
        (
            'UPDATE "accounts_user" SET "joined_at" = (SELECT 1 WHERE 1), "name" = %s WHERE 1',
            "accounts_user",
        ),
        ('INSERT INTO "accounts_user" ("name") VALUES (1)', ""),
        ('DELETE FROM "accounts_user" WHERE 1', "accounts_user"),
        ('INSERT INTO "of_a_plugin" ("id") VALUES (1)', "of_a_plugin"),
        ('ALTER TABLE "blog_post" ADD COLUMN x int', UNKNOWN),
        ('TRUNCATE "blog_post"', UNKNOWN),
        ('WITH x AS (SELECT 1) UPDATE "blog_post" SET "title" = 1', UNKNOWN),
    ],
)
def test_a_statement_tells_what_it_changes(sql, table):
    assert table_changed(sql) == table
