"""Who is told of what is said: whom it answers, names or concerns, and who decides.

Nobody is sent what they may not read.

Each function is called in the transaction of what it tells; letters are sent after it. A person gets one letter about
a comment at most, by the nearest reason: an answer to them, else their name in it, else a thread they follow.
"""

import re
from datetime import datetime

from accounts.mail import tell, tell_all, untell
from accounts.models import Topic, User
from accounts.names import LONGEST, name_key
from accounts.standing import standings_of
from blog.comments.guests import ask_to_confirm, tell_guest
from blog.comments.models import Comment, Mute, Ruling, State
from blog.comments.people import moderators_of
from blog.comments.readable import reading
from config.prepared import Prepared

MENTIONS = 10  # people that one comment may call
_AT = re.compile(r"(?<![\w@])@(?=\w)")
_LETTERS = {"reported": "hidden", "undone": "undone"}  # by the code of the ruling; else "ruling"
_BREAK = re.compile(r"\W")


def tell_of_new(comment: Comment, now: datetime) -> None:
    """Of a comment just written: its readers if it is published, the moderators if it waits."""
    if comment.state == State.PUBLISHED:
        tell_readers(comment, now)
    elif comment.state == State.HELD:
        tell_moderators(comment, topic=Topic.HELD, about=f"comment {comment.pk} held", template="held")
        ask_to_confirm(comment, now)


def tell_readers(comment: Comment, now: datetime) -> None:
    """Of a comment that everybody who may read the post sees now. Published again, it is told to nobody again."""
    told: set[int] = set()
    for topic, people in (
        (Topic.REPLY, [comment.parent.author] if comment.parent and comment.parent.author else []),
        (Topic.MENTION, mentioned(comment.text)),
        (Topic.FOLLOWED, _FOLLOWING(post=comment.post_id)),
    ):
        others = [user for user in _unmuted(people, comment) if user.pk not in told]
        if not others:
            continue
        may = _who_may_read(others, comment, now)
        told |= {user.pk for user in may}
        tell_all(
            may,
            blog=comment.blog,
            topic=topic,
            about=_about(comment.pk),
            template=f"comments/mail/{topic}",
            by=comment.author,
            comment=comment,
        )


_FOLLOWING = Prepared(User, lambda post: User.objects.filter(follows__post=post), post=int)


def untell_readers(*comments: int) -> None:
    """Of comments, by number, that are to be read no longer: whoever was not told yet is not told."""
    untell(*map(_about, comments))


def _about(comment: int) -> str:
    return f"comment {comment}"


def tell_moderators(comment: Comment, *, topic: str, about: str, template: str) -> None:
    """Of something about a comment that a moderator is to decide."""
    tell_all(
        moderators_of(comment.blog),
        blog=comment.blog,
        topic=topic,
        about=about,
        template=f"comments/mail/{template}",
        by=comment.author,
        comment=comment,
    )


def tell_author(comment: Comment, ruling: Ruling) -> None:
    """Of what a person decided about their comment, and why."""
    if comment.author is None:
        tell_guest(comment, ruling.reason, ruling.guideline)
    if comment.author is not None and ruling.now != ruling.was:
        tell(
            comment.author,
            blog=comment.blog,
            topic=Topic.RULING,
            about=f"ruling {ruling.pk}",
            template=f"comments/mail/{_LETTERS.get(ruling.code, 'ruling')}",
            by=ruling.by,
            comment=comment,
            ruling=ruling,
        )


def mentioned(text: str) -> list[User]:
    """The people whose whole display name follows an "@" in a text: the first MENTIONS of them, the longest names."""
    found: dict[int, User] = {}
    for at in list(_AT.finditer(text))[: 3 * MENTIONS]:
        rest = text[at.end() : at.end() + LONGEST + 1].split("\n")[0]
        ends = [gap.start() for gap in _BREAK.finditer(rest)] + [len(rest)]
        names = {rest[:end].rstrip() for end in ends if rest[:end].strip()}
        keys = {name_key(name): len(name) for name in names}
        people = User.objects.filter(name_key__in=list(keys))
        if best := max(people, key=lambda user: keys[user.name_key], default=None):
            found[best.pk] = best
        if len(found) == MENTIONS:
            break
    return list(found.values())


def _unmuted(people, comment: Comment) -> list[User]:
    people = {user.pk: user for user in people if user.pk != comment.author_id}
    if not people or comment.author_id is None:
        return list(people.values())
    muting = set(Mute.objects.filter(whom=comment.author_id).values_list("by", flat=True))
    return [user for pk, user in people.items() if pk not in muting]


def _who_may_read(people: list[User], comment: Comment, now: datetime) -> list[User]:
    """Those of `people` who are members and may read the post. One query, however many they are.

    A thread is told to those of the blog: who has left it, or was put out, asked for no more of it.
    """
    standings = standings_of([user.pk for user in people], comment.blog, now)
    members = {pk: standing for pk, standing in standings.items() if standing.name == "member"}
    return [user for user in people if user.pk in members and reading(comment.post, members[user.pk], now).admits]
