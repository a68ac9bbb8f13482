"""Numbers do not leak: with hidden rows and without them, readers get the same bytes, lengths, tags and dates."""

from django.test import Client
from django.utils import timezone

from accounts.models import Role
from blog.comments.models import State
from blog.models import Page, Post, PostState, Series
from blog.writing.sharing import answer, share
from tests.house.crawling import HOST
from tests.house.world import house  # noqa: F401 (a fixture)

ADDRESSES = (
    "/ /feed/ /feed/comments/ /sitemap.xml /sitemap-posts.xml /sitemap-pages.xml /sitemap-series.xml /robots.txt "
    "/2018/ /2018/05/ /2018/06/ /2026/ /2026/01/ /label/letters/ /series/voyage/ /p/about/ /2018/05/seen/ "
    "/2018/06/inner/ /comments/policy/ /never/"
).split()


def public_site(house) -> dict[str, tuple]:  # noqa: F811
    client = Client(headers={"host": HOST})
    author = house.posts["public"].author_id
    answers = {address: client.get(address) for address in (*ADDRESSES, f"/author/{author}/")}
    for got in answers.values():
        got.headers.pop("X-Request-ID", None)  # each request's own
    return {address: (got.status_code, dict(got.headers), got.content) for address, got in answers.items()}


def test_readers_get_the_same_bytes_whatever_is_hidden(house, make_post, make_comment, make_member):  # noqa: F811
    blog, author, label = house.one, house.posts["public"].author, house.posts["public"].labels.get()
    before = public_site(house)
    assert before["/2018/05/seen/"][0] == before["/2018/06/inner/"][0] == 200
    hidden = [
        make_post(blog, author=author, state=PostState.DRAFT, published_at=None),
        make_post(blog, author=author, days_ago=-2),
        *(make_post(blog, author=author, readers="team", days_ago=days) for days in range(12)),
    ]
    for post in (*hidden, house.posts["public"], house.posts["for members"]):
        share(text=post, by=author, name="Clara", days=7, now=timezone.now())
        answer(text=post, by=author, words="Among the team", now=timezone.now())
    for post in hidden:
        post.labels.add(label)
        make_comment(post)
        post.coauthors.add(author)
    Post.objects.filter(pk__in=[post.pk for post in hidden]).update(
        series=house.posts["public"].series, sticky=True, cover=house.images["draft"]
    )
    Series.objects.create(blog=blog, name="Not begun", slug="not-begun")
    for state in (State.HELD, State.REJECTED):
        make_comment(house.posts["public"], state=state)
    said = make_comment(house.posts["for members"], "Among ourselves")
    make_comment(house.posts["for members"], "An answer", parent=said)
    make_member(blog, Role.MEMBER)
    Page.objects.create(blog=blog, title="Hidden", slug="h", path="/p/h/", state=PostState.DRAFT, menu_order=1)
    after = public_site(house)
    assert {address for address in before if before[address] != after[address]} == set()
