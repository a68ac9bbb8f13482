"""What people ask of the team: reported comments, changes that wait, appeals; each is answered once."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from blog.comments.appeals import appeal_ruling
from blog.comments.editing import withdraw_comment
from blog.comments.models import Appeal, Report, Ruling
from blog.comments.reports import report_comment
from blog.comments.rulings import rule

LIST = "/comments/desk/?state=asked"


@pytest.fixture
def moderator(blog, make_member):
    return make_member(blog, Role.MODERATOR)


@pytest.fixture
def reported(blog, make_post, make_comment, make_member):
    comment = make_comment(make_post(blog), "Rude words")
    report_comment(comment=comment, by=make_member(blog, name="Rita Reporter"), reason="It is rude", now=timezone.now())
    return comment


@pytest.fixture
def changed(blog, make_post, make_comment):
    comment = make_comment(make_post(blog), "Before")
    return comment.edits.create(text="After", html="<p>After</p>", reasons=["moderated"])


@pytest.fixture
def appealed(blog, make_post, make_comment, make_member):
    comment = make_comment(make_post(blog), "Not that bad")
    by = make_member(blog, Role.OWNER)
    ruling = rule(comment=comment, act="remove", by=by, reason="Bad", seen_state="published", now=timezone.now())
    return appeal_ruling(ruling=ruling, by=comment.author, text="It was a quotation", now=timezone.now())


def test_all_that_is_asked_lies_on_one_page(moderator, sign_in, reported, changed, appealed):
    page = sign_in(moderator).get(LIST).content.decode()
    for word in ("Rude words", "It is rude", "Rita Reporter", "Before", "After", "It was a quotation"):
        assert word in page


@pytest.mark.parametrize(
    "answer, state, left", [("yes", "removed", Report.State.UPHELD), ("no", "published", "dismissed")]
)
def test_a_report_is_answered_once(answer, state, left, moderator, sign_in, reported):
    client, url = sign_in(moderator), reverse("comments:decide_reports", args=[reported.pk])
    assert client.post(url, {"answer": answer, "reason": "We looked"}).status_code == 303
    reported.refresh_from_db()
    assert (reported.state, reported.reports.get().state) == (state, left)
    assert client.post(url, {"answer": "yes", "reason": "Again"}).status_code == 409
    reported.refresh_from_db()
    assert reported.state == state


def test_reports_of_a_comment_that_went_meanwhile_are_answered_and_its_text_is_not_shown(moderator, sign_in, reported):
    withdraw_comment(comment=reported, by=reported.author, now=timezone.now())
    client, url = sign_in(moderator), reverse("comments:decide_reports", args=[reported.pk])
    page = client.get(LIST).content.decode()
    assert "Rude words" not in page and 'name="seen_state" value="withdrawn"' in page
    assert client.post(url, {"answer": "no", "reason": "Gone", "seen_state": "withdrawn"}).status_code == 303
    assert reported.reports.get().state == "dismissed"


@pytest.mark.parametrize("answer, text", [("yes", "After"), ("no", "Before")])
def test_a_change_is_answered_once(answer, text, moderator, sign_in, changed):
    client, url = sign_in(moderator), reverse("comments:rule_edit", args=[changed.pk])
    assert client.post(url, {"answer": answer, "reason": "So it is"}).status_code == 303
    changed.comment.refresh_from_db()
    assert changed.comment.text == text
    assert client.post(url, {"answer": "yes"}).status_code == 409


@pytest.mark.parametrize("answer, state", [("yes", "published"), ("no", "removed")])
def test_an_appeal_is_answered_once_by_somebody_else(answer, state, moderator, sign_in, appealed):
    url = reverse("comments:decide_appeal", args=[appealed.pk])
    refused = sign_in(appealed.ruling.by).post(url, {"answer": "yes", "reason": "My own act"})
    assert refused.status_code == 409 and "My own act" in refused.content.decode()
    assert Appeal.objects.get().state == "open"
    client = sign_in(moderator)
    assert client.post(url, {"answer": answer, "reason": "We looked again"}).status_code == 303
    appealed.ruling.comment.refresh_from_db()
    assert appealed.ruling.comment.state == state
    assert client.post(url, {"answer": answer, "reason": "Again"}).status_code == 409


@pytest.mark.parametrize(
    "fields", [{}, {"answer": "no"}, {"answer": "maybe", "reason": "r"}, {"answer": "no", "reason": "r" * 501}]
)
def test_an_answer_that_can_not_be_taken_comes_back_and_changes_nothing(
    fields, moderator, sign_in, reported, changed, appealed
):
    client, rulings = sign_in(moderator), Ruling.objects.count()
    for route, pk in (("rule_edit", changed.pk), ("decide_reports", reported.pk), ("decide_appeal", appealed.pk)):
        answer = client.post(reverse(f"comments:{route}", args=[pk]), fields)
        assert answer.status_code == 422
        assert fields.get("reason", "") in answer.content.decode()
    assert Ruling.objects.count() == rulings
    assert Report.objects.get().state == "open" and Appeal.objects.get().state == "open"


def test_what_another_blog_is_asked_is_not_there(make_blog, make_member, sign_in, reported, changed, appealed):
    two = make_blog(hostname="two.example.org")
    client = sign_in(make_member(two, Role.OWNER))
    for route, pk in (("rule_edit", changed.pk), ("decide_reports", reported.pk), ("decide_appeal", appealed.pk)):
        url = reverse(f"comments:{route}", args=[pk])
        assert (
            client.post(url, {"answer": "yes", "reason": "r"}, headers={"host": "two.example.org"}).status_code == 404
        )
    assert "Rude words" not in client.get(LIST, headers={"host": "two.example.org"}).content.decode()


def test_the_page_costs_the_same_however_much_is_asked(
    blog, moderator, sign_in, make_post, make_comment, make_member, django_assert_max_num_queries
):
    client = sign_in(moderator)
    by = make_member(blog, Role.OWNER)
    for count in (0, 5):
        for number in range(count):
            gone = make_comment(make_post(blog))
            ruling = rule(comment=gone, act="remove", by=by, reason="r", seen_state="published", now=timezone.now())
            appeal_ruling(ruling=ruling, by=gone.author, text="t", now=timezone.now())
            comment = make_comment(make_post(blog))
            report_comment(comment=comment, by=make_member(blog), reason="r", now=timezone.now())
            make_comment(make_post(blog)).edits.create(text=str(number), html="<p>x</p>")
        with django_assert_max_num_queries(12):
            assert client.get(LIST).status_code == 200
