"""Every request has a name, in its answer, on the page of a fault and in the log: the same."""

import json
import logging
import re

import pytest
from django.db import OperationalError, connection

from accounts.models import Role
from blog.watching.logs import Json, Line

NAME = re.compile(r"[0-9a-f]{16}")


@pytest.fixture
def lines(caplog):
    """The lines that were written, as JSON has them."""
    caplog.set_level(logging.INFO)
    caplog.handler.setFormatter(Json())

    def lines_(message=None):
        told = [json.loads(line) for line in caplog.handler.stream.getvalue().splitlines()]
        return [line for line in told if message in (None, line["message"])]

    return lines_


def test_each_answer_has_a_name_of_its_own(blog, client):
    names = {client.get("/never")["X-Request-ID"] for _again in range(5)}
    assert len(names) == 5 and all(NAME.fullmatch(name) for name in names)


def test_one_that_caches_give_to_many_has_none(blog, make_post, client):
    for path in ("/", make_post(blog).path, "/feed/", "/robots.txt"):
        assert "X-Request-ID" not in client.get(path)


@pytest.mark.parametrize("given", ["from-the-proxy-1", "0123456789abcdef"])
def test_a_proxy_we_trust_gives_the_name(given, blog, client, settings):
    asked = {"x-request-id": given}
    assert client.get("/never", headers=asked)["X-Request-ID"] != given
    settings.TRUSTED_PROXIES = 1
    assert client.get("/never", headers=asked)["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "<script>alert(1)</script>", "a b c d e f", "x" * 65, "a@example.org"])
def test_but_not_just_anything(given, blog, client, settings):
    settings.TRUSTED_PROXIES = 1
    assert NAME.fullmatch(client.get("/never", headers={"x-request-id": given})["X-Request-ID"])


@pytest.mark.parametrize("fault, status", [(RuntimeError("canary"), 500), (OperationalError("locked"), 503)])
def test_the_page_of_a_fault_its_answer_and_its_lines_share_the_name(fault, status, blog, client, monkeypatch, lines):
    def broken(host):
        raise fault

    client.raise_request_exception = False
    monkeypatch.setattr("blog.hosts.blog_at", broken)
    response = client.get("/?q=canary")
    name = response["X-Request-ID"]
    assert response.status_code == status
    assert f"If you write to us, name this number: <code>{name}</code>" in response.content.decode()
    told = lines()
    assert [line["request_id"] for line in told] == [name] * len(told) and len(told) == 2
    fault_line = next(line for line in told if "fault" in line)
    assert type(fault).__name__ in fault_line["fault"] and "in broken" in fault_line["fault"]
    assert ("locked" in fault_line["fault"]) == (status == 503)
    assert "canary" not in json.dumps(told)


def test_a_request_is_one_line_that_says_nothing_of_who_asked(blog, make_post, client, lines):
    post = make_post(blog, slug="canary-slug")
    client.get(f"{post.path}?q=canary", headers={"user-agent": "canary-agent", "referer": "https://canary.example/"})
    (line,) = lines("request")
    assert line.pop("time").endswith("+00:00") and line.pop("ms") > 0 and NAME.fullmatch(line.pop("request_id"))
    assert line.pop("queries") > 1
    assert line == {
        "level": "INFO", "logger": "parley.request", "message": "request", "method": "GET", "route": "reading:at",
        "status": 200,
    }  # fmt: skip


def test_for_a_terminal_it_is_one_line_too(blog, client, caplog):
    caplog.set_level(logging.INFO)
    client.get("/")
    (record,) = [record for record in caplog.records if record.name == "parley.request"]
    assert re.fullmatch(
        r"\S+ INFO parley.request request method=GET route=reading:front status=200 ms=[\d.]+ queries=\d+",
        Line().format(record),
    )


def test_a_slow_query_is_written_down_without_what_was_asked_about(blog, client, settings, lines):
    settings.SLOW_QUERY_MS = 0.000001
    client.get("/label/canary/")
    told = lines("slow query")
    assert told and all("WHERE" in line["sql"] and "%s" in line["sql"] and line["ms"] >= 0 for line in told)
    assert {line["request_id"] for line in told} == {lines("request")[0]["request_id"]}
    assert "canary" not in json.dumps(told)
    settings.SLOW_QUERY_MS = 0
    client.get("/label/canary/")
    assert len(lines("slow query")) == len(told)


def test_what_is_no_request_may_take_its_time(settings, lines, db):
    settings.SLOW_QUERY_MS = 0.000001
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert not lines()


def test_the_owner_alone_sees_what_a_page_cost(blog, make_post, make_member, client, sign_in):
    form = f"/comments/on/{make_post(blog).pk}/"
    assert "Server-Timing" not in client.get(form)
    for role in (Role.MEMBER, Role.MODERATOR):
        assert "Server-Timing" not in sign_in(make_member(blog, role)).get(form)
    shown = sign_in(make_member(blog, Role.OWNER)).get(form)["Server-Timing"]
    parts = r"total;dur=[\d.]+, db;dur=[\d.]+;desc=\"\d+ queries\", render;dur=[\d.]+;desc=\"code and templates\""
    assert re.fullmatch(parts, shown)


def test_a_page_that_caches_keep_never_tells_it(blog, make_post, make_member, sign_in):
    client = sign_in(make_member(blog, Role.OWNER))
    for path in ("/", make_post(blog).path, "/feed/", "/sitemap.xml"):
        response = client.get(path)
        assert "public" in response["Cache-Control"] and "Server-Timing" not in response
