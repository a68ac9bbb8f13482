"""Posting a comment, against a bare Django view that inserts one row as durably."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.bench.load import load
from tests.bench.server import Server
from tests.bench.table import Figure, Row
from tests.slow.site import Member

AT_ONCE = 50
A_SECOND = 120  # members who are needed for a second of posting, at nine comments each


def people_for(rounds: int, seconds: int) -> int:
    return int(A_SECOND * (rounds + 1) * seconds) + AT_ONCE


def writes(ground, rounds: int, seconds: int) -> list[Row | Figure]:
    row = Row("a comment, by full policy, durably / a bare view that inserts a row", 0.5)
    with (
        Server("config.wsgi:application", ground.data) as ours,
        Server("tests.bench.tutorial.wsgi:application", ground.data, BENCH_BARE="yes") as bare,
    ):
        at = 9 * AT_ONCE
        for number in range(rounds + 1):
            pair = []
            for server, path in ((ours, ground.pages["form-talk"]), (bare, "/one-row/")):
                env = {"BENCH_SESSIONS": str(ground.sessions), "BENCH_FROM": str(at)}
                pair.append(load(server.port, path, seconds if number else 1, script="post.lua", env=env))
            at += (pair[0].total // 9 + 9) * 9
            row.unlike += pair[0].unlike  # (the bare view, which has no queue, is refused by SQLite now and then)
            if number:  # the first is to warm them up
                row.pairs.append((pair[0].rate, pair[1].rate))
        failed, longest = _at_once(ours, ground)
    return [
        row,
        Figure(f"{AT_ONCE} members post at once: failed", 0, failed, "of them"),
        Figure(f"{AT_ONCE} members post at once: the longest wait", 2, longest, "s"),
    ]


def _at_once(server: Server, ground) -> tuple[int, float]:
    sessions = ground.sessions.read_text().split()[:AT_ONCE]
    people = [Member(server.port, session, ground.pages["form-talk"]) for session in sessions]
    barrier = Barrier(len(people))

    def one(member: Member):
        barrier.wait()
        return member.post(f"At once, {uuid.uuid4()}", uuid.uuid4())

    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(one, people))
    return sum(status != 303 for status, _place, _seconds in answers), max(seconds for *_said, seconds in answers)
