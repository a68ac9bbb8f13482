"""Twenty people save one version of a text at once: one save wins, and nineteen people have their text before them."""

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import Role
from blog.models import Post, PostState, Version, WorkingCopy
from blog.writing.publishing import publish_post
from tests.blog.writing.conftest import change

MANY = 20


@pytest.fixture
def post(transactional_db, blog, make_member):
    """A published post with a version, as its author has just saved it."""
    return publish_post(blog=blog, author=make_member(blog, Role.AUTHOR), title="A letter", body="Ours.")


@pytest.fixture
def desks(blog, post, make_member):
    """The windows of twenty editors, signed in."""

    def signed_in(editor):
        window = Client()
        window.force_login(editor, backend="accounts.backends.AddressBackend")
        return window

    return [signed_in(make_member(blog, Role.EDITOR, name=f"Editor {number}")) for number in range(MANY)]


@pytest.mark.parametrize("rounds", [1, pytest.param(25, marks=pytest.mark.slow)])
def test_of_twenty_saves_of_one_version_one_wins_and_no_text_is_lost(rounds, post, desks, at_once, form_of):
    for round_ in range(rounds):
        texts = [f"Text {number} of round {round_}." for number in range(MANY)]
        forms = [form_of(window.get(change(post)), body=text) for window, text in zip(desks, texts, strict=True)]
        assert len({form["seen"] for form in forms}) == 1
        versions = Version.objects.filter(post=post).count()

        def save(window, form):
            return lambda: window.post(change(post), form)

        answers = at_once(*(save(window, form) for window, form in zip(desks, forms, strict=True)))
        assert sorted(answer.status_code for answer in answers) == [302, *[409] * (MANY - 1)]
        won = next(number for number, answer in enumerate(answers) if answer.status_code == 302)
        stored = Post.objects.get(pk=post.pk)
        assert (stored.body, stored.state) == (texts[won], PostState.PUBLISHED)
        # The first save records what stood there before as well.
        assert Version.objects.filter(post=post).count() - versions == (1 if versions else 2)
        assert Version.objects.filter(post=post).latest("pk").fields["body"] == texts[won]
        for number, answer in enumerate(answers):
            if number != won:
                page = answer.content.decode()
                assert escape(texts[number]) in page and escape(texts[won]) in page
                assert f"Editor {won} saved this text" in page
        assert not WorkingCopy.objects.exists()


def test_of_twenty_windows_that_keep_what_is_typed_at_once_one_does_and_the_others_are_told(
    post, desks, at_once, form_of
):
    forms = [form_of(window.get(change(post)), body=f"Text {number}.") for number, window in enumerate(desks)]
    address = change(post).replace("change/", "autosave/")

    def keep(window, form):
        return lambda: window.post(address, form)

    answers = at_once(*(keep(window, form) for window, form in zip(desks, forms, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * (MANY - 1)]
    won = next(number for number, answer in enumerate(answers) if answer.status_code == 200)
    assert WorkingCopy.objects.get().typed["body"] == [f"Text {won}."]
    assert Post.objects.get().body == "Ours."
