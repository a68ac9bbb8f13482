"""Backups of a running site: fifty while members post, each whole; and the restore of a large one in a minute."""

import sqlite3
import subprocess
import threading
import time
import uuid
from contextlib import closing

import psycopg
import pytest

from blog.backups.making import backups_in, verify
from blog.backups.manifest import Damaged
from tests.slow.site import CUT_OFF, ROOT, Member, Site

pytestmark = pytest.mark.slow

BACKUPS, TALKERS, PACE = 50, 12, 6.5  # a talker's seconds between two comments: the policy allows ten a minute
COMMENTS, IN = 100_000, 60  # seconds
FILL = """
from blog.models import Post
from blog.comments.models import Comment, Ruling
post = Post.objects.order_by("pk").first()
for start in range(0, {count}, 2000):
    rows = [Comment(blog_id=post.blog_id, post=post, guest_name="Gus", text=f"Comment {{n}}, well weighed. " * 6,
        html=f"<p>Comment {{n}}</p>", state="published") for n in range(start, start + 2000)]
    Comment.objects.bulk_create(rows)
    Ruling.objects.bulk_create(Ruling(blog_id=post.blog_id, comment=row, now="published") for row in rows)
print("filled", Comment.objects.count())
"""


def manage(site: Site, *arguments: str, **env: str) -> str:
    ran = subprocess.run(
        [".venv/bin/python", "manage.py", *arguments], cwd=ROOT, env=site.env | env, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout


def talk(site: Site, session: str, taken: list, stop: threading.Event) -> None:
    member = Member(site.port, session)
    while not stop.is_set():
        text, key = f"Said {uuid.uuid4()}", uuid.uuid4()
        try:
            status = member.post(text, key)[0]
        except CUT_OFF:  # on a slow machine it stood idle for so long that the server closed it: as a browser does then
            member.connection.close()
            status = member.post(text, key)[0]
        assert status in (303, 429, 403), status
        if status == 303:
            taken.append(1)
        stop.wait(PACE)


def test_fifty_backups_while_members_post(site_on_either, tmp_path):
    site, taken, stop, to = site_on_either, [], threading.Event(), tmp_path / "backups"
    talkers = [
        threading.Thread(target=talk, args=(site, session, taken, stop), daemon=True)
        for session in site.people(TALKERS)
    ]
    before = site.count("comments_comment")
    for talker in talkers:
        talker.start()
    slowest = 0.0
    try:
        for number in range(BACKUPS):
            acknowledged, begun = before + len(taken), time.monotonic()
            manage(site, "backup", "--to", str(to), "--keep", "3")
            slowest = max(slowest, time.monotonic() - begun)
            manifest = verify(backups_in(to)[0])
            assert manifest.rows["comments_comment"] >= acknowledged, number
            assert len(backups_in(to)) == min(number + 1, 3)
            time.sleep(1 - time.time() % 1)  # a backup's name is the second of its beginning
    finally:
        stop.set()
        for talker in talkers:
            talker.join()
    print(f"\n{BACKUPS} backups, {len(taken)} comments meanwhile, slowest backup {slowest:.1f} s")  # noqa: T201
    assert len(taken) > BACKUPS
    restored = restore(site, backups_in(to)[0], tmp_path)
    assert restored == verify(backups_in(to)[0]).rows["comments_comment"]


def test_a_hundred_thousand_comments_are_back_in_a_minute(site_on_either, tmp_path):
    site, to = site_on_either, tmp_path / "backups"
    assert "filled" in site.shell(FILL.format(count=COMMENTS))
    begun = time.monotonic()
    manage(site, "backup", "--to", str(to))
    made = time.monotonic() - begun
    begun = time.monotonic()
    assert restore(site, backups_in(to)[0], tmp_path) >= COMMENTS
    took = time.monotonic() - begun
    print(f"\nbackup of {COMMENTS} comments {made:.1f} s, restore {took:.1f} s")  # noqa: T201
    assert took <= IN
    assert damage_is_noticed(backups_in(to)[0], tries=100) == 100


def damage_is_noticed(backup, tries: int) -> int:
    """Bits turned at even distances through the largest file, and cuts: how many were noticed."""
    file, noticed = max((path for path in backup.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size), 0
    whole = file.read_bytes()
    for number in range(tries):
        place = len(whole) * number // tries
        damaged = (
            whole[:place]
            if number % 2
            else whole[:place] + bytes([whole[place] ^ (1 << number % 8)]) + whole[place + 1 :]
        )
        file.write_bytes(damaged)
        try:
            verify(backup)
        except Damaged:
            noticed += 1
    file.write_bytes(whole)
    return noticed


def restore(site: Site, backup, directory) -> int:
    """Restores into an empty place of the same kind; how many comments are there then."""
    env = {"PARLEY_DATA": str(directory / f"restored-{uuid.uuid4()}")}
    if not site.database:
        manage(site, "restore", str(backup), **env)
        with closing(sqlite3.connect(f"{env['PARLEY_DATA']}/db.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return database.execute("SELECT count(*) FROM comments_comment").fetchone()[0]
    with psycopg.connect(site.database.dsn, autocommit=True) as server:
        server.execute("CREATE DATABASE restored")
    manage(site, "restore", str(backup), **env, DATABASE_URL=site.database.url.removesuffix("parley") + "restored")
    with psycopg.connect(site.database.dsn.replace("dbname=parley", "dbname=restored")) as database:
        return database.execute("SELECT count(*) FROM comments_comment").fetchone()[0]
