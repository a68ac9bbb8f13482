"""The desk's first page: for each role what its work is, of this blog alone, at a known price."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Membership, Role, State
from blog.comments.models import Report
from blog.models import Post, PostState, Reads
from blog.writing.desk.words import in_how_long
from config.statistics import tell
from tests.blog.writing.doors import PAGES, address, browser_of
from tests.blog.writing.test_access import ours  # noqa: F401 (a fixture)
from tests.house.world import house  # noqa: F401 (a fixture)

TODAY = 12  # queries at most of the first page, whatever the role
PAGE = 14  # of any other page of the desk


@pytest.fixture
def busy(blog, make_post, make_comment, make_member):
    """A blog with some of everything: `make(number)` adds so many; returns its people by role."""
    people = {role: make_member(blog, role) for role in (Role.AUTHOR, Role.EDITOR, Role.MODERATOR, Role.OWNER)}

    def make(number: int) -> dict:
        now = timezone.now()
        for n in range(number):
            for role in (Role.AUTHOR, Role.EDITOR):
                by = people[role]
                post = make_post(blog, f"Public by {role} {n}", author=by, days_ago=n + 1)
                make_post(blog, f"Draft by {role} {n}", author=by, state=PostState.DRAFT, published_at=None)
                make_post(blog, f"Soon by {role} {n}", author=by, days_ago=-3)
                Reads.objects.create(blog=blog, post=post, day=now.date(), count=3)
                comment = make_comment(post)
                make_comment(post, state="held", created_at=now - timedelta(days=2))
                Report.objects.create(comment=comment, by=people[Role.MODERATOR])
            make_member(blog, state=State.APPLICANT)
            Letter.objects.create(
                blog=blog,
                user=people[Role.OWNER],
                topic="reply",
                about=f"{post.pk} {n}",
                subject="s",
                body="b",
                tries=5,
            )
        return people

    return make


def of(person) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.AddressBackend")
    return client


def test_each_role_finds_what_its_work_is(busy):
    people = busy(1)
    seen = {role: of(person).get("/admin/").content.decode() for role, person in people.items()}
    for role, text in seen.items():
        writes, sees_all = role != Role.MODERATOR, role in (Role.EDITOR, Role.OWNER)
        for title in ("Public", "Draft", "Soon"):
            assert (f"{title} by author 0" in text) == writes, (role, title)
            assert (f"{title} by editor 0" in text) == sees_all, (role, title)
        assert ("held comment" in text) == (role in (Role.MODERATOR, Role.OWNER))
        assert ("What is not well" in text) == (role == Role.OWNER)
        assert ("View as" in text) == (role == Role.OWNER)
        assert "Comments per week" in text
        assert ("Posts per week" in text) == writes


def test_an_authors_numbers_are_of_their_own_posts(busy):
    people = busy(2)
    weeks = {role: of(person).get("/admin/").context["weeks"] for role, person in people.items()}
    totals = {role: (sum(w.posts for w in found), sum(w.comments for w in found)) for role, found in weeks.items()}
    assert totals == {Role.AUTHOR: (2, 2), Role.EDITOR: (4, 4), Role.MODERATOR: (0, 4), Role.OWNER: (4, 4)}


def test_what_waits_leads_straight_to_it(busy):
    text = of(busy(1)[Role.OWNER]).get("/admin/").content.decode()
    for state, told in (("held", "held comments"), ("applications", "request to join"), ("asked", "reported comments")):
        assert f'href="/comments/desk/?state={state}"' in text
        assert told in text


def test_where_nothing_waits_that_is_said(blog, owner):
    text = of(owner).get("/admin/").content.decode()
    assert "Nothing waits for a moderator." in text
    assert "All is well" in text


def test_what_is_scheduled_is_told_with_its_distance_and_its_time_zone(busy, blog):
    blog.time_zone = "Europe/Vienna"
    blog.save()
    text = of(busy(1)[Role.EDITOR]).get("/admin/").content.decode()
    assert "in 3 days, " in text
    assert "(Europe/Vienna)" in text


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (timedelta(seconds=5), "in 1 minute"),
        (timedelta(minutes=20), "in 20 minutes"),
        (timedelta(hours=5), "in 5 hours"),
        (timedelta(hours=12), "tomorrow"),
        (timedelta(days=3), "in 3 days"),
    ],
)
def test_a_distance_is_told_by_the_calendar(after, told):
    noon = timezone.now().replace(hour=12, minute=30)
    assert in_how_long(noon + after, noon) == told


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.MODERATOR, Role.OWNER])
def test_the_first_page_costs_the_same_however_much_there_is(role, busy, django_assert_max_num_queries):
    browser = of(busy(1)[role])
    with django_assert_max_num_queries(TODAY) as few:
        browser.get("/admin/")
    busy(4)
    with django_assert_max_num_queries(len(few)):
        browser.get("/admin/")


def test_what_is_begun_is_found_along_its_index(busy, blog, make_post, steps):
    browser = of(busy(1)[Role.OWNER])
    written = make_post(blog, "Begun last", state=PostState.DRAFT, published_at=None)

    def begin(count: int) -> None:
        made = blog.posts.count()
        Post.objects.bulk_create(
            Post(blog=blog, slug=f"{n}", path=f"/{n}/", title="Left", updated_at=timezone.now() - timedelta(days=9))
            for n in range(made, made + count)
        )

    def look() -> int:
        answer, taken = steps(lambda: browser.get("/admin/"))
        assert written.title in answer.content.decode()
        return taken

    tell()
    look()
    begin(20)
    few = look()
    begin(1_000)
    assert look() == pytest.approx(few, abs=20)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("index", "jsi18n")])
def test_each_page_of_the_desk_costs_less_than_fifteen_queries(name, house, ours, django_assert_max_num_queries):  # noqa: F811
    browser = browser_of(house.people[Role.OWNER])
    with django_assert_max_num_queries(PAGE):
        assert browser.get(address(name, ours)).status_code == 200


def test_the_plot_has_words_and_a_table_for_who_does_not_see_it(busy):
    text = of(busy(1)[Role.OWNER]).get("/admin/").content.decode()
    assert 'role="img" aria-labelledby="plot-posts-title plot-posts-desc"' in text
    assert text.count('<th scope="row">') >= 26
    assert "style=" not in text


def test_the_other_blogs_one_works_for_are_a_click_away(blog, owner, make_blog, make_member):
    assert "Other blogs" not in of(owner).get("/admin/").content.decode()
    two, three = (
        make_blog(name="Two", hostname="two.example.org"),
        make_blog(name="Three", hostname="three.example.org"),
    )
    Membership.objects.create(blog=two, user=owner, role=Role.EDITOR, state=State.MEMBER)
    Membership.objects.create(blog=three, user=owner, role=Role.MEMBER, state=State.MEMBER)
    answer = of(owner).get(reverse("admin:blog_post_changelist"))
    assert [(link.label, link.current) for link in answer.context["desk_blogs"]] == [("The Blog", True), ("Two", False)]
    assert 'href="http://two.example.org/admin/"' in answer.content.decode()
