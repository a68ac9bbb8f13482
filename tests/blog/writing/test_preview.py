"""The preview: what readers would see, of a text that is nowhere stored."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from blog.models import Label, OldPath, Page, Post, PostState
from blog.writing.publishing import publish_post, save_page

NEW = "/admin/blog/post/preview/"
RICH = """# Head

Words *and* more.[^1]

> Said
> -- Somebody

| a | b |
|---|---|
| 1 | 2 |

```python
x = 1
```

[^1]: Note.
"""


def article(response) -> str:
    """The post itself in a page, without the blanks of templates."""
    found = re.search(r"<article.*?</article>", response.content.decode(), re.S)
    return re.sub(r"\s+", " ", found[0])


@pytest.fixture
def post(blog, author):
    return publish_post(blog=blog, author=author, title="A <b>letter</b>", body=RICH, labels=["Letters", "Arts"])


def test_the_preview_of_a_post_is_the_page_its_readers_get(post, author, client, sign_in, form_of):
    public = article(client.get(post.path))
    sign_in(author)
    change = client.get(reverse("admin:blog_post_change", args=[post.pk]))
    preview = client.post(reverse("admin:blog_post_preview_of", args=[post.pk]), form_of(change))
    assert article(preview) == public
    assert [template.name for template in preview.templates][0] == "reading/post.html"


def test_the_preview_of_a_new_post_is_the_page_it_will_have(author, client, sign_in, form_of, blog):
    sign_in(author)
    sent = form_of(
        client.get("/admin/blog/post/add/"), title="New", body=RICH, label_names="One, Two", state="published"
    )
    sent |= {"published_at_0": "2018-05-31", "published_at_1": "09:00"}
    preview = article(client.post(NEW, sent))
    assert not Post.objects.exists() and not Label.objects.exists()
    assert client.post("/admin/blog/post/add/", sent).status_code == 302
    blog_page = client.get("/2018/05/new/")
    assert re.sub('href="/label/[^"]*"', "", preview) == re.sub('href="/label/[^"]*"', "", article(blog_page))


def test_a_preview_stores_nothing(post, author, client, sign_in):
    sign_in(author)
    before = Post.objects.values().get()
    url = reverse("admin:blog_post_preview_of", args=[post.pk])
    answer = client.post(
        url, {"title": "Other", "body": "Other", "path": "/other/", "state": "draft", "label_names": "X"}
    )
    assert "Other" in article(answer)
    assert Post.objects.values().get() == before
    assert Label.objects.count() == 2 and not OldPath.objects.exists()


def test_a_preview_is_kept_by_no_cache_and_shown_in_no_strangers_frame(author, client, sign_in):
    sign_in(author)
    answer = client.post(NEW, {"title": "T", "body": "B"})
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "sent",
    [{}, {"title": "", "body": ""}, {"title": "T", "body": "B", "published_at_0": "0000-99-99", "path": "/admin/"}],
)
def test_half_a_form_is_previewed_all_the_same(sent, author, client, sign_in, blog):
    sign_in(author)
    assert client.post(NEW, sent).status_code == 200
    assert not blog.posts.exists()


def test_a_text_too_long_is_told_instead_of_shown(author, client, sign_in):
    sign_in(author)
    answer = client.post(NEW, {"title": "T", "body": "a" * 500_001})
    assert "at most 500000 characters" in answer.content.decode()


def test_what_is_hostile_is_as_harmless_in_a_preview_as_on_a_page(author, client, sign_in):
    sign_in(author)
    answer = client.post(NEW, {"title": "<script>x</script>", "body": "<script>y</script> [a](javascript:z)"})
    assert "<script>x" not in answer.content.decode() and "<script>y" not in answer.content.decode()
    assert 'href="javascript' not in answer.content.decode()


def test_a_preview_needs_the_token_of_the_form(author, post):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author, backend="accounts.backends.AddressBackend")
    assert client.post(NEW, {"title": "T", "body": "B"}).status_code == 403


def test_a_page_is_previewed_by_its_own_template(blog, editor, client, sign_in):
    page = save_page(page=Page(blog=blog, title="About", body="Us.", state=PostState.PUBLISHED), now=timezone.now())
    public = article(client.get(page.path))
    sign_in(editor)
    url = reverse("admin:blog_page_preview_of", args=[page.pk])
    assert article(client.post(url, {"title": "About", "body": "Us."})) == public
    assert "Them." in article(client.post("/admin/blog/page/preview/", {"title": "About", "body": "Them."}))


def test_the_queries_of_a_preview_do_not_grow_with_the_blog(
    post, author, client, sign_in, make_comment, django_assert_max_num_queries
):
    for _ in range(10):
        make_comment(post)
    sign_in(author)
    url = reverse("admin:blog_post_preview_of", args=[post.pk])
    with django_assert_max_num_queries(15):
        client.post(url, {"title": "T", "body": "B", "label_names": "a, b, c, d"})


def test_a_moderator_and_a_member_get_no_preview(blog, make_member, client, sign_in):
    for role in (Role.MODERATOR, Role.MEMBER):
        sign_in(make_member(blog, role))
        assert client.post(NEW, {"title": "T", "body": "B"}).status_code == 403
