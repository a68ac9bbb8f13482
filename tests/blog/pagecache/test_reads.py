"""How often posts are read, counted where the page is given out; of who read it, nothing is kept."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

from blog.models import Reads
from blog.pagecache.reads import Counter, is_person
from tests.blog.pagecache.conftest import Reader

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0"


class Days(Counter):
    """Writes when it is told to."""

    def __init__(self):
        super().__init__(lambda: datetime(2026, 3, 4, 23, 59, tzinfo=UTC))

    def _start(self):
        self._thread = "none"


@pytest.fixture
def counter():
    return Days()


@pytest.fixture
def counted(make_front, counter):
    return Reader(make_front(reads=counter))


def numbers():
    return list(Reads.objects.order_by("post").values_list("post", "day", "count"))


def test_a_post_is_counted_each_time_it_is_read_kept_or_not(counted, counter, blog, make_post):
    one, two = make_post(blog), make_post(blog)
    for _again in range(3):
        counted.get(one.path, user_agent=FIREFOX)
    etag = counted.get(two.path, user_agent=FIREFOX).headers["ETag"]
    assert counted.get(two.path, user_agent=FIREFOX, if_none_match=etag).status == 304
    counter.write()
    counted.get(one.path, user_agent=FIREFOX)
    counter.write()
    day = datetime(2026, 3, 4).date()
    assert numbers() == [(one.pk, day, 4), (two.pk, day, 2)]


def test_lists_pages_programs_and_heads_are_not_counted(counted, counter, blog, make_post):
    post = make_post(blog, readers="members")  # of which everybody reads but the beginning
    public = make_post(blog)
    for path in ("/", "/feed/", post.path):
        counted.get(path, user_agent=FIREFOX)
    for agent in ("Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.0", "", "x" * 5000):
        counted.get(public.path, user_agent=agent)
        counted.get(public.path, user_agent=agent)
    counted.get(public.path)
    for _again in range(2):
        counted.get(public.path, method="HEAD", user_agent=FIREFOX)
    counter.write()
    assert numbers() == []


def test_what_can_not_be_written_is_kept_for_later(counted, counter, blog, make_post):
    post = make_post(blog)
    counted.get(post.path, user_agent=FIREFOX)

    def refuse(*_args):
        raise OperationalError("locked")

    with connection.execute_wrapper(refuse):
        counter.write()
    counted.get(post.path, user_agent=FIREFOX)
    counter.write()
    assert [count for _post, _day, count in numbers()] == [2]


def test_reads_of_a_post_that_is_gone_are_gone_with_it(counted, counter, blog, make_post):
    post, other = make_post(blog), make_post(blog)
    for read in (post, other):
        counted.get(read.path, user_agent=FIREFOX)
    post.delete()
    counter.write()
    assert [found for found, _day, _count in numbers()] == [other.pk]


def test_counting_makes_no_page_anew(counted, counter, blog, make_post):
    path = make_post(blog).path
    counted.get(path, user_agent=FIREFOX)
    counter.write()
    assert counted.get(path).is_hit


@pytest.mark.parametrize(
    "agent, person",
    [
        (FIREFOX, True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1", True),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", False),
        ("Mozilla/5.0 (X11) HeadlessChrome/140.0", False),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", False),
        ("python-requests/2.32", False),
        ("Feedly/1.0", False),
        ("", False),
    ],
)
def test_programs_are_told_from_browsers_by_what_they_call_themselves(agent, person):
    assert is_person(agent) is person
