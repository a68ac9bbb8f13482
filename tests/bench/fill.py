"""Run by `manage.py shell` in an empty data directory: posts with many comments, members, and what wrk has to know.

Prints the addresses as "page NAME PATH", and writes the sessions of the members into BENCH_SESSIONS.
"""

import os
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils import timezone

from accounts.mailboxes import mailbox_key
from accounts.models import Membership, Role, State, User
from accounts.names import name_key
from blog.comments.changing import change_policy
from blog.comments.models import Comment, Ruling
from blog.markup import beginning_of, render_comment, render_post
from blog.models import Blog, Label, Post

WORDS = "The minister said that the talks, which had been put off twice, would begin on *Thursday*. "
blog, now = Blog.objects.get(), timezone.now()
owner = Membership.objects.filter(role=Role.OWNER)[0].user
store = import_module(settings.SESSION_ENGINE).SessionStore
with transaction.atomic():
    people = [User(email=f"many{n}@example.org", name=f"Talker {n} of many") for n in range(int(os.environ["PEOPLE"]))]
    for user in people:
        user.set_unusable_password()
        user.name_key, user.mailbox_key = name_key(user.name), mailbox_key(user.email)
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True, verified=True) for user in people
    )
    Membership.objects.bulk_create(Membership(blog=blog, user=user, state=State.MEMBER) for user in people)
    sessions = []
    for user in people:
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "accounts.backends.AddressBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        sessions.append(session.session_key)
    Path(os.environ["BENCH_SESSIONS"]).write_text("\n".join(sessions) + "\n")
    label = Label.objects.create(blog=blog, name="Talks", slug="talks")
    for place, (name, count) in enumerate((("none", 0), ("some", 20), ("many", 200), ("whole", 200), ("talk", 0))):
        body = "\n\n".join(["## A part", *[WORDS * 4] * 4] * 3)
        post = Post.objects.create(
            blog=blog,
            author=owner,
            title=f"A post with {count} comments ({name})",
            slug=name,
            path=f"/2026/01/{name}/",
            body=body,
            html=(html := render_post(body)),
            beginning=beginning_of(html),
            state="published",
            published_at=now - timedelta(days=9 - place),
        )
        post.labels.add(label)
        text = WORDS * 2
        # Long ago: who has just said something may not say nine things more within a minute.
        said = {"blog": blog, "post": post, "text": text, "html": render_comment(text), "state": "published"}
        said |= dict.fromkeys(("created_at", "published_at", "changed_at"), post.published_at)
        first = Comment.objects.bulk_create(Comment(author=people[n % len(people)], **said) for n in range(count // 2))
        then = Comment.objects.bulk_create(
            Comment(author=people[-n % len(people)], parent=first[n], **said) for n in range(count - count // 2)
        )
        Ruling.objects.bulk_create(Ruling(blog=blog, comment=comment, now="published") for comment in [*first, *then])
        if name == "whole":
            change_policy(blog=blog, post=post, by=owner, values={"readers": "members"}, now=now)
        print("page", name, post.path if name != "whole" else f"/read/{post.pk}/")  # noqa: T201
        print("page", f"form-{name}", f"/comments/on/{post.pk}/")  # noqa: T201
    print("page", "label", label.get_absolute_url())  # noqa: T201
