"""A real server under many hands: nothing is lost, nothing doubled, and the database is never too busy to answer."""

import re
import sqlite3
import statistics
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.slow.site import Member

pytestmark = pytest.mark.slow


def test_ten_thousand_comments_by_sixteen_at_a_time_while_a_backup_runs(site, tmp_path, capsys):
    sessions = site.people(1000)

    def talk(session):
        member = Member(site.port, session)
        return [member.post(f"Number {n} of {session}", uuid.uuid4()) for n in range(10)]

    with ThreadPoolExecutor(16) as pool:
        talks = [pool.submit(talk, session) for session in sessions]
        time.sleep(5)
        with closing(sqlite3.connect(site.data / "db.sqlite3", timeout=30)) as database:
            database.execute("VACUUM INTO ?", [str(tmp_path / "copy.sqlite3")])
        answers = [answer for talk in talks for answer in talk.result()]
    assert {status for status, _place, _seconds in answers} == {303}
    assert site.count("comments_comment") == site.count("comments_ruling") == 10_000
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM comments_comment").fetchone()[0] > 0
    seconds = sorted(seconds for _status, _place, seconds in answers)
    with capsys.disabled():
        print(  # noqa: T201
            f"\n10,000 comments, 16 at a time: median {statistics.median(seconds):.3f} s, "
            f"p99 {seconds[9_900]:.3f} s, longest {seconds[-1]:.3f} s"
        )
    assert seconds[-1] < 10, "the busy timeout"


def test_fifty_at_once_with_one_key_two_hundred_times_are_two_hundred_comments(site_on_either):
    site = site_on_either
    with ThreadPoolExecutor(50) as pool:
        for session in site.people(200):
            key, members = uuid.uuid4(), list(pool.map(lambda _, s=session: Member(site.port, s), range(50)))
            answers = list(pool.map(lambda member, k=key, s=session: member.post(f"Once, {s}.", k), members))
            assert {status for status, _place, _seconds in answers} == {303}
            assert len({place for _status, place, _seconds in answers}) == 1
            for member in members:
                member.connection.close()
    assert site.count("comments_comment") == site.count("comments_ruling") == 200


def test_twenty_changes_of_one_text_at_once_are_one_change_and_nineteen_texts_given_back(site_on_either):
    """500 times; and nothing is lost: each text is the comment's, or in the answer that says it is not."""
    site, rounds, hands = site_on_either, 500, 20
    sessions = site.people(rounds)
    members = [Member(site.port, sessions[0]) for _ in range(hands)]
    with ThreadPoolExecutor(hands) as pool:
        for session in sessions:
            one = Member(site.port, session)
            _status, place, _seconds = one.post(f"First words of {session}", uuid.uuid4())
            pk = re.search(r"comment-(\d+)", place)[1]
            form = one.ask("GET", path=f"/comments/{pk}/edit/")[2]
            seen = re.search(r'name="seen" value="([^"]+)"', form)[1]

            def change(member, one=one, pk=pk, seen=seen):
                member.cookies, text = one.cookies, f"Changed by {uuid.uuid4()}"
                fields = {"text": text, "seen": seen, "csrfmiddlewaretoken": one.token}
                status, _headers, page = member.ask("POST", fields, f"/comments/{pk}/edit/")
                return status, text, page

            answers = list(pool.map(change, members))
            assert sorted(status for status, _text, _page in answers) == [303] + [409] * (hands - 1)
            assert all(text in page for status, text, page in answers if status == 409)
            (kept,) = [text for status, text, _page in answers if status == 303]
            assert site.rows(f"SELECT text FROM comments_comment WHERE id = {pk}") == [(kept,)]  # noqa: S608
            one.connection.close()
    assert site.count("comments_ruling") == 2 * rounds
