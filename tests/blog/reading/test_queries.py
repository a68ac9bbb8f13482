"""How many queries each page costs: known, and the same for two posts as for twelve, one label as for fifty."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.feed_keys import make_feed_key
from accounts.models import Role, User
from blog.models import Label, OldPath, Page, Post
from blog.models.posts import MANY
from config.statistics import tell

# The blog is one of each; the menu one more of each page for people.
COSTS = {
    "post": 8,  # post, labels, rules, comments, and two for Last-Modified
    "page": 4,  # post (none), page
    "/": 6,  # posts, their labels, rules, numbers of comments
    "older": 7,  # the post that was seen last
    "/label/letters/": 8,  # whether many posts have it
    "author": 8,
    "/2026/": 6,
    "/2026/01/": 6,
    "/comments/policy/": 4,  # rules, guidelines
    "/feed/": 3,  # posts, their labels
    "/feed/comments/": 3,  # comments, rules of their posts
    "/sitemap.xml": 3,  # the first post and the last
    "/sitemap-posts.xml": 2,
    "/sitemap-series.xml": 2,
    "/robots.txt": 1,
    "/never/": 5,  # post, page, old address
    "/once.html": 4,  # post, page, old address
}


@pytest.fixture
def fill(blog, make_post, make_comment, set_policy, make_member):
    """Adds so many posts, each with so many labels, two comments, and a policy of its own; returns where to look."""
    author = make_member(blog, Role.AUTHOR)
    Page.objects.create(blog=blog, title="About", slug="about", path="/p/about/", state="published", menu_order=1)

    def fill_(posts: int, labels: int) -> dict[str, str]:
        for number in range(labels):
            Label.objects.get_or_create(blog=blog, name=f"Letters {number}", slug=f"letters-{number}")
        Label.objects.get_or_create(blog=blog, name="Letters", slug="letters")
        made = [make_post(blog, author=author, published_at=datetime(2026, 1, 2, tzinfo=UTC)) for _ in range(posts)]
        for post in made:
            post.labels.set(blog.labels.all())
            make_comment(post, parent=make_comment(post))
            set_policy(blog, post, comments="open")
        OldPath.objects.get_or_create(blog=blog, path="/once.html", defaults={"post": made[0]})
        return {
            "post": made[-1].path,
            "page": "/p/about/",
            "author": f"/author/{author.pk}/",
            "older": f"/?before={made[-1].pk}",
        }

    return fill_


@pytest.mark.parametrize("path, cost", COSTS.items())
def test_a_page_costs_what_is_known_however_much_there_is(
    path, cost, blog, fill, make_post, make_comment, client, django_assert_num_queries
):
    where = fill(posts=2, labels=1)
    with django_assert_num_queries(cost):
        few = client.get(where.get(path, path))
    fill(posts=10, labels=50)
    post = blog.posts.get(path=where["post"])
    for _ in range(20):
        make_comment(post)
    with django_assert_num_queries(cost):
        many = client.get(where.get(path, path))
    assert few.status_code == many.status_code


@pytest.mark.parametrize("path, cost", [("beginning", 3), ("whole", 10), ("/read/", 9), ("own feed", 5)])
def test_what_is_for_members_costs_what_is_known(
    path, cost, blog, make_post, make_comment, make_member, sign_in, django_assert_num_queries, client
):
    member = sign_in(make_member(blog)).session["_auth_user_id"]
    secret = make_feed_key(user=User.objects.get(pk=member), blog=blog, now=timezone.now())
    posts = [make_post(blog, readers="members")]
    where = {
        "beginning": posts[0].path,
        "whole": f"/read/{posts[0].pk}/",
        "own feed": f"/feed/mine/{secret}/",
    }

    def look():
        with django_assert_num_queries(cost):
            assert client.get(where.get(path, path)).status_code == 200

    look()
    posts += [make_post(blog, readers="members") for _ in range(9)]
    for post in posts:
        make_comment(post, parent=make_comment(post))
    look()


def test_an_image_costs_three_queries(blog, make_post, django_assert_num_queries, client, make_image):
    """The blog, the image, a public post that shows it."""
    url = make_image(blog, make_post(blog)).get_absolute_url()
    with django_assert_num_queries(3):
        assert client.get(url).status_code == 200


def test_a_page_further_on_looks_at_no_newer_posts(blog, make_post, make_member, client, steps):
    author, label = make_member(blog, Role.AUTHOR), Label.objects.create(blog=blog, name="Letters", slug="letters")
    place, month = datetime(2020, 5, 20, tzinfo=UTC), datetime(2020, 5, 1, tzinfo=UTC)
    old = [make_post(blog, author=author, published_at=month + timedelta(hours=n)) for n in range(12)]
    for post in (seen := make_post(blog, author=author, published_at=place), *old):
        post.labels.add(label)

    def publish(count: int) -> None:
        made = blog.posts.count()
        same = {"blog": blog, "author": author, "state": "published", "published_at": month.replace(year=2021)}
        new = Post.objects.bulk_create(Post(slug=f"{n}", path=f"/{n}/", **same) for n in range(made, made + count))
        Post.labels.through.objects.bulk_create(Post.labels.through(post=post, label=label) for post in new)

    pages = [f"/?before={seen.pk}", "/2020/", "/2020/05/", f"/author/{author.pk}/?before={seen.pk}"]
    pages += [f"/2020/?before={seen.pk}", f"/2020/?after={old[0].pk}", "/sitemap-posts-2020-05.xml"]
    pages.append(f"/label/letters/?before={seen.pk}")

    def cost(page: str) -> int:
        answer, taken = steps(lambda: client.get(page))
        assert answer.status_code == 200, page
        return taken

    tell()
    publish(MANY)
    few = {page: cost(page) for page in pages}
    publish(2_500)
    assert {page: cost(page) for page in pages} == pytest.approx(few, abs=20)
