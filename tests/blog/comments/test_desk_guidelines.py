"""A reason picked from the blog's own guidelines."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from blog.comments.models import Guideline, Ruling, State
from blog.comments.rulings import Unruly, rule

DESK = reverse("comments:desk")


@pytest.fixture
def moderator(blog, make_member):
    return make_member(blog, Role.MODERATOR, name="Mo")


@pytest.fixture
def held(blog, make_post, make_comment):
    return make_comment(make_post(blog), "Hm.", state=State.HELD)


@pytest.fixture
def kind(blog):
    return Guideline.objects.create(blog=blog, title="Be kind", text="Speak as you would at table.")


@pytest.fixture
def foreign(make_blog):
    return Guideline.objects.create(blog=make_blog(hostname="two.example.org"), title="Of two", text="Elsewhere.")


def send(client, comment, **fields):
    seen = {"seen_state": comment.state, "seen_at": comment.changed_at.isoformat()}
    return client.post(reverse("comments:rulings", args=[comment.pk]), seen | fields)


def test_the_desk_offers_the_blogs_guidelines_and_no_others(held, kind, foreign, moderator, sign_in):
    page = sign_in(moderator).get(DESK).content.decode()
    assert f'<option value="{kind.pk}"' in page
    assert "Of two" not in page


def test_a_guideline_is_reason_enough_and_is_kept_with_the_ruling(held, kind, moderator, sign_in):
    client = sign_in(moderator)
    assert send(client, held, act="reject", guideline=kind.pk).status_code == 303
    ruling = Ruling.objects.get(comment=held, by=moderator)
    assert (ruling.now, ruling.guideline, ruling.reason) == (State.REJECTED, kind, "")
    assert "Guideline: Be kind" in client.get(reverse("comments:item", args=[held.pk])).content.decode()


def test_what_was_chosen_comes_back_with_what_was_typed(held, kind, moderator, sign_in, nothing_changes):
    client = sign_in(moderator)
    with nothing_changes():
        answer = send(client, held, act="reject", guideline=kind.pk, reason="x" * 501)
    assert answer.status_code == 422
    option = answer.content.decode().split(f'<option value="{kind.pk}"')[1].split(">")[0]
    assert "selected" in option


@pytest.mark.parametrize("which", ["foreign", "missing", "nonsense"])
def test_a_guideline_that_is_not_this_blogs_is_refused(which, held, foreign, moderator, sign_in, nothing_changes):
    client = sign_in(moderator)
    pk = {"foreign": foreign.pk, "missing": 999_999, "nonsense": "x"}[which]
    with nothing_changes():
        answer = send(client, held, act="reject", guideline=pk, reason="Words too")
    assert answer.status_code == 422
    assert "That guideline is gone." in answer.content.decode()


def test_the_act_itself_takes_no_other_blogs_guideline(held, foreign, moderator, nothing_changes):
    with nothing_changes(), pytest.raises(Unruly):
        rule(comment=held, act="reject", by=moderator, guideline=foreign, seen_state=State.HELD, now=timezone.now())


def test_the_words_that_held_it_are_marked(held, moderator, sign_in):
    held.reasons, held.matched = ["listed_words"], ["casino", "<b>"]
    held.save()
    page = sign_in(moderator).get(DESK).content.decode()
    assert "<mark>casino</mark>, <mark>&lt;b&gt;</mark>" in page


def test_its_author_reads_the_guideline(held, kind, moderator, sign_in):
    send(sign_in(moderator), held, act="reject", guideline=kind.pk)
    form = reverse("comments:form", args=[held.post_id])
    assert "Be kind" in sign_in(held.author).get(form).content.decode()
