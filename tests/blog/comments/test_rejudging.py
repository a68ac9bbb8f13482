"""What waits is judged once more: only what the policy lets pass now is published, and each with its ruling."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Role, Sanction
from blog.comments.models import Comment
from blog.comments.rejudging import REJUDGED, rejudge
from blog.models import PostState

REJUDGE = reverse("comments:rejudge")


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def owner(blog, make_member):
    return make_member(blog, Role.OWNER)


@pytest.fixture
def wait(make_comment, post):
    """A held comment."""

    def make(text="Well said.", reasons=("moderated",), **fields) -> Comment:
        return make_comment(fields.pop("post", post), text, state="held", reasons=list(reasons), **fields)

    return make


def state(comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def test_what_passes_is_published_with_a_ruling_and_the_rest_stays(blog, wait, owner, set_policy):
    set_policy(blog, hold_words=["casino"], hold_links=1)
    passes, word, link = wait(), wait("A casino"), wait("http://example.org/")
    now = timezone.now()
    done = rejudge(blog=blog, by=owner, now=now)
    assert (done.published, done.stayed) == (1, 2)
    assert [state(one) for one in (passes, word, link)] == ["published", "held", "held"]
    passes.refresh_from_db()
    ruling = passes.rulings.latest("pk")
    assert (ruling.was, ruling.now, ruling.by, ruling.code) == ("held", "published", owner, REJUDGED)
    assert passes.published_at == passes.changed_at == ruling.at == now


@pytest.mark.parametrize("reasons", [["guest"], ["application"], ["moderated", "application"]])
def test_what_waits_for_another_reason_than_the_policys_stays(reasons, blog, wait, owner):
    comment = wait(reasons=reasons)
    assert rejudge(blog=blog, by=owner, now=timezone.now()).published == 0
    assert state(comment) == "held"


def test_a_guests_comment_stays(blog, post, owner):
    comment = Comment.objects.create(blog=blog, post=post, guest_name="Guest", text="x", html="x", state="held")
    rejudge(blog=blog, by=owner, now=timezone.now())
    assert state(comment) == "held"


@pytest.mark.parametrize("policy", [{"hold_all": True}, {"hold_first": 1}, {"comments": "shown"}, {"read_only": True},
                                    {"audience": "team"}, {"hold_after_days": 1}])  # fmt: skip
def test_what_the_rules_hold_or_refuse_stays(policy, blog, wait, owner, set_policy):
    set_policy(blog, **policy)
    comment = wait()
    assert rejudge(blog=blog, by=owner, now=timezone.now()).published == 0 and state(comment) == "held"


@pytest.mark.parametrize("kind", [Kind.BAN, Kind.SUSPENSION, Kind.HOLD, Kind.WARNING])
def test_what_a_sanctioned_person_wrote_stays(kind, blog, wait, owner):
    comment = wait()
    Sanction.objects.create(blog=blog, user=comment.author, kind=kind, reason="x")
    rejudge(blog=blog, by=owner, now=timezone.now())
    assert state(comment) == "held"


def test_spam_stays_as_the_check_said_when_it_was_sent(blog, wait, owner, set_policy):
    set_policy(blog, spam_check="akismet")
    spam, unsure, ham = wait(reasons=["spam"]), wait(reasons=["spam_unsure"]), wait()
    rejudge(blog=blog, by=owner, now=timezone.now())
    assert [state(one) for one in (spam, unsure, ham)] == ["held", "held", "published"]


def test_that_the_post_closed_by_itself_meanwhile_is_no_bar_but_a_draft_is(blog, wait, owner, set_policy, make_post):
    old, draft = make_post(blog, days_ago=40), make_post(blog)
    set_policy(blog, close_after_days=30)
    late, unseen = wait(post=old), wait(post=draft)
    type(draft).objects.filter(pk=draft.pk).update(state=PostState.DRAFT)
    rejudge(blog=blog, by=owner, now=timezone.now())
    assert (state(late), state(unseen)) == ("published", "held")


def test_the_first_one_published_may_let_the_next_pass(blog, wait, owner, set_policy, make_comment, post, make_member):
    set_policy(blog, hold_first=1)
    author = make_member(blog)
    make_comment(post, author=author)
    first = wait(author=author)
    assert rejudge(blog=blog, by=owner, now=timezone.now()).published == 1 and state(first) == "published"


def test_the_page_counts_and_the_button_acts_for_moderators_alone(
    blog, wait, owner, client, sign_in, make_member, nothing_changes, django_assert_max_num_queries
):
    for _ in range(5):
        wait()
    for person in (None, make_member(blog), make_member(blog, Role.EDITOR)):
        if person:
            sign_in(person)
        with nothing_changes():
            assert client.post(REJUDGE).status_code == 403
    sign_in(owner)
    with nothing_changes(), django_assert_max_num_queries(60):
        assert "5 of the comments that wait would appear at once" in client.get(REJUDGE).content.decode()
    answer = client.post(REJUDGE)
    assert (answer.status_code, answer["Location"]) == (303, reverse("comments:desk"))
    assert not Comment.objects.filter(state="held").exists()


def test_two_who_judge_anew_at_once_publish_each_comment_once(blog, wait, owner, at_once):
    comments = [wait() for _ in range(3)]
    done = at_once(*[lambda: rejudge(blog=blog, by=owner, now=timezone.now())] * 2)
    assert sum(one.published for one in done) == 3
    assert [one.rulings.filter(code=REJUDGED).count() for one in comments] == [1, 1, 1]
