"""Which pages are made anew after which act: those that show it, and no others."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from blog.comments.changing import change_policy
from blog.comments.editing import edit_comment, withdraw_comment
from blog.comments.follows import follow
from blog.comments.models import Comment, Edit, PolicyVersion
from blog.comments.mutes import mute
from blog.comments.posting import post_comment
from blog.comments.removing import remove_all
from blog.comments.reports import report_comment
from blog.comments.rulings import PUBLISH, REJECT, REMOVE, rule
from blog.comments.rulings_of_edits import rule_on_edit
from blog.comments.thanks import thank, unthank
from blog.comments.undoing import undo
from blog.models import Page, Post
from blog.writing.due import cancel, schedule
from blog.writing.labelling import save_named
from blog.writing.publishing import publish_post, save_page, save_post
from blog.writing.trash import throw_away
from blog.writing.versions import fields_of

NOTHING = set()
LISTS = {"front", "label", "feed", "sitemap", "talk"}
COMMENTED = {"post", "front", "label", "talk"}
ALL = {"post", "other", "about", "policy"} | LISTS


class World:
    """A blog with two posts, comments, and everybody who does something; `now` is the moment of an act."""

    def __init__(self, blog, make_post, make_comment, make_member, make_user):
        self.blog = blog
        self.author, self.owner = make_member(blog, Role.AUTHOR), make_member(blog, Role.OWNER)
        self.member, self.friend = make_member(blog), make_member(blog)
        self.stranger = make_user("Some Stranger")
        self.other = make_post(blog, author=self.author)
        self.post = publish_post(blog=blog, author=self.author, title="A Letter", body="Words.", labels=["Letters"])
        self.label = blog.labels.get()
        self.now = timezone.now()
        self.comment = make_comment(self.post, author=self.member, created_at=self.now)
        self.held = make_comment(self.post, "And this?", author=self.friend, state="held", created_at=self.now)
        self.draft = make_post(blog, author=self.author, state="draft", published_at=None)
        self.about = Page.objects.create(blog=blog, title="About", slug="about", path="/about/", state="published")
        self.pages = {
            "post": self.post.path,
            "other": self.other.path,
            "about": "/about/",
            "front": "/",
            "label": "/label/letters/",
            "feed": "/feed/",
            "talk": "/feed/comments/",
            "sitemap": "/sitemap-posts.xml",
            "policy": "/comments/policy/",
        }

    def say(self, by=None, **more):
        posted = post_comment(
            post=self.post, by=by or self.friend, text=f"Words {uuid.uuid4()}", key=uuid.uuid4(), now=self.now, **more
        )
        return posted.comment

    def rule(self, act, comment, **more):
        state = {"publish": "held", "reject": "held", "remove": "published"}[act]
        return rule(comment=comment, act=act, by=self.owner, seen_state=state, now=timezone.now(), **more)

    def edit(self, text="Other words."):
        return edit_comment(comment=self.comment, by=self.member, text=text, now=self.now)


def hold_all(w):
    PolicyVersion.objects.create(blog=w.blog, hold_all=True)


def members_only_nobody(w):
    PolicyVersion.objects.create(blog=w.blog, audience="nobody")


def waiting_edit(w):
    hold_all(w)
    w.edited = w.edit("Quite another text.")
    assert isinstance(w.edited, Edit)


def thanked(w):
    thank(comment=w.comment, by=w.friend, now=w.now)


def published(w):
    w.ruling = w.rule(PUBLISH, w.held)


def scheduled(w):
    fields = fields_of(w.post) | {"title": "A Title To Come"}
    schedule(text=w.post, fields=fields, by=w.author, due_at=w.now + timedelta(days=1), now=w.now)


def change(text, **fields):
    for name, value in fields.items():
        setattr(text, name, value)
    (save_post if isinstance(text, Post) else save_page)(**{type(text).__name__.lower(): text}, now=timezone.now())


# What is done -> which pages are made anew after it: (before, act, pages).
ACTS = {
    "a comment is published": (None, lambda w: w.say(), COMMENTED),
    "a comment is held": (hold_all, lambda w: w.say(), NOTHING),
    "a comment is refused": (members_only_nobody, lambda w: w.say(), NOTHING),
    "a held comment is published": (None, lambda w: w.rule(PUBLISH, w.held), COMMENTED),
    "a held comment is rejected": (None, lambda w: w.rule(REJECT, w.held, reason="No."), NOTHING),
    "a ruling is taken back": (published, lambda w: undo(ruling=w.ruling, by=w.owner, now=timezone.now()), COMMENTED),
    "a comment is removed": (None, lambda w: w.rule(REMOVE, w.comment), COMMENTED),
    "all of somebody's are removed": (
        None,
        lambda w: remove_all(blog=w.blog, user=w.member, by=w.owner, reason="No.", now=w.now),
        COMMENTED,
    ),
    "a comment is withdrawn": (
        None,
        lambda w: withdraw_comment(comment=w.comment, by=w.member, now=w.now),
        COMMENTED,
    ),
    "a held comment is withdrawn": (None, lambda w: withdraw_comment(comment=w.held, by=w.friend, now=w.now), NOTHING),
    "a comment is changed": (None, lambda w: w.edit(), {"post", "talk"}),
    "a change waits": (hold_all, lambda w: w.edit(), NOTHING),
    "a change is let through": (
        waiting_edit,
        lambda w: rule_on_edit(edit=w.edited, accept=True, by=w.owner, now=w.now),
        {"post", "talk"},
    ),
    "a change is rejected": (
        waiting_edit,
        lambda w: rule_on_edit(edit=w.edited, accept=False, by=w.owner, reason="No.", now=w.now),
        NOTHING,
    ),
    "somebody thanks": (None, thanked, {"post"}),
    "thanks are taken back": (thanked, lambda w: unthank(comment=w.comment, by=w.friend), {"post"}),
    "somebody follows": (None, lambda w: follow(post=w.post, by=w.friend, now=w.now), NOTHING),
    "somebody mutes": (None, lambda w: mute(whom=w.member, by=w.friend, now=w.now), NOTHING),
    "a comment is reported": (
        None,
        lambda w: report_comment(comment=w.comment, by=w.friend, reason="Rude.", now=w.now),
        NOTHING,
    ),
    "a draft is saved": (None, lambda w: change(w.draft, title="Another"), NOTHING),
    "a post is published": (None, lambda w: change(w.draft, state="published"), LISTS),
    "a post is changed": (None, lambda w: change(w.post, title="Another"), {"post"} | LISTS),
    "a post is thrown away": (None, lambda w: throw_away(text=w.post, by=w.owner, now=w.now), {"post"} | LISTS),
    "a page is changed": (None, lambda w: change(w.about, title="Another"), ALL),
    "a change is scheduled": (None, scheduled, ALL),
    "a scheduled change is taken back": (scheduled, lambda w: cancel(w.post), ALL),
    "a label is renamed": (None, lambda w: save_named(_renamed(w.label)), ALL),
    "the policy of the blog changes": (
        None,
        lambda w: change_policy(blog=w.blog, values={"audience": "team"}, by=w.owner, now=w.now),
        ALL,
    ),
    "the policy of a post changes": (
        None,
        lambda w: change_policy(blog=w.blog, post=w.post, values={"comments": "hidden"}, by=w.owner, now=w.now),
        {"post"} | LISTS,
    ),
    "the blog gets a new name": (None, lambda w: type(w.blog).objects.update(name="Another"), ALL),
    "somebody gets a new name": (None, lambda w: User.objects.filter(pk=w.stranger.pk).update(name="Another"), ALL),
    "somebody signs in": (None, lambda w: w.stranger.save(update_fields=["last_login"]), NOTHING),
    "somebody signs up": (None, lambda w: User.objects.create_user("new@example.org", "Newcomer", "x"), NOTHING),
    "an account goes": (None, lambda w: w.member.delete(), ALL),
    "a comment is written by another door": (
        None,
        lambda w: Comment.objects.filter(pk=w.comment.pk).update(html="<p>Otherwise.</p>"),
        ALL,
    ),
    "the house is tended": (None, lambda w: call_command("tend"), NOTHING),
}


def _renamed(label):
    label.name = "Notes"
    return label


@pytest.fixture
def world(reader, blog, make_post, make_comment, make_member, make_user):
    return World(blog, make_post, make_comment, make_member, make_user)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_makes_those_pages_anew_that_show_it_and_no_others(act, world, reader):
    before, do, expected = ACTS[act]
    if before:
        before(world)
    for path in world.pages.values():
        assert reader.get(path).status == 200
        assert reader.get(path).is_hit, path
    do(world)
    # The policy page says nothing of what it shows, so whatever changes may show on it.
    expected = expected | {"policy"} if expected else expected
    assert {name for name, path in world.pages.items() if not reader.get(path).is_hit} == expected


def test_what_is_taken_back_with_its_transaction_makes_nothing_anew(world, reader):
    reader.get(world.post.path)
    with transaction.atomic():
        world.say()
        transaction.set_rollback(True)
    assert reader.get(world.post.path).is_hit


def test_rejecting_a_comment_that_was_answered_changes_the_tombstone(world, reader, make_comment):
    make_comment(world.post, parent=world.held)
    assert reader.get(world.post.path).is_hit is False
    world.rule(REJECT, world.held, reason="No.")
    assert not reader.get(world.post.path).is_hit
    assert reader.get("/").status == 200
