"""Who is told of what is said: never who may not read it, never twice, never of one's own."""

import random
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Kind, Letter, Role, Sanction, Topic
from blog.comments.models import Follow, Mute, State
from blog.comments.posting import post_comment
from blog.comments.rulings import PUBLISH, REJECT, REMOVE, RESTORE, rule
from blog.comments.telling import MENTIONS, mentioned


@pytest.fixture
def say(blog, make_post, make_member):
    def say_(post=None, text="Well said.", by=None, parent=None):
        post = post or make_post(blog)
        sent = post_comment(
            post=post, by=by or make_member(blog), text=text, key=uuid.uuid4(), parent=parent, now=timezone.now()
        )
        assert sent.comment, sent.decision
        return sent.comment

    return say_


def told() -> list[tuple]:
    return sorted(Letter.objects.values_list("user", "topic"))


def test_one_gets_one_letter_by_the_nearest_reason(blog, make_post, make_comment, make_member, say):
    post = make_post(blog)
    anna, bert, carl = (make_member(blog, name=name) for name in ("Anna", "Bert", "Carl Maria"))
    for person in (anna, bert, carl):
        Follow.objects.create(post=post, by=person)
    say(post, "@Anna and @Bert, do you hear?", parent=make_comment(post, author=anna))
    assert told() == sorted([(anna.pk, Topic.REPLY), (bert.pk, Topic.MENTION), (carl.pk, Topic.FOLLOWED)])


def test_nobody_is_told_of_their_own_comment_or_by_whom_they_mute(blog, make_post, make_member, say):
    post, anna, bert = make_post(blog), make_member(blog), make_member(blog)
    for person in (anna, bert):
        Follow.objects.create(post=post, by=person)
    Mute.objects.create(by=bert, whom=anna)
    say(post, by=anna)
    assert told() == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Carl Maria von Weber wrote it", ["Carl Maria"]),
        ("@carl maria", ["Carl Maria"]),
        ("Ask @Carl.", ["Carl"]),
        ("@Carlotta", []),
        ("write to x@Carl", []),
        ("@nobody @", []),
    ],
)
def test_a_mention_is_a_whole_name(text, names, make_user):
    for name in ("Carl", "Carl Maria"):
        make_user(name)
    assert [user.name for user in mentioned(text)] == names


def test_a_comment_calls_no_more_than_ten(make_user):
    names = "Anna Bert Carl Dora Emma Fred Gina Hugo Ruth Jane Kurt Thea".split()
    assert len(names) > MENTIONS
    for name in names:
        make_user(name)
    assert len(mentioned(" and ".join(f"@{name}" for name in names))) == MENTIONS


def test_a_held_comment_is_told_to_moderators_and_later_to_its_readers_once(
    blog, make_post, make_member, set_policy, say
):
    post, reader, boss = make_post(blog), make_member(blog), make_member(blog, Role.MODERATOR)
    Follow.objects.create(post=post, by=reader)
    set_policy(blog, hold_all=True)
    comment = say(post)
    assert told() == [(boss.pk, Topic.HELD)]
    for act, seen in (
        (PUBLISH, State.HELD),
        (REMOVE, State.PUBLISHED),
        (RESTORE, State.REMOVED),
    ):
        rule(comment=comment, act=act, by=boss, reason="So.", seen_state=seen, now=timezone.now())
    assert told().count((reader.pk, Topic.FOLLOWED)) == 1
    assert told().count((comment.author_id, Topic.RULING)) == 3


def test_an_author_is_told_why(blog, make_post, make_comment, make_member):
    comment = make_comment(make_post(blog), state=State.HELD)
    rule(
        comment=comment,
        act=REJECT,
        by=make_member(blog, Role.MODERATOR),
        reason="It is an advertisement.",
        seen_state=State.HELD,
        now=timezone.now(),
    )
    letter = Letter.objects.get()
    assert letter.user == comment.author and "It is an advertisement." in letter.body


@pytest.mark.parametrize(("scenes", "seed"), [(100, 23), pytest.param(500, 24, marks=pytest.mark.slow)])
def test_in_random_scenes_only_those_are_told_who_may_read(scenes, seed, blog, make_post, make_member, say):
    """S-23: whom the letters are for, beside a set worked out without asking the rule."""
    chance = random.Random(seed)
    people = [make_member(blog, name=f"Reader {chr(97 + n) * 3}") for n in range(6)]
    people += [make_member(blog, Role.AUTHOR, name="Writer ddd"), make_member(blog, Role.EDITOR, name="Writer eee")]
    out = [make_member(blog, state=state, name=f"Out {state}") for state in ("left", "declined", "applicant")]
    out += [make_member(blog, confirmed=False, name="Out mail")]
    talker = make_member(blog, Role.OWNER)
    for number in range(scenes):
        Letter.objects.all().delete()
        Mute.objects.all().delete()
        Sanction.objects.all().delete()
        readers = chance.choice(["everyone", "members", "team"])
        post = make_post(blog, readers=readers, author=talker)
        barred, muting = set(), set()
        for person in people:
            if chance.random() < 0.2:
                kind = chance.choice([Kind.BAN, Kind.SUSPENSION])
                Sanction.objects.create(blog=blog, user=person, kind=kind, reason="So.")
                barred.add(person)
            if chance.random() < 0.2:
                Mute.objects.create(by=person, whom=talker)
                muting.add(person)
        followers = [person for person in [*people, *out, talker] if chance.random() < 0.5]
        for person in followers:
            Follow.objects.create(post=post, by=person)
        named = chance.sample([*people, *out], chance.randint(0, 4))
        # The owner posts, but pace knows no exemption: so each comment is some days old before the next.
        say(post, f"Number {number}. " + "; ".join(f"@{person.name}" for person in named), by=talker)
        post.comments.update(created_at=timezone.now() - timedelta(days=2))
        may = {p for p in people if p not in barred | muting and (readers != "team" or p.name.startswith("Writer"))}
        expected = sorted((p.pk, "mention" if p in named else "followed") for p in may & {*named, *followers})
        assert told() == expected, number
