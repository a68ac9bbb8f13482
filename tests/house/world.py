"""Two blogs with one of everything, and people of every standing: what the tests of the whole house walk through."""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture

from accounts.models import Role, State, User
from blog.comments.models import Comment
from blog.comments.models import State as CommentState
from blog.models import Blog, Image, Label, Page, Post, PostState, Series
from blog.writing.sharing import answer, share


def dot() -> bytes:
    """A picture of one pixel, as PNG."""
    kept = io.BytesIO()
    Picture.new("RGB", (1, 1)).save(kept, "PNG")
    return kept.getvalue()


@dataclass
class House:
    """`one` is the blog that is visited, `two` a stranger's; the dictionaries hold the objects of each by name."""

    one: Blog
    two: Blog
    people: dict[str, User | None] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)
    canaries: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)  # secrets of links to drafts, by the post's name

    @property
    def talker(self) -> User:
        """Who has said all that is said here: each person more is a number more for who tries them all."""
        return self.comments["published"].author


@pytest.fixture
def house(make_blog, make_user, make_member, make_post, make_comment) -> House:
    """Everything secret carries a canary: a string that no stranger may ever be sent."""
    one = make_blog(name="One", hostname="one.example.org")
    two = make_blog(name="Two", hostname="two.example.org")
    here = House(one, two)
    here.people = {"visitor": None, "unconfirmed": make_member(one, confirmed=False), "signed_in": make_user()}
    for state in (State.APPLICANT, "invited", "suspended", "banned", State.DECLINED, State.LEFT):
        here.people[state] = make_member(one, state=state)
    for role in Role.values:
        here.people[role] = make_member(one, role)
    here.people["owner_of_two"] = make_member(two, Role.OWNER)
    author, now = here.people[Role.AUTHOR], timezone.now()

    def secret(word: str) -> str:
        canary = f"canary-{word}-kept-in-the-dark"
        here.canaries.add(canary)
        return canary

    def post(name: str, blog=one, **fields) -> Post:
        here.posts[name] = make_post(blog, **fields)
        return here.posts[name]

    label = Label.objects.create(blog=one, name="Letters", slug="letters")
    hidden = Label.objects.create(blog=one, name=secret("label"), slug="canary-label-kept-in-the-dark")
    then = timezone.make_aware(datetime(2018, 5, 31))
    post(
        "public", published_at=then, title="Seen by all", author=author, path="/2018/05/seen/", slug="seen"
    ).labels.add(label)
    for name, fields in (
        ("draft", {"state": PostState.DRAFT, "published_at": None}),
        ("scheduled", {"days_ago": -3}),
    ):
        word = secret(name)
        post(
            name, title=word, body=word, description=word, slug=word, path=f"/2026/01/{word}/", author=author, **fields
        )
        here.posts[name].labels.add(hidden, label)
    voyage = Series.objects.create(blog=one, name="Voyage", slug="voyage", description="Day by day")
    word = secret("series")
    hidden_series = Series.objects.create(blog=one, name=word, slug=word, description=word)
    Post.objects.filter(pk__in=[here.posts[name].pk for name in ("public", "draft")]).update(series=voyage)
    Post.objects.filter(pk=here.posts["scheduled"].pk).update(series=hidden_series)
    post("for members", readers="members", author=author, title="For members", path="/2018/06/inner/", slug="inner")
    stranger = here.people["owner_of_two"]
    post("stranger", two, author=stranger, title=secret("stranger"), body="canary-stranger-kept-in-the-dark")
    here.comments["published"] = make_comment(here.posts["public"], "Heard by all")
    said = {"author": here.talker}
    for state in (CommentState.HELD, CommentState.REJECTED, CommentState.REMOVED, CommentState.WITHDRAWN):
        here.comments[state] = make_comment(here.posts["public"], secret(state), state=state, **said)
    make_comment(here.posts["public"], "An answer to what is gone", parent=here.comments[CommentState.REMOVED], **said)
    here.comments["on_draft"] = make_comment(here.posts["draft"], secret("on-draft"), **said)
    here.comments["stranger"] = make_comment(here.posts["stranger"], secret("stranger-comment"), **said)
    for name, blog in (("public", one), ("draft", one), ("stranger", two)):
        image = Image(blog=blog, name=f"{name}.png", alt="A dot", checksum=name, width=1, height=1)
        image.file.save(f"{name}.png", ContentFile(dot()), save=False)
        image.save()
        here.images[name] = image
        here.posts[name].images.add(image)
    for name in ("draft", "stranger"):
        _link, here.links[name] = share(text=here.posts[name], by=author, name=secret(f"{name}-link"), days=7, now=now)
        answer(text=here.posts[name], by=author, words=secret(f"{name}-note"), now=now)
    here.canaries |= {user.email for user in here.people.values() if user}
    Page.objects.create(
        blog=one, title="About", slug="about", path="/p/about/", state=PostState.PUBLISHED, html="<p>Us</p>"
    )
    Page.objects.create(blog=one, title=secret("page"), slug="hidden", path="/p/hidden/", state=PostState.DRAFT)
    assert here.posts["scheduled"].published_at > timezone.now() + timedelta(days=1)
    return here
