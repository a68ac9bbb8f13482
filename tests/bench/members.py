"""What is made for one person, and what is made anew, against bare and tutorial-style Django."""

from tests.bench.load import load
from tests.bench.server import Server
from tests.bench.table import Row

TUTORIAL = "tests.bench.tutorial.wsgi:application"


def members(ground, rounds: int, seconds: int) -> list[Row]:
    cookie = {"Cookie": f"sessionid={ground.session()}"}
    whole = Row("a member's page of 200 comments / a bare view with one query", 1 / 3)
    cold = Row("200 comments rendered anew / a tutorial's blog", 3)
    changed = Row("the same, the first after a new comment / a tutorial's blog", 3)
    with (
        Server("config.wsgi:application", ground.data) as ours,
        Server("tests.bench.cold:application", ground.data) as anew,
        Server("tests.bench.cold:application", ground.data, BENCH_CHANGED="yes") as first,
        Server(TUTORIAL, ground.data, BENCH_BARE="yes") as bare,
        Server(TUTORIAL, ground.data) as tutorial,
    ):
        sides = {
            whole: ((ours, ground.pages["whole"], cookie), (bare, "/one-query/1/", {})),
            cold: ((anew, ground.pages["many"], {}), (tutorial, "/post/1/", {})),
            changed: ((first, ground.pages["many"], {}), (tutorial, "/post/1/", {})),
        }
        for row, pair in sides.items():
            for server, path, headers in pair:
                status, _headers, body = server.get(path, **headers)
                row.unlike += status != 200 or (path != "/one-query/1/" and body.count(b"<article") < 200)
                load(server.port, path, 1, **headers)
            for _round in range(rounds):
                mine, theirs = (load(server.port, path, seconds, **headers) for server, path, headers in pair)
                row.pairs.append((mine.rate, theirs.rate))
                row.unlike += mine.unlike + theirs.unlike
    return [whole, cold, changed]
