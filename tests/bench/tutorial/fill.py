"""Run as a program: makes the tutorial's tables, one post, and the comments on it."""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.tutorial.settings"
django.setup()

from django.core.management import call_command  # noqa: E402 (after the set-up)

from tests.bench.tutorial.models import Comment, Post  # noqa: E402

WORDS = "The minister said that the talks, which had been put off twice, would begin on Thursday. "
call_command("migrate", run_syncdb=True, verbosity=0)
post = Post.objects.create(title="A post", html=f"<p>{WORDS * 4}</p>" * 12)
Comment.objects.bulk_create(Comment(post=post, name=f"Talker {n}", text=WORDS * 2) for n in range(int(sys.argv[1])))
