"""Run by `manage.py shell` under the recorder: members comment, and each comment that was acknowledged is noted down.

The note is written where the recorder sees it, so that it has its place in the order of what was written.
"""

import os
import uuid
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import User
from blog.comments.posting import post_comment
from blog.models import Post

post, now = Post.objects.get(pk=1), timezone.now()
people = list(User.objects.filter(email__startswith="many").order_by("pk"))
with connection.cursor() as cursor:
    cursor.execute(f"PRAGMA synchronous={os.environ['SYNCHRONOUS']}")
notes = os.open(os.environ["POWER_WATCHED"] + "/acknowledged", os.O_RDWR | os.O_CREAT, 0o600)
for number in range(int(os.environ["COMMENTS"])):
    by, at = people[number % len(people)], now + timedelta(minutes=number)
    posted = post_comment(post=post, by=by, text=f"Number {number}", key=uuid.uuid4(), now=at)
    assert posted.comment.state == "published", posted  # noqa: S101 (a proof's premise)
    os.pwrite(notes, f"{posted.comment.pk}\n".encode(), 0)
