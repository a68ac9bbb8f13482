"""What lies on the desk: lists, pages, records, costs."""

import re

import pytest
from django.utils import timezone

from blog.comments.desk import queue
from blog.comments.models import Comment, Ruling, State
from blog.comments.rulings import rule
from tests.blog.comments.desk.pages import DESK, item_url, words


def test_who_waits_longest_comes_first_and_in_the_other_lists_the_newest(at_desk, post, make_comment):
    held = [make_comment(post, f"Held {place}", state=State.HELD) for place in range(3)]
    for state in (State.PUBLISHED, State.REJECTED, State.REMOVED):
        made = [make_comment(post, state=state) for _ in range(3)]
        shown = [item.comment for item in at_desk.get(f"{DESK}?state={state}").context["items"]]
        assert shown == made[::-1]
    assert [item.comment for item in at_desk.get(DESK).context["items"]] == held


def test_a_list_that_does_not_exist_is_not_there(at_desk):
    for state in ("withdrawn", "nonsense", ""):
        assert at_desk.get(f"{DESK}?state={state}").status_code == 404


@pytest.mark.parametrize("state", [State.HELD, State.PUBLISHED])
def test_page_after_page_shows_each_comment_once(state, at_desk, blog, post, make_comment, make_member, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 3)
    author = make_member(blog)
    made = [make_comment(post, state=state, author=author) for _ in range(7)]
    seen, url = [], f"{DESK}?state={state}"
    while url:
        page = at_desk.get(url)
        seen += [item.comment for item in page.context["items"]]
        more = re.search(r'<a href="([^"]+)" rel="next"', page.content.decode())
        url = more and more.group(1).replace("&amp;", "&")
    assert seen == (made if state == State.HELD else made[::-1])


@pytest.mark.parametrize("after", ["", "x", "-1", "1.5", "9" * 40, "٣"])
def test_an_odd_place_in_the_list_is_its_beginning(after, at_desk, post, make_comment):
    held = make_comment(post, state=State.HELD)
    assert [item.comment for item in at_desk.get(DESK, {"after": after}).context["items"]] == [held]


def test_a_comment_comes_with_all_that_is_needed_to_judge_it(at_desk, blog, post, make_comment, make_member):
    ada = make_member(blog, name="Ada")
    parent = make_comment(post, "What do you think?", author=make_member(blog, name="Ben"))
    for state, number in ((State.PUBLISHED, 3), (State.REJECTED, 2), (State.HELD, 1)):
        for _ in range(number):
            make_comment(post, author=ada, state=state)
    Comment.objects.filter(state=State.HELD).delete()
    make_comment(post, "I disagree", author=ada, parent=parent, state=State.HELD, reasons=["first_comment", "of_old"])
    page = words(at_desk.get(DESK))
    for text in (
        "Ada",
        "I disagree",
        "On reading",
        "In reply to Ben",
        "What do you think?",
        "A person’s first comments on this blog wait for a moderator",
        "of_old",
        "Comments published: 3, rejected: 2.",
        "In this blog as member since",
    ):
        assert text in page, text


def test_a_former_member_has_no_record(at_desk, post, make_comment):
    comment = make_comment(post, state=State.HELD)
    comment.author.delete()
    page = words(at_desk.get(DESK))
    assert "former member" in page and "Comments published" not in page


def test_a_record_counts_this_blog_only(at_desk, blog, post, make_blog, make_post, make_comment, make_member):
    ada = make_member(blog)
    two = make_blog(hostname="two.example.org")
    make_comment(make_post(two), author=ada)
    make_comment(post, author=ada, state=State.HELD)
    assert "Comments published: 0, rejected: 0." in words(at_desk.get(DESK))


def test_what_people_typed_is_shown_as_text(at_desk, blog, post, make_comment, make_member, apply_here):
    evil = "<script>alert(1)</script>"
    author = make_member(blog, name="<b>Bob</b>")
    make_comment(post, evil, author=author, state=State.HELD)
    apply_here(name="<i>Eve</i>", note=evil)
    for url in (DESK, f"{DESK}?state=applications"):
        page = at_desk.get(url).content.decode()
        assert evil not in page and "<b>Bob" not in page and "<i>Eve" not in page


def test_what_its_author_withdrew_is_not_read_by_the_team_either(at_desk, post, make_comment, decide, nothing_changes):
    gone = make_comment(post, "Not for you", state=State.WITHDRAWN)
    make_comment(post, "An answer", parent=gone, state=State.HELD)
    assert "Not for you" not in words(at_desk.get(item_url(gone)))
    assert 'name="act"' not in words(at_desk.get(item_url(gone)))
    assert "Not for you" not in words(at_desk.get(DESK))
    with nothing_changes():
        assert decide(gone, "restore").status_code == 422


def test_the_lists_say_how_much_waits_but_count_no_further_than_needed(
    at_desk, blog, post, make_comment, make_member, apply_here, monkeypatch
):
    author = make_member(blog)
    apply_here()
    for _ in range(3):
        make_comment(post, author=author, state=State.HELD)
    counts = {tab.label: tab.count for tab in at_desk.get(DESK).context["tabs"]}
    assert counts == {
        "Everything that waits": "4",
        "Held comments": "3",
        "Asking to join": "1",
        "Reports, changes, appeals": "0",
        "Published": "",
        "Rejected": "",
        "Removed": "",
        "Search": "",
        "Log": "",
    }
    monkeypatch.setattr(queue, "CAP", 3)
    assert at_desk.get(DESK).context["tabs"][0].count == "2+"


@pytest.mark.parametrize("count", [0, 1, 20])
def test_the_queue_costs_the_same_however_much_lies_on_it(
    count, at_desk, blog, post, make_comment, make_member, apply_here, django_assert_max_num_queries
):
    for place in range(count):
        parent = make_comment(post)
        held = make_comment(post, parent=parent, state=State.HELD, reasons=["moderated"])
        Ruling.objects.create(comment=held, was="held", now="held", by=make_member(blog), code="edited")
        apply_here(name=f"Applicant {place}")
    for url in (DESK, f"{DESK}?state=published", f"{DESK}?state=applications"):
        with django_assert_max_num_queries(12):
            assert at_desk.get(url).status_code == 200


def test_the_page_of_a_comment_tells_its_whole_history(at_desk, post, make_comment, moderator):
    comment = make_comment(post, state=State.HELD)
    now = timezone.now()
    for act, reason in (("publish", ""), ("remove", "It names a <child>"), ("restore", "It was made up")):
        comment.refresh_from_db()
        rule(comment=comment, act=act, by=moderator, reason=reason, seen_state=comment.state, now=now)
    page = words(at_desk.get(item_url(comment)))
    told = ["Sent, and held by the comment policy.", "Published by Mo.", "Removed by Mo.", "Restored by Mo."]
    places = [page.index(sentence) for sentence in told]
    assert places == sorted(places)
    assert "It names a &lt;child&gt;" in page
