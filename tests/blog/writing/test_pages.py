"""Every page of the desk: nothing inline for the policy to block, and a cost that does not grow with the blog."""

from html.parser import HTMLParser

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role, State
from blog.comments.changing import change_policy
from blog.comments.models import Guideline
from blog.models import Image, Kind, Label, Page, PostState, Series
from blog.writing.versions import record
from tests.blog.writing.doors import PAGES

LISTS = [name for name in PAGES if name.endswith("changelist") or name == "index"]


class Inline(HTMLParser):
    """Collects what a strict Content-Security-Policy would block, and forms that lead elsewhere."""

    def __init__(self):
        super().__init__()
        self.found, self.labels, self.fields = [], set(), set()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in attrs) or "style" in attrs:
            self.found.append((tag, attrs))
        self.found += [(tag, name) for name in attrs if name.startswith("on")]
        for name in ("src", "href", "action", "formaction"):
            if attrs.get("rel") == "icon" and attrs[name if name in attrs else "rel"].startswith("data:image/svg+xml,"):
                continue  # the icon of every page, which the policy lets in
            value = attrs.get(name) or ""
            if value.startswith(("http:", "https:", "//", "javascript:", "data:")):
                self.found.append((tag, value))
        if tag == "label":
            self.labels.add(attrs.get("for"))
        if tag in ("textarea", "select") or (tag == "input" and attrs.get("type") in ("text", "number", "file")):
            self.fields.add(attrs.get("id"))


@pytest.fixture
def fill(blog, make_post, make_comment, make_member):
    """Puts `count` of everything into the blog; returns the objects of the last round by kind."""

    def fill_(count: int) -> dict:
        made = {}
        for _ in range(count):
            number = Label.objects.count()
            post = make_post(blog)
            draft = make_post(blog, state=PostState.DRAFT, published_at=None)
            make_post(blog, days_ago=-2)
            label = Label.objects.create(blog=blog, name=f"Label {number}", slug=f"label-{number}")
            series = Series.objects.create(blog=blog, name=f"Series {number}", slug=f"series-{number}")
            for each in (post, draft):
                each.labels.add(label)
                each.series = series
                each.save()
                change_policy(
                    blog=blog, post=each, values={"audience": "team"}, by=each.author, reason="r", now=timezone.now()
                )
            make_comment(post)
            make_comment(post, state="held")
            make_member(blog, state=State.APPLICANT)
            image = Image(blog=blog, name="a.png", alt="A", width=1, height=1, uploaded_by=post.author)
            image.checksum = str(post.pk)
            image.file.save("a.png", ContentFile(b"a"))
            post.images.add(image)
            page = Page.objects.create(blog=blog, title="P", slug=f"p{number}", path=f"/p/p{number}/")
            membership = Membership.objects.filter(blog=blog).latest("pk")
            guideline, _made = Guideline.objects.get_or_create(blog=blog, title="Be kind", defaults={"text": "x"})
            made = {
                "guideline": guideline,
                "post": post,
                "page": page,
                "label": label,
                "series": series,
                "image": image,
                "membership": membership,
                "blog": blog,
                "version": record(post, kind=Kind.NAMED, by=None, at=post.created_at),
                "version_of_page": record(page, kind=Kind.NAMED, by=None, at=post.created_at),
            }
        return made

    return fill_


def address(name: str, made: dict) -> str:
    kinds = PAGES[name][0] or ""
    return reverse(f"admin:{name}", args=[made[kind].pk for kind in kinds.split()])


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_a_page_costs_few_queries_and_no_more_when_the_blog_grows(fill, owner, client, sign_in):
    sign_in(owner)
    made, before = fill(1), {}
    for name in PAGES:
        client.get(address(name, made))  # what Django looks up once per process is looked up
        before[name] = queries(client, address(name, made))
    made = fill(6)
    for name in PAGES:
        assert queries(client, address(name, made)) <= before[name] < 15, name


def test_a_page_holds_nothing_inline_and_every_field_has_a_label(fill, owner, client, sign_in):
    sign_in(owner)
    made = fill(2)
    for name in (name for name in PAGES if name != "jsi18n"):
        answer = client.get(address(name, made))
        parser = Inline()
        parser.feed(answer.content.decode())
        assert not parser.found, name
        assert parser.fields <= parser.labels | {None, "id_published_at_1", "id_until_1"}, name
        assert "default-src 'none'" in answer["Content-Security-Policy"], name
        assert "unsafe" not in answer["Content-Security-Policy"], name
        assert not answer["Cache-Control"] or "public" not in answer["Cache-Control"], name


@pytest.mark.parametrize(
    "name", ["blog_post_add", "blog_page_add", "blog_label_add", "blog_image_add", "blog_blog_change"]
)
def test_a_refused_form_holds_nothing_inline_either(name, fill, owner, client, sign_in):
    sign_in(owner)
    answer = client.post(address(name, fill(1)), {"title": "", "name": ""})
    parser = Inline()
    parser.feed(answer.content.decode())
    assert answer.status_code == 200
    assert not parser.found


@pytest.mark.parametrize(("role", "count"), [(Role.AUTHOR, 0), (Role.EDITOR, 0), (Role.MODERATOR, 1), (Role.OWNER, 1)])
def test_the_first_page_shows_what_waits_to_whom_it_concerns(role, count, fill, blog, make_member, client, sign_in):
    fill(3)
    sign_in(make_member(blog, role))
    answer = client.get("/admin/")
    text = answer.content.decode()
    assert text.count("<b>3</b> held comments") == count
    assert text.count("<b>3</b> requests to join") == count
    assert ("New post" in text) == (role != Role.MODERATOR)
    assert len(answer.context.get("scheduled", ())) == (3 if role in (Role.EDITOR, Role.OWNER) else 0)


@pytest.mark.parametrize("kind", ["label", "page"])
def test_plain_things_are_made_changed_and_deleted(kind, editor, client, sign_in, blog):
    model = {"label": Label, "page": Page}[kind]
    sent = {
        "label": {"name": "Travel"},
        "page": {"title": "About", "body": "Us", "state": "published", "menu_order": 1},
    }
    sign_in(editor)
    assert client.post(f"/admin/blog/{kind}/add/", sent[kind]).status_code == 302
    made = model.objects.get()
    assert (made.blog, made.slug) == (blog, "travel" if kind == "label" else "about")
    changed = sent[kind] | (
        {"name": "travel", "slug": "journeys"} if kind == "label" else {"title": "Who", "slug": "who"}
    )
    assert client.post(f"/admin/blog/{kind}/{made.pk}/change/", changed).status_code == 302
    made.refresh_from_db()
    assert made.slug == changed["slug"]
    for _again in range(2 if kind == "page" else 1):  # a page goes through the trash
        assert model.objects.exists()
        assert client.post(f"/admin/blog/{kind}/{made.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not model.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "TRAVEL"}, "name"),
        ({"name": "a,b"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "New", "slug": "travel"}, "slug"),
        ({"name": "New", "slug": "a b"}, "slug"),
    ],
)
def test_a_label_is_once_in_a_blog_whatever_its_case(fields, field, editor, client, sign_in, blog, make_blog):
    Label.objects.create(blog=blog, name="Travel", slug="travel")
    Label.objects.create(blog=make_blog(hostname="two.example.org"), name="New", slug="new")
    sign_in(editor)
    answer = client.post("/admin/blog/label/add/", fields)
    assert field in answer.context["adminform"].form.errors
    assert client.post("/admin/blog/label/add/", {"name": "New"}).status_code == 302
    assert sorted(blog.labels.values_list("slug", flat=True)) == ["new", "travel"]
