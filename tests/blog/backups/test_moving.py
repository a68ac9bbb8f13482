"""To PostgreSQL and back: every row, number and time the same."""

import sqlite3
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from blog.backups.moving import NotMoved, move, rows_hash
from blog.backups.tables import models
from blog.comments.models import Comment
from blog.models import Blog, Post
from config.databases import of_url, sqlite


def hashes() -> dict[str, str]:
    return {model._meta.db_table: rows_hash(model, "default") for model in models()}


def test_everything_moves_to_a_file_of_sqlite_and_back_again(lived_in, tmp_path, elsewhere, make_comment):
    """On PostgreSQL: across, and home across. On SQLite: through another file."""
    gone = make_comment(Post.objects.first()).pk
    Comment.objects.get(pk=gone).delete()
    before = hashes()
    file = sqlite(tmp_path / "other.sqlite3", "FULL")
    done = move(file)
    assert done.rows > 50 and done.tables > 30 and hashes() == before
    with elsewhere():
        home = connections.settings["default"]
        connection.close()
        connections.settings["default"] = connections.configure_settings({"default": file})["default"]
        there = connections["default"]
        connections["default"] = connections.create_connection("default")
        try:
            assert hashes() == before
            move(home)
        finally:
            connections["default"].close()
            connections.settings["default"], connections["default"] = home, there
        assert hashes() == before
        assert make_comment(Post.objects.first()).pk > gone, "the number of a deleted row is not given again"
    assert hashes() == before


def test_the_command_says_what_to_do_next_and_touches_no_database_with_something_in_it(lived_in, tmp_path):
    said, file = StringIO(), sqlite(tmp_path / "other.sqlite3", "FULL")
    call_command("move_database", to=f"sqlite:///{tmp_path}/other.sqlite3", stdout=said)
    assert "set DATABASE_URL" in said.getvalue()
    with pytest.raises(NotMoved, match="something in that database already"):
        move(file)
    with pytest.raises(NotMoved, match="the database you have"):
        move({**connection.settings_dict})


def test_a_difference_is_noticed_and_nothing_is_left(lived_in, tmp_path, monkeypatch):
    monkeypatch.setattr("blog.backups.moving._write", lambda model, batch: len(batch))
    with pytest.raises(NotMoved, match="would not be the same"):
        move(sqlite(tmp_path / "other.sqlite3", "FULL"))
    with sqlite3.connect(tmp_path / "other.sqlite3") as other:
        assert other.execute("SELECT count(*) FROM blog_blog").fetchone() == (0,)


def test_the_hash_tells_any_change_of_a_row(lived_in):
    before = rows_hash(Blog, "default")
    Blog.objects.update(tagline="x")
    assert rows_hash(Blog, "default") != before
    Blog.objects.update(tagline=lived_in.tagline)
    assert rows_hash(Blog, "default") == before
    one = rows_hash(Comment, "default")
    Comment.objects.last().delete()
    assert rows_hash(Comment, "default") != one


@pytest.mark.parametrize("url", ["mysql://u@h/x", "nonsense", "sqlite://:memory:"])
def test_an_address_of_no_database_of_ours_is_refused(url, db):
    with pytest.raises(CommandError, match="no address of a database"):
        call_command("move_database", to=url)


def test_addresses_become_databases_with_our_own_settings():
    assert of_url("sqlite:////tmp/x.sqlite3")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert of_url("postgres://u:p@h/name")["CONN_HEALTH_CHECKS"]
