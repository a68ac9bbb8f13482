"""The team asks why: every rule with its answer, where each value comes from, and who can comment at a post."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from blog.comments.explaining import QUESTIONS, explain
from blog.comments.models import PolicyVersion
from blog.comments.panel import KINDS, lines_of, who_may
from blog.comments.policy import DOOR, HOLDS, SENT, STANDINGS, Facts, Rules, decide
from blog.models import Label

EXPLAIN = reverse("comments:explain")


@pytest.fixture
def post(blog, make_post):
    return make_post(blog, "A letter", days_ago=3)


def asked(client, post, **query):
    return client.get(EXPLAIN, {"post": post.pk, **query})


def test_every_rule_has_its_question():
    assert list(QUESTIONS) == [rule.__name__ for rule in DOOR + SENT + HOLDS]


def test_the_answer_is_the_policys_own_and_the_rule_that_decides_is_marked(post, make_member, blog, set_policy):
    set_policy(blog, audience="team", hold_all=True)
    member = make_member(blog)
    said = explain(post=post, person=member, now=timezone.now())
    assert said.decision.reasons == ("team_only",)
    assert [line.rule for line in said.lines if line.decides] == ["team_only"]
    assert {line.rule for line in said.lines if line.verdict} == {
        "team_only",
        "held_all",
    }
    author = explain(post=post, person=post.author, now=timezone.now())
    assert author.decision.verdict == "publish" and not [line for line in author.lines if line.decides]


def test_each_value_says_where_it_comes_from_and_by_which_version(post, blog, set_policy):
    label = Label.objects.create(blog=blog, name="Travel", slug="travel")
    post.labels.add(label)
    of_blog = set_policy(blog, audience="signed_in", hold_links=4)
    of_label = PolicyVersion.objects.create(blog=blog, label=label, hold_links=2)
    of_post = set_policy(blog, post, slow_minutes=5)
    values = {value.name: value for value in explain(post=post, person=None, now=timezone.now()).values}
    assert len(values) == len(fields(Rules))
    found = {name: (value.value, value.source, value.version) for name, value in values.items()}
    assert found["who may comment"] == ("Anyone signed in with a confirmed address", "blog", of_blog)
    assert found["hold from so many links"] == ("2", "label “Travel”", of_label)
    assert found["slow mode: minutes between a person’s comments"] == ("5", "post", of_post)
    assert found["spam check"] == ("Off", "default", None)


def test_the_clock_may_be_set_and_the_page_says_what_it_cannot_know(
    post, blog, set_policy, client, sign_in, make_member
):
    set_policy(blog, close_after_days=30, audience="signed_in")
    member = make_member(blog, name="Ann")
    sign_in(post.author)
    now = asked(client, post, person="ann").content.decode()
    assert "Can comment; it appears at once." in now and "is not known here" not in now
    later = (timezone.now() + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M")
    then = asked(client, post, person=member.name, at=later).content.decode()
    assert "Can’t comment: Comments on this post closed some time after" in then and "is not known here" in then


def test_only_the_team_asks_and_asking_changes_nothing(
    post, blog, client, sign_in, make_member, make_user, nothing_changes
):
    with nothing_changes():
        assert asked(client, post).status_code == 302
        assert client.post(EXPLAIN).status_code == 405
    for person, status in ((make_member(blog), 403), (make_user(), 403), (make_member(blog, Role.EDITOR), 200)):
        sign_in(person)
        with nothing_changes():
            answer = asked(client, post)
        assert answer.status_code == status
        assert "no-store" in answer["Cache-Control"]


def test_what_cannot_be_asked_is_told(post, blog, make_blog, make_post, make_member, client, sign_in):
    other = make_blog(hostname="two.example.org")
    stranger, strange = make_member(other, name="Strange Bird"), make_post(other)
    sign_in(post.author)
    assert asked(client, strange).status_code == 404
    assert client.get(EXPLAIN, {"post": "x"}).status_code == 404
    for query in ({"person": stranger.name}, {"person": "Nobody\0"}, {"at": "soon"}, {"at": "0001-01-01T00:00"}):
        assert asked(client, post, **query).status_code == 422, query
    assert "Nobody of this blog has that name" in asked(client, post, person=stranger.name).content.decode()


def test_the_explanation_costs_few_queries(post, make_member, blog, django_assert_max_num_queries):
    person = make_member(blog)
    with django_assert_max_num_queries(5):
        explain(post=post, person=person, now=timezone.now())


def test_the_panel_knows_every_standing():
    assert {so["standing"] for _name, so in KINDS.values()} == set(STANDINGS)


@pytest.mark.parametrize("audience", ["nobody", "team", "members", "signed_in", "anyone"])
@pytest.mark.parametrize("comments", ["open", "shown", "hidden"])
def test_each_line_of_the_panel_is_what_the_policy_answers(audience, comments):
    rules, now = Rules(audience=audience, comments=comments, hold_first=2), timezone.now()
    for line in lines_of(rules, Facts(now=now, published_at=now)):
        facts = Facts(now=now, published_at=now, published=9, **KINDS[line.kind][1])
        assert line.may is decide(rules, facts).admits
        assert bool(line.newcomer) is (line.may and line.kind not in ("team", "visitor")) or line.kind == "visitor"


def test_everybody_reads_the_panel_of_a_post_as_the_same_bytes(
    post, blog, client, sign_in, make_member, set_policy, django_assert_max_num_queries
):
    url = reverse("comments:who", args=[post.pk])
    first = client.get(url)
    assert not first.cookies and b"<form" not in first.content and "public" in first["Cache-Control"]
    assert "A visitor who has not signed in" in first.content.decode()
    assert sign_in(make_member(blog, Role.OWNER)).get(url).content == first.content
    set_policy(blog, post, audience="nobody")
    assert "Nobody may comment on this post." in client.get(url).content.decode()
    with django_assert_max_num_queries(3):
        who_may(post, timezone.now())


def test_the_panel_of_a_post_that_is_not_announced_is_not_there(blog, make_post, client):
    for hidden in (make_post(blog, days_ago=-1), make_post(blog, readers="team")):
        assert client.get(reverse("comments:who", args=[hidden.pk])).status_code == 404
