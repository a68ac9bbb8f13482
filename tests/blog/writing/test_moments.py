"""A day and a time in a form: said in words, and asked about where the zone's clock shows it twice or never."""

from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from blog.models import Post
from blog.writing.clock import NEVER, ONCE, TWICE, moments_of, offset_of, token_of
from blog.writing.forms.moments import MomentField
from blog.writing.saying import away, whole_moment
from tests.blog.writing.conftest import ADD, change

# zone, what its clock shows, how often, the moments it can mean
TURNS = [
    ("Europe/Vienna", "2096-03-25T02:30", NEVER, ["2096-03-25T00:30Z", "2096-03-25T01:30Z"]),
    ("Europe/Vienna", "2096-10-28T02:30", TWICE, ["2096-10-28T00:30Z", "2096-10-28T01:30Z"]),
    ("America/New_York", "2096-03-11T02:30", NEVER, ["2096-03-11T06:30Z", "2096-03-11T07:30Z"]),
    ("America/New_York", "2096-11-04T01:30", TWICE, ["2096-11-04T05:30Z", "2096-11-04T06:30Z"]),
    ("Australia/Lord_Howe", "2096-10-07T02:15", NEVER, ["2096-10-06T15:15Z", "2096-10-06T15:45Z"]),
    ("Australia/Lord_Howe", "2096-04-01T01:45", TWICE, ["2096-03-31T14:45Z", "2096-03-31T15:15Z"]),
]


@pytest.mark.parametrize(("zone", "shown", "often", "means"), TURNS)
def test_a_clock_that_is_turned_shows_a_time_twice_or_never(zone, shown, often, means):
    found, moments = moments_of(datetime.fromisoformat(shown), ZoneInfo(zone))
    assert (found, [token_of(one) for one in moments]) == (often, means)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_every_half_hour_of_a_year_comes_back_as_it_was_typed(zone):
    here, at, turned = ZoneInfo(zone), datetime(2026, 1, 1), 0
    while at.year == 2026:
        often, moments = moments_of(at, here)
        turned += often != ONCE
        if often != NEVER:
            assert all(one.astimezone(here).replace(tzinfo=None, fold=0) == at for one in moments)
        assert len(moments) == (1 if often == ONCE else 2) and moments == sorted(moments)
        at += timedelta(minutes=30)
    assert (turned > 0) == (zone not in ("UTC", "Asia/Kolkata"))


def test_an_offset_is_told_on_both_sides_of_greenwich():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert [offset_of(at, ZoneInfo(zone)) for zone in ("Asia/Kolkata", "America/New_York", "UTC")] == [
        "UTC+05:30", "UTC−05:00", "UTC+00:00",
    ]  # fmt: skip


def test_a_moment_is_told_by_both_clocks_and_how_far_away_it_is():
    now = datetime(2026, 11, 28, 8, tzinfo=UTC)
    with timezone.override("Europe/Vienna"):
        told = whole_moment(now + timedelta(days=3), now)
        assert told.replace("\xa0", " ") == "Tuesday 1 December 2026, 09:00 Europe/Vienna = 08:00 UTC, in 3 days"
        assert "00:30 Europe/Vienna = 30 November, 23:30 UTC" in whole_moment(
            datetime(2026, 11, 30, 23, 30, tzinfo=UTC), now
        )
    with timezone.override("UTC"):
        told = whole_moment(now - timedelta(hours=2), now).replace("\xa0", " ")
        assert told == "Saturday 28 November 2026, 06:00 UTC, 2 hours ago"
    assert away(now, now) == "now"


@pytest.mark.parametrize(("zone", "shown", "often", "means"), TURNS)
@pytest.mark.parametrize("place", [0, 1])
def test_who_schedules_for_such_a_time_is_asked_which_is_meant(
    zone, shown, often, means, place, write, author, blog, client, form_of
):
    blog.time_zone = zone
    blog.save()
    day, time = shown.split("T")
    sent = {"title": "Soon", "body": "Kept as it is.", "state": "published"}
    answer = write(author, **sent, published_at_0=day, published_at_1=time)
    text = unescape(answer.content.decode())
    assert answer.status_code == 200 and "Kept as it is." in text and not blog.posts.exists()
    sentence = " ".join(answer.context["adminform"].form.errors["published_at"])
    assert time in sentence and ("twice" if often == TWICE else "never") in sentence
    assert [f'name="published_at_2" value="{one}"' in text for one in means] == [True, True]
    assert text.count('name="published_at_2"') == 2
    for wrong in ("", "nonsense", "2096-01-01T00:00Z") if place == 0 else ():  # the same, whichever is meant
        assert client.post(ADD, form_of(answer, published_at_2=wrong)).status_code == 200
    assert client.post(ADD, form_of(answer, published_at_2=means[place])).status_code == 302
    post = blog.posts.get()
    assert token_of(post.published_at) == means[place]
    # And is not asked again: the form knows.
    page = client.get(change(post))
    with timezone.override(zone):  # as while the page was made
        shown_again = form_of(page)
    assert client.post(change(post), shown_again | {"body": "Changed."}).status_code == 302
    post.refresh_from_db()
    assert (token_of(post.published_at), post.body) == (means[place], "Changed.")


@pytest.mark.parametrize(("zone", "shown", "often", "means"), TURNS)
def test_no_post_is_public_before_its_moment_however_the_clock_jumps(zone, shown, often, means, blog, make_post):
    blog.time_zone = zone
    blog.save()
    for mean in means:
        at = datetime.fromisoformat(mean.replace("Z", "+00:00"))
        post = make_post(blog, published_at=at)
        day, second = timedelta(days=1), timedelta(seconds=1)
        # The machine's clock goes on, a day ahead, back again, and past the turn.
        for now in (at - day, at - second, at + day, at - day, at - second, at - timedelta(microseconds=1), at):
            assert Post.objects.public(now).filter(pk=post.pk).exists() == (now >= at) == post.is_public(now)


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("0000-01-01", "09:00", "in the calendar"),
        ("0001-01-01", "09:00", "between 1000 and 2999"),
        ("10000-01-01", "09:00", "in the calendar"),
        ("9999-12-31", "23:59", "between 1000 and 2999"),
        ("2026-02-30", "09:00", "in the calendar"),
        ("tomorrow", "soon", "in the calendar"),
        ("2026-02-03", "25:00", "time of the day"),
        ("2026-02-03", "", "Choose a time"),
        ("", "09:00", "Choose a day"),
        ("２０２６-02-03\0", "09:00", "in the calendar"),
    ],
)
def test_a_day_that_cannot_be_is_told_by_the_field(day, time, sentence, write, author, blog):
    answer = write(author, title="A", body="Kept.", state="published", published_at_0=day, published_at_1=time)
    assert sentence in " ".join(answer.context["adminform"].form.errors["published_at"])
    assert answer.status_code == 200 and "Kept." in answer.content.decode() and not blog.posts.exists()


def test_a_field_left_empty_is_no_moment(db):
    assert MomentField(required=False).clean(["", "", ""]) is None


def test_the_list_says_when_a_post_appears_and_how_far_away_that_is(author, blog, make_post, client, sign_in):
    make_post(blog, author=author, days_ago=-3.01)
    sign_in(author)
    assert "in 3\xa0days" in client.get("/admin/blog/post/").content.decode()
