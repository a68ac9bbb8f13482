"""A house full of secrets: whatever is private carries a canary, a string that nobody outside the team may be sent."""

from dataclasses import dataclass, field

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.leaving import delete_account
from accounts.models import Membership, Sanction, State, User
from blog.comments.models import Comment, Ruling
from blog.comments.models import State as CommentState
from blog.models import Image, Label, OldPath, Page, Post, PostState, Series
from blog.writing.sharing import remark, share
from tests.house.world import House, dot, house  # noqa: F401 (a fixture)

# Posts that nobody outside the team may read, each with everything a post can have.
PRIVATE = {
    "begun": {"state": PostState.DRAFT, "published_at": None},
    "coming": {"days_ago": -3},
    "taken-back": {"state": PostState.DRAFT},
    "for-the-team": {"readers": "team"},
    "foreign": {},  # in another blog, where everybody may read it
}


@dataclass
class Secrets:
    """`own` holds, by the name of a person of the house, the canaries that are about this person: theirs to read."""

    house: House
    canaries: set[str] = field(default_factory=set)
    own: dict[str, set[str]] = field(default_factory=dict)

    def hide(self, *words: str) -> str:
        """A new canary."""
        canary = f"canary-{'-'.join(words)}-in-the-dark"
        assert canary not in self.canaries
        self.canaries.add(canary)
        return canary

    def kept_from(self, who: str) -> set[str]:
        """What this person of the house may never be sent."""
        return self.canaries - self.own.get(who, set())


@pytest.fixture
def secrets(house, make_user, make_member, make_post, make_comment, set_policy) -> Secrets:  # noqa: F811
    here = Secrets(house, canaries=set(house.canaries))
    for name, fields in PRIVATE.items():
        _hide_post(here, name, fields, make_user, make_post, make_comment)
    _hide_comments(here, make_user, make_post, make_comment, set_policy)
    _hide_people(here)
    _hide_pages(here)
    _delete_things(here, make_user, make_post, make_comment)
    set_policy(house.one, reason=here.hide("policy-reason"))
    set_policy(house.one, house.posts["public"], reason=here.hide("post-policy-reason"))
    # Why the policy was changed is told to members, in its log; to nobody else.
    here.own["member"] = {canary for canary in here.canaries if "policy-reason" in canary or "why-hidden" in canary}
    here.own["member"] |= _hide_inner(here, make_user, make_comment)
    here.canaries |= {user.email for user in User.objects.all()}
    for who, person in house.people.items():
        here.own.setdefault(who, set()).update({person.email} if person else ())
    return here


def _hide_post(here: Secrets, name: str, fields: dict, make_user, make_post, make_comment) -> Post:
    blog = here.house.two if name == "foreign" else here.house.one
    slug = here.hide(name, "slug")
    post = make_post(
        blog,
        here.hide(name, "title"),
        author=make_user(here.hide(name, "writer")),
        body=here.hide(name, "body"),
        description=here.hide(name, "description"),
        slug=slug,
        path=f"/2026/01/{slug}/",
        **fields,
    )
    here.house.posts[f"secret {name}"] = post
    post.labels.add(Label.objects.create(blog=blog, name=here.hide(name, "label"), slug=here.hide(name, "label-slug")))
    comment = make_comment(post, here.hide(name, "comment"), author=make_user(here.hide(name, "talker")))
    here.house.comments[f"secret {name}"] = comment
    OldPath.objects.create(blog=blog, post=post, path=f"/2025/12/{here.hide(name, 'old-path')}/")
    image = Image(blog=blog, name=f"{here.hide(name, 'image')}.png", alt=here.hide(name, "alt"), width=1, height=1)
    image.checksum = name
    image.file.save(image.name, ContentFile(dot()), save=False)
    image.save()
    post.images.add(image)
    here.house.images[f"secret {name}"] = image
    _hide_beside(here, post, image, name, make_user)
    link, _secret = share(text=post, by=post.author, name=here.hide(name, "link"), days=7, now=timezone.now())
    remark(link=link, name=here.hide(name, "reviewer"), words=here.hide(name, "remark"), now=timezone.now())
    return post


def _hide_beside(here: Secrets, post: Post, cover: Image, name: str, make_user) -> None:
    """A hidden post's series, of which nobody may know another post; who wrote it too, its cover and first address."""
    series, slug = here.hide(name, "series"), here.hide(name, "series-slug")
    post.series = Series.objects.create(blog=post.blog, name=series, slug=slug, description=series)
    post.cover, post.sticky = cover, True
    post.canonical = f"https://example.org/{here.hide(name, 'canonical')}/"
    post.save()
    post.coauthors.add(make_user(here.hide(name, "coauthor")))


