"""Several decisions at once, and taking decisions back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Role
from blog.comments.models import Comment, Ruling, State
from blog.comments.rulings import PUBLISH, REJECT, Stale, rule
from blog.comments.undoing import WITHIN, rulings_of, token_of, undo
from tests.blog.comments.desk.pages import DESK

BULK, UNDO = reverse("comments:bulk"), reverse("comments:undo")


@pytest.fixture
def held(post, make_comment):
    return [make_comment(post, f"Held {place}", state=State.HELD) for place in range(4)]


def ticked(*comments) -> list[str]:
    return [f"{comment.pk}|{comment.changed_at.isoformat()}" for comment in comments]


def states(comments) -> list[str]:
    return [Comment.objects.get(pk=comment.pk).state for comment in comments]


def undo_of(response) -> str:
    return re.search(r"undo=([^#&]+)", response["Location"])[1]


@pytest.mark.parametrize("act, end", [("publish", "published"), ("reject", "rejected")])
def test_all_that_is_ticked_is_ruled_on_each_for_itself(act, end, held, at_desk, moderator):
    answer = at_desk.post(BULK, {"ticked": ticked(*held[:3]), "act": act, "reason": "Because."})
    assert answer.status_code == 303 and states(held) == [end] * 3 + ["held"]
    made = Ruling.objects.filter(by=moderator)
    assert [(ruling.now, ruling.reason) for ruling in made] == [(end, "Because.")] * 3
    assert "3 comments are" in at_desk.get(answer["Location"]).content.decode()


def test_what_changed_meanwhile_is_left_alone_and_the_rest_is_done(held, at_desk, moderator):
    seen = ticked(*held)
    rule(comment=held[0], act=REJECT, by=None, reason="x", code="overdue", seen_state="held", now=timezone.now())
    Comment.objects.filter(pk=held[1].pk).update(changed_at=timezone.now() + timedelta(seconds=1))
    answer = at_desk.post(BULK, {"ticked": seen, "act": "publish"})
    assert states(held) == ["rejected", "held", "published", "published"]
    page = at_desk.get(answer["Location"]).content.decode()
    assert "2 comments are published." in page and "2 had changed meanwhile" in page


@pytest.mark.parametrize(
    "sent, words",
    [
        ({"act": "reject", "reason": ""}, "Please write why"),
        ({"act": "reject", "reason": "x" * 501}, "500"),
        ({"act": "king"}, "valid choice"),
        ({"act": "publish", "guideline": "99"}, "valid choice"),
    ],
)
def test_what_cannot_be_done_comes_back_with_all_that_was_ticked(sent, words, held, at_desk, nothing_changes):
    with nothing_changes():
        answer = at_desk.post(BULK, {"ticked": ticked(*held)} | sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and page.count("checked") == 4
    assert words in page or words == "valid choice"


@pytest.mark.parametrize("values", [[], ["x"], ["1"], ["1|2026"], ["9|2026-05-03"]])
def test_with_nothing_ticked_nothing_is_done(values, held, at_desk, nothing_changes):
    with nothing_changes():
        answer = at_desk.post(BULK, {"ticked": values, "act": "publish"})
    assert answer.status_code == 422 and "Tick the comments first" in answer.content.decode()


def test_another_blogs_comments_are_not_there_to_tick(held, at_desk, make_blog, make_post, make_comment):
    strange = make_comment(make_post(make_blog(hostname="two.example.org")), state=State.HELD)
    at_desk.post(BULK, {"ticked": ticked(strange), "act": "publish"})
    assert states([strange]) == ["held"]


def test_a_bulk_decision_is_taken_back_whole(held, at_desk, moderator):
    answer = at_desk.post(BULK, {"ticked": ticked(*held[:2]), "act": "publish"})
    page = at_desk.get(answer["Location"]).content.decode()
    token = re.search(r'name="undo" value="([^"]+)"', page)[1]
    done = at_desk.post(UNDO, {"undo": token})
    assert states(held) == ["held"] * 4
    assert "2 decisions are taken back." in at_desk.get(done["Location"]).content.decode()
    assert Ruling.objects.filter(code="undone", by=moderator).count() == 2
    assert Comment.objects.get(pk=held[0].pk).published_at is None


def test_a_single_decision_is_taken_back_and_the_author_hears_of_it(held, at_desk, decide):
    answer = decide(held[0], "reject", "Too rude.")
    Letter.objects.all().delete()
    at_desk.post(UNDO, {"undo": undo_of(answer).replace("%3A", ":")})
    assert states(held[:1]) == ["held"]
    assert "taken back its decision" in Letter.objects.get(user=held[0].author).body


def test_a_letter_not_sent_yet_is_taken_back_too(held, moderator):
    ruling = rule(comment=held[0], act=REJECT, by=moderator, reason="x", seen_state="held", now=timezone.now())
    assert Letter.objects.filter(about=f"ruling {ruling.pk}").exists()
    undo(ruling=ruling, by=moderator, now=timezone.now())
    assert not Letter.objects.filter(about=f"ruling {ruling.pk}").exists()


def test_what_is_no_longer_as_we_left_it_stays(held, moderator, blog, make_member, nothing_changes):
    now = timezone.now()
    ruling = rule(comment=held[0], act=PUBLISH, by=moderator, seen_state="held", now=now)
    for when, who in ((now + WITHIN + timedelta(seconds=1), moderator), (now, make_member(blog, Role.MODERATOR))):
        with nothing_changes(), pytest.raises(Stale):
            undo(ruling=ruling, by=who, now=when)
    rule(comment=held[0], act="remove", by=moderator, seen_state="published", now=now)
    with nothing_changes(), pytest.raises(Stale):
        undo(ruling=ruling, by=moderator, now=now)


def test_undone_twice_is_undone_once(held, moderator, nothing_changes):
    ruling = rule(comment=held[0], act=PUBLISH, by=moderator, seen_state="held", now=timezone.now())
    undo(ruling=ruling, by=moderator, now=timezone.now())
    with nothing_changes(), pytest.raises(Stale):
        undo(ruling=ruling, by=moderator, now=timezone.now())


@pytest.mark.parametrize("token", ["", "x", "W10:abc:def"])
def test_a_forged_token_takes_nothing_back(token, held, at_desk, moderator, nothing_changes):
    rule(comment=held[0], act=PUBLISH, by=moderator, seen_state="held", now=timezone.now())
    with nothing_changes():
        answer = at_desk.post(UNDO, {"undo": token})
    assert "can’t be taken back" in at_desk.get(answer["Location"]).content.decode()


def test_anothers_decision_is_not_ours_to_take_back(held, blog, moderator, make_member):
    ruling = rule(comment=held[0], act=PUBLISH, by=moderator, seen_state="held", now=timezone.now())
    token = token_of([ruling])
    assert rulings_of(token, blog=blog, by=moderator) == [ruling]
    assert rulings_of(token, blog=blog, by=make_member(blog, Role.MODERATOR)) == []


def test_looking_at_the_page_with_the_way_back_takes_nothing_back(held, at_desk, decide, nothing_changes):
    answer = decide(held[0], "publish")
    at_desk.get(DESK)
    with nothing_changes():
        assert 'name="undo"' in at_desk.get(answer["Location"]).content.decode()
