"""Run by `manage.py shell` in the data directory of a server under proof: makes members, prints their sessions."""

import os
from importlib import import_module

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from accounts.models import Membership, Role, State, User
from blog.models import Blog

store = import_module(settings.SESSION_ENGINE).SessionStore
blog = Blog.objects.get()
with transaction.atomic():
    for number in range(int(os.environ["PEOPLE"])):
        user = User.objects.create_user(f"many{number}@example.org", f"Talker {number} of many")
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        Membership.objects.create(blog=blog, user=user, state=State.MEMBER, role=os.environ.get("ROLE", Role.MEMBER))
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "accounts.backends.AddressBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        print("session", session.session_key)  # noqa: T201
