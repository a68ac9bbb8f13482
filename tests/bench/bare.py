"""The limit for readers: a WSGI function that gives the answers in the file BENCH_ANSWERS, and does nothing else."""

import os
import pickle
from pathlib import Path

# {(path, Accept-Encoding, whether If-None-Match is sent): (status line, headers, body)}
ANSWERS = pickle.loads(Path(os.environ["BENCH_ANSWERS"]).read_bytes())  # noqa: S301 (ours)
NOTHING = ("200 OK", [("Content-Length", "0")], b"")


def application(environ, start_response):
    key = environ["PATH_INFO"], environ.get("HTTP_ACCEPT_ENCODING", ""), "HTTP_IF_NONE_MATCH" in environ
    status, headers, body = ANSWERS.get(key, NOTHING)
    start_response(status, headers)
    return [body]
