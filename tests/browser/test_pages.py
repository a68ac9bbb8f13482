"""Every page a person sees: nothing axe complains of, in light and dark, and nothing that runs off a phone."""

import pytest
from django.utils import timezone

from accounts.models import Membership, Role
from blog.comments.guests import CONFIRM, WITHDRAW, link_of
from blog.comments.mailed_links import mailed_link
from blog.comments.models import Comment
from blog.comments.models import State as CommentState
from blog.comments.removing import remove_all
from blog.models import Label, Page

BODY = """A *word* and a [link](https://example.org/).

## A heading

> Quoted.
> -- Somebody

```python
x = [1, 2, 3]  # a rather long line of code that a phone can't show whole, so that it has to be scrolled sideways
```

| A | B |
|---|---|
| 1 | 2 |

A note[^1], and مرحبا.

[^1]: Here.
"""
OPEN = ["/", "post", "/label/letters/", "/2026/", "author", "/p/about/", "/comments/policy/", "/never/", "beginning"]
OPEN += [
    "mailed",
    "mailed report",
    "mailed request",
    "/comments/desk/mailed/x/",
    "guest confirms",
    "guest withdraws",
    "/comments/guest/x/",
]
ENTRANCE = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/login/code/"]
OWN = [
    "/accounts/",
    "/accounts/standing/",
    "/accounts/name/",
    "/accounts/join/",
    "/accounts/leave/",
    "/accounts/delete/",
    "/accounts/email/",
    "/accounts/sessions/",
    "form",
    "/read/",
    "/feed/mine/",
    "whole",
]
DESK = [
    "/accounts/invitations/",
    "/accounts/invitations/list/",
    "/accounts/invitations/tree/",
    "/comments/desk/",
    "/comments/desk/?state=published",
    "/comments/desk/log/",
    "item",
    "person",
    "removal",
]


@pytest.fixture
def blog_with_everything(blog, make_post, make_member, make_comment, lengthen):
    author = make_member(blog, Role.AUTHOR, name="Anna Author")
    post = make_post(blog, "A post with everything", body=BODY, author=author, path="/2026/01/everything/")
    post.labels.add(Label.objects.create(blog=blog, name="Letters", slug="letters"))
    Page.objects.create(blog=blog, title="About", slug="about", path="/p/about/", html="<p>Us</p>", state="published")
    first = make_comment(post, "> Quoted\n\nSaid, with `code`.")
    make_comment(post, "Answered.", parent=make_comment(post, "Gone", parent=first, state=CommentState.REMOVED))
    held = make_comment(post, "Held.", state=CommentState.HELD)
    make_comment(post, "Said before.", author=held.author)
    remove_all(blog=blog, user=held.author, by=author, reason="Copied", now=timezone.now())
    make_comment(post, "Said again.", author=held.author)
    moderator = make_member(blog, Role.MODERATOR)
    asked, answered = (make_comment(post, "A guest's.", guest_email=f"{n}@example.net") for n in "ab")
    Comment.objects.filter(pk=answered.pk).update(guest_confirmed_at=timezone.now())
    Comment.objects.filter(pk__in=(asked.pk, answered.pk)).update(author=None)
    inner = make_post(blog, "For members", body=BODY, author=author, readers="members")
    applicant = make_member(blog, state="applicant")
    lengthen(moderator)
    return {
        "beginning": inner.path,
        "whole": f"/read/{inner.pk}/",
        "post": post.path,
        "author": f"/author/{author.pk}/",
        "form": f"/comments/on/{post.pk}/",
        "item": f"/comments/desk/{held.pk}/",
        "guest confirms": link_of(asked, CONFIRM),
        "guest withdraws": link_of(answered, WITHDRAW),
        "mailed": mailed_link(held, moderator),
        "mailed report": mailed_link(first.reports.create(by=author, reason="It is off the subject"), moderator),
        "mailed request": mailed_link(Membership.objects.get(user=applicant), moderator),
        "person": f"/comments/desk/people/{held.author_id}/",
        "removal": f"/comments/desk/people/{held.author_id}/comments/",
    }


def look(page, paths, accessible_and_fits):
    """One after the other in one window, as a person comes to them."""
    for path in paths:
        page.goto(path)
        accessible_and_fits(page)


def some(paths: list[str], size: int = 6) -> list:
    """By the handful: a window for each page costs more than the page."""
    return [pytest.param(few, id=few[0]) for few in (paths[at : at + size] for at in range(0, len(paths), size))]


@pytest.mark.parametrize("paths", some(OPEN + ENTRANCE))
def test_pages_for_everybody(paths, blog_with_everything, page, accessible_and_fits):
    look(page, [blog_with_everything.get(path, path) for path in paths], accessible_and_fits)


@pytest.mark.parametrize("paths", some(OWN))
def test_pages_about_oneself(
    paths, blog, blog_with_everything, make_member, lengthen, page, accessible_and_fits, sign_in_page
):
    sign_in_page(page, lengthen(make_member(blog)))
    look(page, [blog_with_everything.get(path, path) for path in paths], accessible_and_fits)


@pytest.mark.parametrize("paths", some(DESK))
def test_pages_of_the_desk(
    paths, blog, blog_with_everything, make_member, lengthen, page, accessible_and_fits, sign_in_page
):
    sign_in_page(page, lengthen(make_member(blog, Role.OWNER)))
    look(page, [blog_with_everything.get(path, path) for path in paths], accessible_and_fits)
