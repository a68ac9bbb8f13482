"""A person's own comments: every one with its state, its reasons, what was decided, and what may still be done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from blog.comments.beforehand import said_before
from blog.comments.models import Appeal, Comment, Guideline, State
from blog.comments.policy import Rules
from blog.models import PostState

MINE = "/comments/mine/"


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def member(blog, make_member, sign_in):
    person = make_member(blog)
    sign_in(person)
    return person


def page(client, url=MINE) -> str:
    return client.get(url).content.decode()


def test_all_of_ones_own_are_there_newest_first_and_nobody_elses(client, post, member, make_comment, make_blog):
    for state in State.values:
        make_comment(post, f"Mine, {state}.", author=member, state=state)
    make_comment(post, "Another’s.")
    html = page(client)
    places = [html.index(f"Mine, {state}.") for state in State.values]
    assert places == sorted(places, reverse=True) and "Another’s." not in html
    assert all(str(State(state).label) in html for state in State.values)


def test_those_in_another_blog_are_on_its_own_page(client, member, make_blog, make_post, make_comment):
    make_comment(make_post(make_blog(hostname="two.example.org")), "Elsewhere.", author=member)
    assert "Elsewhere." not in page(client)


def test_pages_are_of_twenty_and_none_is_missed_or_shown_twice(client, post, member, make_comment):
    numbers = [make_comment(post, author=member).pk for _ in range(45)]
    found, url = [], MINE
    while url:
        html = page(client, url)
        found += [number for number in numbers[::-1] if f'id="comment-{number}"' in html]
        url = (
            MINE + html.split(f'href="{MINE}?before=')[1].split('"')[0].join(["?before=", ""])
            if "Older" in html
            else ""
        )
    assert found == numbers[::-1]
    assert client.get(f"{MINE}?before=nonsense").status_code == 200


def test_what_waits_says_why_and_so_does_a_change_that_waits(client, post, member, make_comment):
    make_comment(post, author=member, state="held", reasons=["moderated"])
    changed = make_comment(post, author=member)
    changed.edits.create(text="Better.", html="<p>Better.</p>", reasons=["links"])
    html = page(client)
    assert "Every comment on this post waits for a moderator" in html
    assert "A change of it waits" in html and "This comment has several links" in html and "<p>Better.</p>" in html


def test_a_ruling_is_told_with_its_reason_and_guideline(client, post, member, make_comment):
    comment = make_comment(post, author=member, state="rejected")
    guideline = Guideline.objects.create(blog=post.blog, title="Be kind", text="Always.")
    comment.rulings.create(was="held", now="rejected", by=post.author, reason="Not so loud.", guideline=guideline)
    html = page(client)
    assert "a moderator decided: rejected." in html and "Not so loud." in html and "The guideline: Be kind." in html
    assert post.author.name not in html.split("<main", 1)[1]


def test_what_can_be_done_is_offered_and_what_can_not_is_not(client, post, member, make_comment):
    fresh = make_comment(post, author=member)
    old = make_comment(post, author=member, created_at=timezone.now() - timedelta(hours=1))
    gone = make_comment(post, author=member, state="removed")
    html = page(client)
    assert f"/comments/{fresh.pk}/edit/" in html and f"/comments/{fresh.pk}/withdraw/" in html
    assert f"/comments/{old.pk}/edit/" not in html and f"/comments/{old.pk}/withdraw/" in html
    assert f"/comments/{gone.pk}/" not in html


def test_a_post_that_is_no_longer_there_is_neither_named_nor_linked(client, post, member, make_comment):
    make_comment(post, "Mine.", author=member)
    post.state = PostState.DRAFT
    post.save()
    html = page(client)
    assert "Mine." in html and post.title not in html and post.path not in html


def test_a_rejected_comment_goes_back_into_the_form(client, post, member, make_comment):
    parent = make_comment(post)
    comment = make_comment(post, "Try me again.", author=member, state="rejected", parent=parent)
    before = Comment.objects.count()
    answer = client.post(f"/comments/{comment.pk}/again/")
    assert (answer.status_code, answer["Location"]) == (303, f"/comments/on/{post.pk}/")
    form = page(client, answer["Location"])
    assert "Try me again.</textarea>" in form and f'name="parent" value="{parent.pk}"' in form
    assert Comment.objects.count() == before


@pytest.mark.parametrize("state", [state for state in State.values if state != "rejected"])
def test_only_a_rejected_comment_of_ones_own_is_resubmitted(client, post, member, make_comment, state):
    assert client.post(f"/comments/{make_comment(post, author=member, state=state).pk}/again/").status_code == 404
    assert client.post(f"/comments/{make_comment(post, state='rejected').pk}/again/").status_code == 404


def test_an_appeal_is_offered_once_and_only_where_there_is_a_way(client, post, member, make_comment, monkeypatch):
    monkeypatch.setattr("blog.comments.history.reverse", lambda name, args: f"/appeal/{args[0]}/")
    comment = make_comment(post, author=member, state="removed")
    first = comment.rulings.create(was="published", now="removed", by=post.author)
    assert f"/appeal/{first.pk}/" in page(client)
    Appeal.objects.create(blog=post.blog, by=member, ruling=first, text="I did not.")
    assert "/appeal/" not in page(client)


def test_the_account_leads_there(client, member):
    assert f'href="{MINE}"' in page(client, "/accounts/")


# --- Said before writing ---------------------------------------------------------------------------------------------


def test_the_form_says_how_many_of_the_first_comments_stand_published(client, post, member, make_comment, set_policy):
    set_policy(post.blog, hold_first=2)
    assert "Published so far: 0 of 2." in page(client, f"/comments/on/{post.pk}/")
    make_comment(post, author=member)
    assert "Published so far: 1 of 2." in page(client, f"/comments/on/{post.pk}/")
    make_comment(post, author=member)
    assert "Published so far" not in page(client, f"/comments/on/{post.pk}/")


def test_the_form_says_that_comments_are_slow_but_not_to_the_team(
    client, post, member, set_policy, make_member, sign_in
):
    set_policy(post.blog, slow_minutes=5)
    assert "you wait 5 minutes before the next" in page(client, f"/comments/on/{post.pk}/")
    sign_in(make_member(post.blog, Role.EDITOR))
    assert "you wait 5 minutes" not in page(client, f"/comments/on/{post.pk}/")


@pytest.mark.parametrize(
    ("left", "told"), [(timedelta(hours=24), True), (timedelta(hours=24, seconds=1), False), (timedelta(0), False)]
)
def test_the_last_day_is_counted_down(left, told):
    now = timezone.now()
    said = said_before(Rules(), type("Standing", (), {"is_team": False}), now + left, now)
    assert bool(said) == told


def test_the_form_says_how_long_the_thread_is_open(client, make_post, member, set_policy):
    post = make_post(member.memberships.get().blog, days_ago=6.9)
    set_policy(post.blog, close_after_days=7)
    html = page(client, f"/comments/on/{post.pk}/")
    assert "Comments on this post close in 2" in html and "hours" in html
