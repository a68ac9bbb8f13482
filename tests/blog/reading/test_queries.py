"""How many queries each page costs: known, and the same for one post as for ten."""

import pytest

from accounts.models import Role
from blog.models import Label

# The blog, and the menu, are two of each.
COSTS = {
    "post": 9,  # post, labels, rules, comments, and two for Last-Modified; one more would be the page of another kind
    "/": 6,  # posts, their labels, rules, numbers of comments
    "/label/letters/": 7,
    "/2026/": 6,
    "/feed/": 4,
    "/feed/comments/": 4,
    "/sitemap.xml": 5,
    "/sitemap-posts.xml": 3,
}


def fill(blog, make_post, make_comment, author, count):
    label, _made = Label.objects.get_or_create(blog=blog, name="Letters", slug="letters")
    for _ in range(count):
        post = make_post(blog, author=author)
        post.labels.add(label)
        first = make_comment(post)
        make_comment(post, parent=first)
    return post


@pytest.mark.parametrize("path, most", COSTS.items())
def test_a_page_costs_what_is_known_however_much_there_is(
    path, most, blog, make_post, make_comment, make_member, client, django_assert_max_num_queries
):
    author = make_member(blog, Role.AUTHOR)
    post = fill(blog, make_post, make_comment, author, 1)
    with django_assert_max_num_queries(most) as few:
        assert client.get(post.path if path == "post" else path).status_code == 200
    fill(blog, make_post, make_comment, author, 9)
    for _ in range(20):
        make_comment(post)
    with django_assert_max_num_queries(most) as many:
        client.get(post.path if path == "post" else path)
    assert len(few) == len(many)