def _hide_inner(here: Secrets, make_user, make_comment) -> set[str]:
    """What is for members alone of a post that is announced to all: the heart of it, its comments and its image."""
    post, before = here.house.posts["for members"], set(here.canaries)
    heart = here.hide("inner", "body")
    post.body = f"It begins.\n\nIt goes on.\n\n{heart}"
    post.html, post.beginning = f"<p>It begins.</p><p>It goes on.</p><p>{heart}</p>", "It begins.\n\nIt goes on."
    post.save()
    here.house.comments["inner"] = make_comment(
        post, here.hide("inner", "comment"), author=make_user(here.hide("inner", "talker"))
    )
    image = Image(blog=post.blog, name=f"{here.hide('inner', 'image')}.png", alt=here.hide("inner", "alt"))
    image.checksum, image.width, image.height = "inner", 1, 1
    image.file.save(image.name, ContentFile(dot()), save=False)
    image.save()
    post.images.add(image)
    here.house.images["inner"] = image
    return here.canaries - before


def _hide_comments(here: Secrets, make_user, make_post, make_comment, set_policy) -> None:
    """At a public post: what is not published, who said it, and what moderators wrote; and a thread that is hidden."""
    post, author_of_all = here.house.posts["public"], here.house.people["author"]
    said = {"author": here.house.talker}
    for state in (CommentState.HELD, CommentState.REJECTED, CommentState.REMOVED, CommentState.WITHDRAWN):
        author = make_user(here.hide(state, "author"))
        comment = make_comment(post, here.hide(state, "text"), author=author, state=state)
        Ruling.objects.create(comment=comment, was="held", now=state, reason=here.hide(state, "ruling"))
        if state == CommentState.REMOVED:
            make_comment(post, "An answer to what is gone", parent=comment, **said)
    guest = make_comment(post, "A guest's words", **said, guest_email=f"{here.hide('guest', 'address')}@example.net")
    Comment.objects.filter(pk=guest.pk).update(author=None, guest_name="Gus")
    restored = make_comment(post, "Back again", **said)
    Ruling.objects.create(comment=restored, was="published", now="removed", reason=here.hide("first-ruling"))
    quiet = here.house.posts["hidden thread"] = make_post(here.house.one, "No more of this", author=author_of_all)
    set_policy(here.house.one, quiet, comments="hidden", reason=here.hide("why-hidden"))
    make_comment(quiet, here.hide("hidden", "text"), author=make_user(here.hide("hidden", "author")))


def _hide_people(here: Secrets) -> None:
    """Names and notes of those who are no public members, and why somebody was put out."""
    states = (State.APPLICANT, "invited", "suspended", "banned", State.DECLINED, State.LEFT)
    for state in states:
        person = here.house.people[state]
        person.name, note, reason = here.hide(state, "name"), here.hide(state, "note"), here.hide(state, "reason")
        person.save()
        bio = here.hide(state, "bio")
        Membership.objects.filter(user=person).update(note=note, reason=reason, bio=bio)
        Sanction.objects.filter(user=person).update(reason=reason)
        here.own[state] = {person.name, note, reason, bio}


def _hide_pages(here: Secrets) -> None:
    for name, blog, state in (
        ("page", here.house.one, PostState.DRAFT),
        ("foreign-page", here.house.two, PostState.PUBLISHED),
    ):
        slug, text = here.hide(name, "slug"), here.hide(name, "body")
        fields = {"title": here.hide(name, "title"), "description": here.hide(name, "description")}
        Page.objects.create(
            blog=blog, slug=slug, path=f"/p/{slug}/", state=state, body=text, html=f"<p>{text}</p>", **fields
        )


def _delete_things(here: Secrets, make_user, make_post, make_comment) -> None:
    """A post that was deleted with what was said there, and a person who went and took their words along."""
    said = {"author": here.house.talker}
    fields = {"author": here.house.people["author"], "body": here.hide("deleted", "body")}
    post = make_post(here.house.one, here.hide("deleted", "title"), **fields)
    make_comment(post, here.hide("deleted", "comment"), **said)
    post.delete()
    gone = make_user(here.hide("gone", "name"))
    here.canaries.add(gone.email)
    comment = make_comment(here.house.posts["public"], here.hide("gone", "text"), author=gone)
    make_comment(here.house.posts["public"], "An answer to who is gone", parent=comment, **said)
    delete_account(user=gone, keep_comments=False)
