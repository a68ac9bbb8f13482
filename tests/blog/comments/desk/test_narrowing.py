"""Less than a whole list: by words, person, post and reason; and what another moderator is looking at."""

import pytest
from django.urls import reverse

from accounts.models import Role
from blog.comments.desk import queue
from blog.comments.models import State
from blog.differences import changed_words
from tests.blog.comments.desk.pages import DESK


def found(response) -> list[str]:
    return [item.comment.text for item in response.context["items"]]


@pytest.fixture
def comments(blog, post, make_comment, make_member, make_post):
    ada = make_member(blog, name="Ada Lovelace")
    other = make_post(blog, "Elsewhere")
    return {
        "first": make_comment(post, "Apples of gold", author=ada, state=State.HELD, reasons=["links", "first_comment"]),
        "second": make_comment(other, "Pictures of silver", state=State.HELD, reasons=["words"]),
        "third": make_comment(post, "APPLES again"),
        "gone": make_comment(post, "Apples removed", state=State.REMOVED),
    }


@pytest.mark.parametrize(
    "words, texts",
    [
        ("apples", ["Apples removed", "APPLES again", "Apples of gold"]),
        ("gold apples", ["Apples of gold"]),
        ("lovelace", ["Apples of gold"]),
        ("ada gold", ["Apples of gold"]),
        ("pears", []),
        ("%", []),
        ("_", []),
        ("x" * 500, []),
        ("a\0b", []),
        ("", []),
        ("   ", []),
    ],
)
def test_all_comments_are_searched_newest_first(words, texts, comments, at_desk):
    assert found(at_desk.get(DESK, {"state": "any", "q": words})) == texts


def test_a_list_is_narrowed_by_person_post_and_reason(comments, at_desk):
    first, second = comments["first"], comments["second"]
    for query, texts in (
        ({"person": first.author_id}, ["Apples of gold"]),
        ({"post": second.post_id}, ["Pictures of silver"]),
        ({"reason": "links"}, ["Apples of gold"]),
        ({"reason": "words"}, ["Pictures of silver"]),
        ({"reason": "spam"}, []),
        ({"reason": "nonsense"}, ["Apples of gold", "Pictures of silver"]),
        ({"person": "x", "post": "-1"}, ["Apples of gold", "Pictures of silver"]),
        ({"reason": "words", "q": "gold"}, []),
    ):
        assert found(at_desk.get(DESK, {"state": "held"} | query)) == texts, query


def test_the_next_page_is_of_the_same_search(comments, at_desk, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 1)
    page = at_desk.get(DESK, {"state": "any", "q": "apples"}).content.decode()
    assert f"?state=any&amp;q=apples&amp;after={comments['gone'].pk}" in page.replace("&after", "&amp;after")


@pytest.mark.parametrize(
    "state, query, pages",
    [
        ("any", {"q": "apples"}, [["Apples removed", "APPLES again"], ["Apples of gold"]]),
        ("any", {"q": "silver"}, [[], ["Pictures of silver"]]),
        ("any", {"q": "pears"}, [[], []]),
        ("held", {"q": "apples"}, [["Apples of gold"]]),
        ("held", {"reason": "words"}, [["Pictures of silver"]]),
    ],
)
def test_a_page_of_a_search_looks_through_so_many_and_the_next_goes_on(
    state, query, pages, comments, at_desk, monkeypatch
):
    monkeypatch.setattr(queue, "SEARCHED", 2)
    after = {}
    for texts in pages[:-1]:
        page = at_desk.get(DESK, {"state": state} | query | after)
        assert found(page) == texts and page.context["is_cut"]
        assert "Search further" in page.content.decode() and "2 comments of this list" in page.content.decode()
        after = {"after": page.context["next_after"]}
    last = at_desk.get(DESK, {"state": state} | query | after)
    assert found(last) == pages[-1] and last.context["next_after"] is None and not last.context["is_cut"]
    assert "Search further" not in last.content.decode()


def test_a_full_page_goes_on_where_it_ends_though_not_all_was_looked_through(comments, at_desk, monkeypatch):
    monkeypatch.setattr(queue, "SEARCHED", 2)
    monkeypatch.setattr(queue, "PAGE", 1)
    page = at_desk.get(DESK, {"state": "any", "q": "apples"})
    assert found(page) == ["Apples removed"] and "Search further" not in page.content.decode()
    page = at_desk.get(DESK, {"state": "any", "q": "apples", "after": page.context["next_after"]})
    assert found(page) == ["APPLES again"] and page.context["is_cut"]


def test_what_a_person_or_a_post_has_is_listed_whole(comments, at_desk, monkeypatch):
    monkeypatch.setattr(queue, "SEARCHED", 1)
    first = comments["first"]
    assert found(at_desk.get(DESK, {"state": "any", "person": first.author_id})) == ["Apples of gold"]
    page = at_desk.get(DESK, {"state": "any", "post": first.post_id})
    assert found(page) == ["Apples removed", "APPLES again", "Apples of gold"] and not page.context["is_cut"]


def test_what_its_author_has_withdrawn_is_not_found_by_its_words(post, make_comment, at_desk):
    make_comment(post, "Apples that I take back", state=State.WITHDRAWN)
    for query in ({"q": "apples"}, {"post": post.pk}):
        assert found(at_desk.get(DESK, {"state": "any"} | query)) == []


def test_a_search_costs_what_the_list_costs(comments, at_desk, django_assert_max_num_queries):
    for query in ({"q": "apples of"}, {"reason": "links"}):
        with django_assert_max_num_queries(12):
            at_desk.get(DESK, {"state": "any"} | query)


def test_who_looks_is_told_of_another_who_does(comments, at_desk, blog, make_member, client, sign_in, nothing_changes):
    comment = comments["first"]
    url = reverse("comments:looking", args=[comment.pk])
    with nothing_changes():
        assert at_desk.post(url).content == b""
        assert at_desk.post(url).content == b"", "oneself is no news"
        assert "is looking at this" not in at_desk.get(DESK).content.decode().replace("NAME is looking", "")
    sign_in(make_member(blog, Role.MODERATOR, name="Max"))
    assert client.post(url).content.decode() == "Mo"
    assert "Mo is looking at this, too." in client.get(DESK).content.decode()
    assert "Mo is looking at this, too." in client.get(reverse("comments:item", args=[comment.pk])).content.decode()


@pytest.mark.parametrize(
    "was, now, parts",
    [
        ("same", "same", []),
        ("one two three", "one 2 three", [("same", "one "), ("gone", "two"), ("new", "2"), ("same", " three")]),
        ("one", "one two", [("same", "one"), ("new", " two")]),
        ("one two", "one", [("same", "one"), ("gone", " two")]),
        ("", "new", [("new", "new")]),
    ],
)
def test_what_changed_is_told_word_by_word(was, now, parts):
    assert [(part.kind, part.text) for part in changed_words(was, now)] == parts


def test_two_long_texts_are_told_apart_in_time():
    was = "word " * 2_000 + "\n\n" + "other " * 100
    parts = changed_words(was, was.replace("other", "another"))
    assert [part.kind for part in parts] == ["same", "gone", "new"]


def test_a_decision_on_a_text_that_was_changed_shows_how(comments, at_desk, decide):
    comment = comments["first"]
    answer = decide(comment, "publish", seen_at="2026-01-01T00:00:00+00:00", seen_text="Apples of silver")
    page = answer.content.decode()
    assert answer.status_code == 409 and "<del>silver</del><ins>gold</ins>" in page
