"""Comments to fill a blog with: most under posts that are new, some under old ones, one thread that never ends."""

from bisect import bisect
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from blog.comments.models import Comment, Report, Ruling, State, Thanks
from blog.generating.archive import Archive
from blog.generating.rows import next_number, write
from blog.generating.texts import comment_texts
from blog.models import Blog

_STATES = ((State.PUBLISHED, 950), (State.REJECTED, 20), (State.REMOVED, 10), (State.WITHDRAWN, 10), (State.HELD, 10))
_RECENT = 40  # posts that people still come for
_ANSWERED = 45  # of a hundred comments, those that answer one
_UNREAD = 30  # of the newest, those that were reported and wait for an answer: more than a page of the desk


def comments(
    blog: Blog, count: int, longest: int, people: list[int], archive: Archive, now: datetime, chance: Random
) -> Iterator[int]:
    """Writes so many comments, oldest first, with their rulings, thanks and reports; yields how many are there.

    About `longest` of them are under one post, in the middle of the archive.
    """
    texts, number = comment_texts(chance), next_number(Comment)
    states, weights = zip(*_STATES, strict=True)
    begun, talked = archive.moments[0], {}
    never_ending = len(archive.numbers) // 2
    often = min(1.0, longest / count * 2) if count else 0  # it is open for half the time
    team = people[:15]

    def rows() -> Iterator[Comment]:
        for place in range(count):
            at = begun + (now - begun) * (place / count)
            post = _post(archive, at, chance)
            if at > archive.moments[never_ending] and chance.random() < often:
                post = never_ending
            pk, text, state = number + place, chance.choice(texts), chance.choices(states, weights)[0]
            said = talked.setdefault(archive.numbers[post], deque(maxlen=8))
            parent, root = chance.choice(said) if said and chance.randrange(100) < _ANSWERED else (None, None)
            is_guest = chance.random() < 0.02
            comment = Comment(
                pk=pk,
                blog=blog,
                post_id=archive.numbers[post],
                parent_id=parent,
                root_id=root,
                author_id=None if is_guest else chance.choice(people),
                guest_name="Passer-by" if is_guest else "",
                text=text.source,
                html=text.html,
                state=state,
                reasons=["first_comment"] if state == State.HELD else [],
                created_at=at,
                published_at=None if state in (State.HELD, State.REJECTED) else at,
                edited_at=at + timedelta(minutes=3) if chance.random() < 0.03 else None,
                changed_at=at,
            )
            if state == State.PUBLISHED:
                said.append((pk, root or pk))
            made.append(comment)
            yield comment

    made: list[Comment] = []
    newest: list[Comment] = []
    for written in write(rows()):
        Ruling.objects.bulk_create(ruling for comment in made for ruling in _rulings(comment, team, chance))
        heard = [comment for comment in made if comment.state == State.PUBLISHED]
        Thanks.objects.bulk_create(
            Thanks(comment=comment, by_id=chance.choice(people), at=comment.created_at)
            for comment in chance.sample(heard, len(heard) // 20)
        )
        reported = chance.sample(heard, len(heard) // 500)
        Report.objects.bulk_create(_report(comment, people, chance) for comment in reported)
        newest = [comment for comment in heard if comment not in reported][-_UNREAD:]
        made.clear()
        yield written
    Report.objects.bulk_create(_report(comment, people, chance, is_open=True) for comment in newest)


def _post(archive: Archive, at: datetime, chance: Random) -> int:
    """The place of a post that is out at that moment: mostly one of the newest, sometimes any."""
    out = max(1, bisect(archive.moments, at))
    return max(0, out - 1 - int(chance.expovariate(1 / _RECENT))) if chance.random() < 0.8 else chance.randrange(out)


def _rulings(comment: Comment, team: list[int], chance: Random) -> Iterator[Ruling]:
    """What the policy said, and what a moderator did or its author later."""
    held = comment.state in (State.HELD, State.REJECTED)
    sent = State.HELD if held else State.PUBLISHED
    code = "first_comment" if held else ""
    yield Ruling(comment=comment, blog=comment.blog, now=sent, code=code, at=comment.created_at)
    if comment.state != sent:
        by = comment.author_id if comment.state == State.WITHDRAWN else chance.choice(team)
        later = comment.created_at + timedelta(hours=1)
        yield Ruling(comment=comment, blog=comment.blog, was=sent, now=comment.state, by_id=by, at=later)


def _report(comment: Comment, people: list[int], chance: Random, *, is_open: bool = False) -> Report:
    state = Report.State.OPEN if is_open or chance.random() < 0.1 else Report.State.DISMISSED
    decided = None if state == Report.State.OPEN else comment.created_at + timedelta(days=1)
    return Report(
        comment=comment,
        by_id=chance.choice(people),
        reason="It is off the subject.",
        at=comment.created_at,
        state=state,
        decided_at=decided,
    )
