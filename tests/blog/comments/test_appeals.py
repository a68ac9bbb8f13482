"""One appeal against what was decided, by the person concerned; somebody else answers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, LogEntry, Role, Sanction
from accounts.refusals import Refused
from blog.comments.appeals import appeal_ruling, appeal_sanction, decide_appeal
from blog.comments.models import Appeal, Ruling
from blog.comments.removing import remove_all, restore_all
from blog.comments.rulings import REMOVE, rule


@pytest.fixture
def moderator(blog, make_member):
    return make_member(blog, Role.MODERATOR)


@pytest.fixture
def ruling(blog, make_post, make_comment, moderator):
    comment = make_comment(make_post(blog))
    return rule(comment=comment, act=REMOVE, by=moderator, reason="Rude.", seen_state="published", now=timezone.now())


def appealed(ruling):
    return appeal_ruling(ruling=ruling, by=ruling.comment.author, text="It was not.", now=timezone.now())


def test_a_granted_appeal_restores_the_comment(ruling, blog, make_member):
    appeal = appealed(ruling)
    decide_appeal(appeal=appeal, grant=True, answer="Right.", by=make_member(blog, Role.OWNER), now=timezone.now())
    ruling.comment.refresh_from_db()
    assert ruling.comment.state == "published"
    assert set(LogEntry.objects.values_list("code", flat=True)) == {"appeal_made", "appeal_granted"}


def test_who_did_it_does_not_decide_while_there_is_another(ruling, blog, moderator, make_member, nothing_changes):
    appeal = appealed(ruling)
    make_member(blog, Role.OWNER)
    with nothing_changes(), pytest.raises(Refused, match="ones_own_act"):
        decide_appeal(appeal=appeal, grant=False, answer="No.", by=moderator, now=timezone.now())


def test_who_is_alone_decides_themselves_and_once(ruling, moderator, nothing_changes):
    appeal = appealed(ruling)
    decide_appeal(appeal=appeal, grant=False, answer="No.", by=moderator, now=timezone.now())
    with nothing_changes(), pytest.raises(Refused, match="appeal_decided"):
        decide_appeal(appeal=appeal, grant=True, answer="Yes.", by=moderator, now=timezone.now())


def test_a_second_appeal_and_one_on_nothing_are_refused(ruling, nothing_changes):
    first = ruling.comment.rulings.first()
    with nothing_changes(), pytest.raises(Refused, match="nothing_to_appeal"):
        appealed(first)
    appealed(ruling)
    with nothing_changes(), pytest.raises(Refused, match="appealed_already"):
        appealed(ruling)


@pytest.fixture
def removed(blog, make_post, make_comment, make_member, moderator):
    """The rulings by which all that somebody had said was removed, in one act."""
    post, person = make_post(blog), make_member(blog)
    for text in ("One.", "Two.", "Three."):
        make_comment(post, text, author=person)
    remove_all(blog=blog, user=person, by=moderator, reason="Copied.", now=timezone.now())
    return list(Ruling.objects.filter(comment__author=person, now="removed").order_by("pk"))


def test_what_was_removed_in_one_act_is_appealed_against_once(removed, client, sign_in, nothing_changes):
    appeal = appealed(removed[0])
    with nothing_changes(), pytest.raises(Refused, match="appealed_already"):
        appealed(removed[1])
    page = sign_in(appeal.by).get(reverse("comments:appeal_ruling", args=[removed[2].pk])).content.decode()
    assert "It was not." in page and "one appeal is about all of them" in page and "Send the appeal" not in page


def test_a_granted_appeal_against_an_act_restores_all_but_what_was_ruled_on_since(removed, blog, make_member):
    owner, now = make_member(blog, Role.OWNER), timezone.now()
    last = removed[2].comment
    rule(comment=last, act="restore", by=owner, seen_state="removed", now=now)
    rule(comment=last, act=REMOVE, by=owner, reason="This one is.", seen_state="published", now=now)
    decide_appeal(appeal=appealed(removed[1]), grant=True, answer="Right.", by=owner, now=now)
    assert [blog.comments.get(pk=ruling.comment_id).state for ruling in removed] == [
        "published",
        "published",
        "removed",
    ]
    assert appealed(last.rulings.latest("pk")).state == "open", "another act, and another appeal"


def test_a_granted_appeal_against_an_act_that_was_taken_back_is_answered_alone(removed, blog, make_member):
    owner = make_member(blog, Role.OWNER)
    appeal = appealed(removed[0])
    restore_all(entry=LogEntry.objects.get(code="comments_removed"), by=owner, now=timezone.now())
    assert decide_appeal(appeal=appeal, grant=True, answer="It is.", by=owner, now=timezone.now()).state == "granted"
    assert set(blog.comments.values_list("state", flat=True)) == {"published"}


def test_nobody_else_appeals(ruling, moderator, nothing_changes):
    with nothing_changes(), pytest.raises(Ruling.DoesNotExist):
        appeal_ruling(ruling=ruling, by=moderator, text="Hm.", now=timezone.now())


def test_a_banned_person_appeals_and_the_ban_ends(client, blog, make_member, sign_in, moderator):
    person = make_member(blog, state="banned")
    sign_in(person)
    url = reverse("comments:appeal_sanction", args=[Sanction.objects.get().pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "Sorry."}).status_code == 303
    again = client.post(url, {"text": "Please."})
    assert again.status_code == 409 and b"Sorry." in again.content and b"Please." in again.content
    decide_appeal(appeal=Appeal.objects.get(), grant=True, answer="Fine.", by=moderator, now=timezone.now())
    assert Sanction.objects.get().ended_at
    assert b"Fine." in client.get(url).content


def test_a_page_of_another_is_not_found_and_one_on_nothing_says_so(client, ruling, moderator, sign_in):
    url = reverse("comments:appeal_ruling", args=[ruling.pk])
    sign_in(moderator)
    assert client.get(url).status_code == 404
    sign_in(ruling.comment.author)
    assert client.get(url).status_code == 200
    assert client.get(reverse("comments:appeal_ruling", args=[ruling.comment.rulings.first().pk])).status_code == 409


def test_a_note_is_never_appealed(blog, make_member, nothing_changes):
    person = make_member(blog)
    note = Sanction.objects.create(blog=blog, user=person, kind=Kind.NOTE, reason="x")
    with nothing_changes(), pytest.raises(Sanction.DoesNotExist):
        appeal_sanction(sanction=note, by=person, text="Hm.", now=timezone.now())


def test_mails_are_written(ruling, mailoutbox, moderator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        appeal = appealed(ruling)
        decide_appeal(appeal=appeal, grant=False, answer="No.", by=moderator, now=timezone.now())
    assert len(mailoutbox) == 2
