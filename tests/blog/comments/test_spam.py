"""A spam check holds what it takes for spam, and what it can't answer: nothing is lost, nothing slips through."""

from urllib.parse import parse_qs

import httpx
import pytest
from django.utils import timezone

from blog.comments import spam_akismet
from blog.comments.editing import edit_comment
from blog.comments.models import Comment
from blog.comments.spam import Suspect, ask
from blog.comments.spam_akismet import ask_akismet


@pytest.fixture
def service(monkeypatch, settings):
    """Akismet's side of the line: answers what it is told to, and remembers what it was asked."""
    settings.AKISMET_KEY = "a-key"
    asked, real = [], httpx.Client

    def answers(body: str, status: int = 200):
        def take(request: httpx.Request) -> httpx.Response:
            asked.append({name: values[0] for name, values in parse_qs(request.content.decode()).items()})
            return httpx.Response(status, text=body)

        transport = httpx.MockTransport(take)
        monkeypatch.setattr(spam_akismet.httpx, "Client", lambda **options: real(transport=transport, **options))
        return asked

    return answers


@pytest.fixture
def answer(monkeypatch):
    """Makes the check that the policy names "akismet" answer so, or raise so, and returns what it was asked."""

    def as_told(answer):
        asked = []

        def check(suspect):
            asked.append(suspect)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(spam_akismet, "ask_akismet", check)
        return asked

    return as_told


@pytest.mark.parametrize("body, verdict", [("false", "ham"), ("true", "spam")])
def test_akismet_is_told_who_wrote_what_where_and_answers(body, verdict, service, blog, make_post):
    asked = service(body)
    suspect = Suspect("Buy!", "Ann", "ann@example.org", "192.0.2.7", "Browser/1", post=make_post(blog))
    assert ask_akismet(suspect) == verdict
    told = asked[0]
    assert (told["comment_content"], told["comment_author"], told["user_ip"]) == ("Buy!", "Ann", "192.0.2.7")
    assert told["comment_author_email"] == "ann@example.org"


@pytest.mark.parametrize("body, status", [("invalid", 200), ("", 500), ("what?", 200)])
def test_a_service_that_fails_is_unsure(body, status, service, blog, make_post):
    service(body, status)
    assert ask("akismet", Suspect("Buy!", post=make_post(blog))) == "unsure"


def test_a_check_that_is_not_there_is_unsure():
    assert ask("nonsense", Suspect()) == "unsure"


@pytest.mark.parametrize(
    "told, state, reasons",
    [
        ("ham", "published", []),
        ("spam", "held", ["spam"]),
        (TimeoutError("no answer"), "held", ["spam_unsure"]),
        (ValueError("a bad key"), "held", ["spam_unsure"]),
    ],
    ids=str,
)
def test_what_the_check_says_becomes_of_the_comment(
    told, state, reasons, answer, blog, make_post, make_member, set_policy, sign_in, send
):
    set_policy(blog, spam_check="akismet")
    post = make_post(blog)
    asked = answer(told)
    sign_in(make_member(blog, name="Ann Arbor"))
    assert send(post, "Buy this!").status_code == 303
    comment = Comment.objects.get()
    assert (comment.state, comment.reasons, comment.text) == (state, reasons, "Buy this!")
    assert [(one.text, one.name, one.address) for one in asked] == [("Buy this!", "Ann Arbor", "127.0.0.1")]


def test_nobody_is_asked_where_the_check_is_off_or_the_team_writes_or_the_door_is_shut(
    answer, blog, make_post, make_member, set_policy, sign_in, send
):
    asked, post = answer("spam"), make_post(blog)
    sign_in(make_member(blog))
    assert send(post).status_code == 303
    set_policy(blog, spam_check="akismet", comments="shown")
    assert send(post, "Another.").status_code == 403
    set_policy(blog, spam_check="akismet")
    sign_in(make_member(blog, "author"))
    assert send(post).status_code == 303
    assert asked == []


def test_a_change_is_looked_at_too(answer, blog, make_post, make_member, make_comment, set_policy):
    set_policy(blog, spam_check="akismet")
    answer("spam")
    member = make_member(blog)
    comment = make_comment(make_post(blog), author=member)
    edit = edit_comment(comment=comment, by=member, text="Buy this!", now=timezone.now())
    assert (edit.reasons, edit.state) == (["spam"], "held")
    comment.refresh_from_db()
    assert comment.text == "Well said."
