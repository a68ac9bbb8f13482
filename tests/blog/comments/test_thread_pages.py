"""A long thread has pages: whole conversations, all of them reached, each at the price of the first."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from blog.comments import pages
from blog.comments.branches import DEPTH
from blog.comments.models import Comment, State

LENGTH = 10


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr(pages, "LENGTH", LENGTH)


@pytest.fixture
def post(blog, make_post):
    return make_post(blog)


@pytest.fixture
def say(post, make_member):
    """Writes a comment for each number, an answer to the one of that place, or to none (None); returns them all."""
    author = make_member(post.blog)

    def say_(*answered, state=State.PUBLISHED) -> list[Comment]:
        said = []
        for place in answered:
            parent = None if place is None else said[place]
            text = f"<p>No. {len(said)}</p>"
            said.append(
                Comment.objects.create(
                    blog=post.blog, post=post, author=author, parent=parent, text=text, html=text, state=state
                )
            )
        return said

    return say_


def shown(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li class="comment[^"]*" id="comment-(\d+)"', html)]


def numbers(html: str) -> list[int]:
    return [int(number) for number in re.findall(r"comment (\d+) of \d+", html)]


def links(html: str) -> dict[str, str]:
    names = {"Older comments": "older", "Newer comments": "newer", "Newest comments": "newest"}
    found = re.findall(r'<a[^>]* href="([^"]*)#comments">(\w+ comments)</a>', html) + re.findall(
        r'<a href="([^"]*)#comments">(\w+ comments)</a>', html
    )
    return {names[name]: url for url, name in found if name in names}


@pytest.fixture
def get(client):
    def get_(url: str) -> str:
        answer = client.get(url)
        assert answer.status_code == 200, url
        return answer.content.decode()

    return get_


@pytest.fixture
def walk(get):
    def walk_(url: str, way: str) -> list[list[int]]:
        """What each page shows, from one to the next in one direction."""
        found = []
        while url:
            html = get(url)
            found.append(shown(html))
            url = links(html).get(way)
        return found

    return walk_


def test_a_thread_that_fits_has_one_page(post, say, get):
    said = say(*[None] * LENGTH)
    html = get(post.path)
    assert shown(html) == [comment.pk for comment in said] and not links(html)


def test_all_of_a_long_thread_is_reached_once_whichever_way_one_goes(post, say, walk, get):
    said = [comment.pk for comment in say(*[None] * 35)]
    assert walk(post.path, "newer") == [said[:10], said[10:20], said[20:30], said[30:]]
    newest = links(get(post.path))["newest"]
    assert walk(newest, "older") == [said[25:], said[15:25], said[5:15], said[:5]]


def test_comments_are_counted_through_all_pages(post, say, walk, get):
    say(*[None] * 25)
    second = get(links(get(post.path))["newer"])
    assert numbers(second) == list(range(11, 21)) and "of 25" in second and "25 comments:" in second
    assert "11–20 of 25" in re.sub(r"\s+", " ", second)
    assert numbers(get(f"{post.path}?before=end")) == list(range(16, 26))


def test_a_conversation_is_not_cut_and_late_answers_stay_in_it(post, say, walk):
    said = say(*[None] * 8, *[2] * 4, None, 7)
    pages_ = walk(post.path, "newer")
    first = [*said[:3], *said[8:12], *said[3:6]]
    assert pages_ == [[comment.pk for comment in first], [said[6].pk, said[7].pk, said[13].pk, said[12].pk]]


def test_a_conversation_longer_than_a_page_goes_on_and_says_whom_it_answers(post, say, walk, get):
    said = say(None, *[0] * 24, None)
    pages_ = walk(post.path, "newer")
    assert [len(page) for page in pages_] == [10, 10, 6] and sum(pages_, []) == [comment.pk for comment in said]
    second = get(links(get(post.path))["newer"])
    assert f'href="/comments/{said[0].pk}/">' in second and "in reply to" in second
    assert numbers(second) == list(range(11, 21))


def test_a_chain_of_ten_thousand_answers_is_shown_a_page_at_a_time(post, make_member, walk, get, monkeypatch):
    monkeypatch.setattr(pages, "LENGTH", 200)
    author = make_member(post.blog)
    start = Comment.objects.create(blog=post.blog, post=post, author=author, html="<p>0</p>", state="published").pk
    Comment.objects.bulk_create(
        Comment(
            pk=start + number,
            blog=post.blog,
            post=post,
            author=author,
            parent_id=start + number - 1,
            root_id=start,
            html=f"<p>{number}</p>",
            state="published",
        )
        for number in range(1, 10_000)
    )
    html = get(f"{post.path}?before=end")
    assert shown(html) == list(range(start + 9_800, start + 10_000)) and "comment 10000 of 10000" in html
    assert html.count('<ol class="thread">') == DEPTH


def test_a_tombstone_stands_where_its_answers_do_and_only_there(post, say, walk):
    said = say(None, *[0] * 11, 11, None)
    Comment.objects.filter(pk__in=[said[0].pk, said[11].pk]).update(state=State.REMOVED, html="secret")
    first, second = walk(post.path, "newer")
    assert first == [said[0].pk, *(comment.pk for comment in said[1:11])]
    assert second == [said[0].pk, said[11].pk, said[12].pk, said[13].pk]


def test_every_permalink_leads_to_the_page_that_shows_it(post, say, client):
    said = say(*[None] * 12, *[3] * 14, *[15] * 3, None, 29, None)
    Comment.objects.filter(pk__in=[said[5].pk, said[15].pk, said[29].pk]).update(state=State.REMOVED)
    alive = [comment for comment in said if comment.pk != said[5].pk]
    for comment in alive:
        answer = client.get(comment.get_absolute_url(), follow=True)
        url, _status = answer.redirect_chain[-1]
        assert url.endswith(f"#comment-{comment.pk}") and comment.pk in shown(answer.content.decode()), url
    assert client.get(said[5].get_absolute_url()).status_code == 404


def test_who_posts_lands_on_the_page_with_their_comment(post, say, make_member, sign_in, client):
    say(*[None] * 25)
    sign_in(make_member(post.blog, Role.OWNER))
    form = f"/comments/on/{post.pk}/"
    key = re.search(r'name="key" value="([^"]+)"', client.get(form).content.decode())[1]
    answer = client.post(form, {"text": "The newest.", "key": key})
    comment = Comment.objects.latest("pk")
    assert answer.status_code == 303 and answer["Location"].endswith(f"#comment-{comment.pk}")
    assert comment.pk in shown(client.get(answer["Location"]).content.decode())


@pytest.mark.parametrize("named", ["held", "another post’s", "9" * 17, "9" * 30, "-1", "x", "", "end2"])
@pytest.mark.parametrize("way", ["before", "after"])
def test_what_is_no_published_comment_of_the_post_names_no_page(
    post, say, make_comment, make_post, client, way, named, nothing_changes
):
    say(*[None] * 12)
    number = {
        "held": lambda: make_comment(post, state=State.HELD).pk,
        "another post’s": lambda: make_comment(make_post(post.blog)).pk,
    }.get(named, lambda: named)()
    with nothing_changes():
        assert client.get(f"{post.path}?{way}={number}").status_code == 404


def test_a_hidden_thread_has_no_pages(post, say, set_policy, client):
    said = say(*[None] * 12)
    set_policy(post.blog, post, comments="hidden")
    assert client.get(f"{post.path}?after={said[3].pk}").status_code == 404


@pytest.mark.parametrize("count", [30, 60])
def test_each_page_costs_a_known_number_of_queries(post, say, client, count, django_assert_num_queries):
    said = say(*[None] * count)
    # those of a post without pages, and: the count; where the page begins, how many are before it
    for query, cost in {"": 9, f"?after={said[14].pk}": 11, "?before=end": 9, f"?before={said[15].pk}": 11}.items():
        with django_assert_num_queries(cost):
            assert client.get(post.path + query).status_code == 200


def test_a_new_name_an_edit_a_removal_and_thanks_show_at_once(post, say, get, make_member):
    first, second = say(None, 0)
    assert "No. 0" in get(post.path)
    first.author.name = "Somebody <New>"
    first.author.save()
    assert "Somebody &lt;New&gt;" in get(post.path)
    Comment.objects.filter(pk=second.pk).update(html="<p>Changed: 100% %(pk)s</p>", edited_at=timezone.now())
    html = get(post.path)
    assert "<p>Changed: 100% %(pk)s</p>" in html and 'class="comment-edited"' in html
    second.thanks.create(by=make_member(post.blog))
    assert "1 thanks" in get(post.path)
    Comment.objects.filter(pk=first.pk).update(state=State.REMOVED, changed_at=timezone.now() + timedelta(seconds=1))
    assert "removed by the team" in get(post.path) and "No. 0" not in get(post.path)
    post.blog.language = "de"
    post.blog.save()
    assert "removed by the team" in get(post.path) or "entfernt" in get(post.path)


def test_a_comment_whose_post_is_gone_meanwhile_is_on_no_further_page(post, say):
    comment = say(*[None] * (LENGTH + 2))[-1]
    assert "?after=" in pages.address_of(comment)
    post.delete()
    assert "?after=" not in pages.address_of(comment)
