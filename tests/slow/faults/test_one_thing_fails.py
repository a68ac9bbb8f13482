"""Whatever fails in the middle of an act (R-18): an answer in words, and nothing half done.

Each journey is gone once to see how often it calls the database, the cache, the mail and the disk, and what it leaves
behind. Then it is gone again for each of these calls, and that one fails.
"""

import uuid

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import Role
from tests.blog.writing.conftest import form_of, picture, upload  # noqa: F401 (fixtures)
from tests.factories import PASSWORD
from tests.slow.faults.failing import KINDS

# Of these a row may come or go beside the act itself: that somebody signed in, looked, or is to be written to again.
BESIDE = ("sessions", "usersessions", "admin", "contenttypes")


@pytest.fixture
def world(blog, make_member, make_post, make_comment, make_user, set_policy):
    class World:
        member, stranger = make_member(blog), make_user()
        author, moderator = make_member(blog, Role.AUTHOR), make_member(blog, Role.MODERATOR)
        owner, membership = make_member(blog, Role.OWNER), blog.memberships.get(user=member)
        post = make_post(blog, author=author)
        own = make_comment(post, "First thoughts.", author=member)
        held = make_comment(post, "Is this all right?", author=member, state="held")
        others = make_comment(post, "Something else.", author=owner)

    return World


def seen(comment) -> dict:
    return {"seen": comment.changed_at.isoformat()}


def ruled(world, comment, act, client):
    fields = {"seen_state": comment.state, "seen_at": comment.changed_at.isoformat(), "act": act, "reason": "So it is."}
    return client.post(reverse("comments:rulings", args=[comment.pk]), fields)


def commented(world, client, **_more):
    url = reverse("comments:form", args=[world.post.pk])
    return client.post(url, {"text": "Typed with care.", "key": str(uuid.uuid4()), "parent": world.others.pk})


def edited(world, client, **_more):
    url = reverse("comments:edit", args=[world.own.pk])
    return client.post(url, {"text": "Typed with care.", "seen": world.own.changed_at.isoformat()})


def withdrawn(world, client, **_more):
    return client.post(reverse("comments:withdraw", args=[world.own.pk]))


def reported(world, client, **_more):
    fields = {"act": "report", "reason": "spam", "note": "Typed with care."}
    return client.post(reverse("comments:acts", args=[world.others.pk]), fields)


def published(world, client, **_more):
    return ruled(world, world.held, "publish", client)


def removed(world, client, **_more):
    return ruled(world, world.own, "remove", client)


def banned(world, client, **_more):
    fields = {"act": "ban", "kind": "ban", "reason": "So it is."}
    return client.post(reverse("comments:person", args=[world.member.pk]), fields)


def joined(world, client, **_more):
    return client.post("/accounts/join/", {"note": "Typed with care."})


def left(world, client, **_more):
    return client.post("/accounts/leave/")


def deleted(world, client, **_more):
    return client.post("/accounts/delete/", {"comments": "keep", "password": PASSWORD})


def written(world, client, page, form_of, **_more):  # noqa: F811
    url = reverse("admin:blog_post_change", args=[world.post.pk])
    return client.post(url, form_of(page, title="Another title", body="Typed with care."))


def uploaded(world, client, upload, picture, **_more):  # noqa: F811
    return client.post("/admin/blog/image/upload/", {"file": upload(picture()), "alt": "A dot"})


JOURNEYS = {
    commented: "member", edited: "member", withdrawn: "member", reported: "member", published: "moderator",
    removed: "moderator", banned: "moderator", joined: "stranger", left: "member", deleted: "member",
    written: "author", uploaded: "author",
}  # fmt: skip


def counts() -> dict[str, int]:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in BESIDE]
    return {model._meta.label: model.objects.count() for model in models}


def states(world) -> list:
    rows = (world.post, world.own, world.held, world.others, world.member, world.membership)
    return [type(row).objects.filter(pk=row.pk).values().first() for row in rows]


def changed(before: dict, after: dict) -> dict:
    return {label: after[label] - before[label] for label in before if after[label] != before[label]}


def shape(world, before) -> tuple:
    """What an act left behind: how many rows of each kind, and which columns of the rows there were are others now."""
    numbers, rows = before
    other = [
        sorted(name for name in was if name != "last_login" and (now is None or now[name] != was[name]))
        for was, now in zip(rows, states(world), strict=True)
    ]
    return changed(numbers, counts()), other


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_an_act_in_which_something_fails_is_done_or_not_and_says_so(
    journey, kind, world, client, sign_in, form_of, upload, picture, settings, tmp_path  # noqa: F811
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sign_in(getattr(world, JOURNEYS[journey]))
    client.raise_request_exception = False
    before = counts(), states(world)
    page = client.get(reverse("admin:blog_post_change", args=[world.post.pk])) if journey is written else None

    def go(fails: int):
        """(calls, the answer, what is left behind); and all is as it was."""
        cache.clear()
        start = transaction.savepoint()
        with KINDS[kind](fails) as calls:
            answer = journey(world, client, page=page, form_of=form_of, upload=upload, picture=picture)
        connection.needs_rollback = False
        left_behind = shape(world, before)
        transaction.savepoint_rollback(start)
        sign_in(getattr(world, JOURNEYS[journey]))
        return calls.count, answer, left_behind

    nothing = ({}, [[]] * len(before[1]))
    calls, answer, whole = go(0)
    assert answer.status_code < 400, answer.content.decode()
    assert whole != nothing
    for number in range(1, calls + 1):
        _calls, answer, left_behind = go(number)
        assert left_behind in (nothing, whole), (number, left_behind)
        text = answer.content.decode()
        assert "canary" not in text and "Traceback" not in text
        if answer.status_code >= 500:
            assert answer.status_code in (500, 503) and "<h1" in text or answer["Content-Type"] == "application/json"
            if journey in (commented, edited, reported, joined, written):
                assert "Typed with care." in text, number
