"""Renders at the same time never mix, as they would with one Cleaner or one Markdown for all."""

import sys
import threading

import pytest
from bleach.sanitizer import Cleaner
from markdown import Markdown

from blog.markup import comments, render_comment, render_post

THREADS = 8


@pytest.fixture
def _hurried():
    """Threads change places every ten microseconds."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


def text(name):
    """One person's text: none of its words is in another's."""
    words = (
        f"*{name}* [{name}][r] http://{name}.example/ `{name}`\n\n- {name}\n- {name}\n\n```\n{name}\n```\n\n> {name}"
    )
    return f"{words}\n\n[r]: http://{name}.example/r"


def wrong(render, rounds):
    """How many of the renders of all threads are not what they are alone, or failed."""
    names = [f"person{number}" for number in range(THREADS)]
    expected = {name: render(text(name)) for name in names}
    mixed, start = [], threading.Barrier(THREADS)

    def work(name):
        start.wait()
        for _round in range(rounds):
            try:
                same = render(text(name)) == expected[name]
            except Exception:
                same = False
            if not same:
                mixed.append(name)

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(mixed)


@pytest.mark.usefixtures("_hurried")
@pytest.mark.parametrize("render", [render_comment, render_post])
def test_texts_rendered_at_the_same_time_never_mix(render):
    assert wrong(render, rounds=25) == 0


@pytest.mark.slow
@pytest.mark.usefixtures("_hurried")
def test_texts_rendered_at_the_same_time_never_mix_however_often():
    assert wrong(render_comment, rounds=2_000) == 0


@pytest.mark.usefixtures("_hurried")
@pytest.mark.parametrize("shared", ["cleaner", "markdown"])
def test_one_object_for_all_would_mix_them(shared, monkeypatch):
    """Shows that the test above can fail, and why every text has objects of its own."""
    if shared == "cleaner":
        one = Cleaner(tags=comments.ALLOWED.tags, attributes={"a": ["href"]}, strip=True)
        monkeypatch.setattr("blog.markup.clean.Cleaner", lambda **_options: one)
    else:
        one = Markdown()
        monkeypatch.setattr("blog.markup.comments._parse", one.convert)
    assert any(wrong(render_comment, rounds=40) for _try in range(5))
