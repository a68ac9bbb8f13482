"""Pages that are kept, against a bare WSGI function that answers with the same bytes and headers."""

import pickle
from http.client import responses

from tests.bench.load import load
from tests.bench.server import Server
from tests.bench.table import Row

GOAL, GOAL_P99 = 0.8, 2
NAMES = ("none", "some", "many", "front", "feed")
WORDS = {
    "none": "post, no comments",
    "some": "post, 20 comments",
    "many": "post, 200 comments",
    "front": "front page",
    "feed": "feed",
}
PACKED = ("br", "gzip")
OWN = {"date", "server", "connection", "transfer-encoding"}  # the server's, which it adds itself


def readers(ground, rounds: int, seconds: int) -> list[Row]:
    asked = [(WORDS[name], ground.pages[name], {}) for name in NAMES]
    with Server("config.wsgi:application", ground.data) as ours:
        for packing in PACKED:
            asked.append((f"{WORDS['some']}, {packing}", ground.pages["some"], {"Accept_Encoding": packing}))
        etag = {name.lower(): value for name, value in ours.get(ground.pages["some"])[1]}["etag"]
        asked.append((f"{WORDS['some']}, 304", ground.pages["some"], {"If_None_Match": etag}))
        kept = ground.data / "answers"
        for _words, path, headers in asked:
            ours.get(path, **headers)  # so that it is kept: the first answer says that it was not yet
        answers = {_key(path, headers): _answer(ours, path, headers) for _words, path, headers in asked}
        kept.write_bytes(pickle.dumps(answers))
        with Server("tests.bench.bare:application", ground.data, BENCH_ANSWERS=str(kept)) as bare:
            return [row for one in asked for row in _compare(ours, bare, *one, rounds, seconds)]


def _key(path: str, headers: dict) -> tuple:
    return path, headers.get("Accept_Encoding", ""), "If_None_Match" in headers


def _answer(server: Server, path: str, headers: dict) -> tuple:
    status, said, body = server.get(path, **headers)
    kept = [(name, value) for name, value in said if name.lower() not in OWN]
    return f"{status} {responses[status]}", kept, body


def _compare(ours, bare, words, path, headers, rounds, seconds) -> list[Row]:
    rate, tail = Row(f"{words}", GOAL), Row(f"{words}: p99", GOAL_P99, "ms", most=True)
    mine, theirs = (_answer(server, path, headers) for server in (ours, bare))
    if "If_None_Match" in headers:  # of the length of nothing, the server says what it likes
        mine, theirs = mine[::2], theirs[::2]
    rate.unlike += mine != theirs or not mine[0].startswith("304" if "If_None_Match" in headers else "200")
    for server in (ours, bare):
        load(server.port, path, 1, **headers)  # both processes have it at hand
    for _round in range(rounds):
        mine, theirs = (load(server.port, path, seconds, **headers) for server in (ours, bare))
        rate.pairs.append((mine.rate, theirs.rate))
        tail.pairs.append((mine.p99, theirs.p99))
        rate.unlike += mine.unlike + theirs.unlike
    return [rate, tail]
