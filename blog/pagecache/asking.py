"""Who asks, and where they stand: found out before Django is asked, and anew at each request.

So who signed out, was banned or suspended, left, muted somebody or changed a password is met as such by the very next
request, as by way of the middleware. Two questions to the database, three for who has muted somebody.
"""

from datetime import datetime
from functools import lru_cache
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import parse_cookie
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.standing import Standing, judged, standing_rows
from blog.comments.models import Mute
from blog.comments.mutes import whom_mutes
from config.prepared import Prepared

_LONG = 4_000  # characters of a session: what is longer is not kept decoded
_CSRF_LENGTHS = (32, 64)
# What a session may hold and a page for reading says nothing of, nor any middleware does anything about.
_HARMLESS = {
    SESSION_KEY,
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    "_session_expiry",
    "account_authentication_methods",
    "account_authentication_methods_user",
    "comment_drafts",
}


def asking(cookie: str, blog: int, now: datetime) -> tuple[Standing, frozenset[int]] | None:
    """The standing of who sends this Cookie header, and whom they have muted. None for nobody, and for whoever Django
    has to look at itself: a session that holds more than that somebody signed in, or a cookie that it would set anew.
    """
    cookies = parse_cookie(cookie)
    key, token = cookies.get(settings.SESSION_COOKIE_NAME, ""), cookies.get(settings.CSRF_COOKIE_NAME)
    if len(key) < 8 or not _is_plain(key):
        return None
    if token is not None and not (len(token) in _CSRF_LENGTHS and _is_plain(token)):
        return None
    sessions = _SESSION(key=key, now=now)
    if not sessions or len(sessions[0]["session_data"]) > _LONG:
        return None
    signed_in = _signed_in(sessions[0]["session_data"])
    if signed_in is None:
        return None
    person, given = signed_in
    rows = _PERSON(person=person, blog=blog, now=now)
    if not rows or not constant_time_compare(given, User(password=rows[0]["secret"]).get_session_auth_hash()):
        return None
    return judged(rows), whom_mutes(person) if rows[0]["mutes"] else frozenset()


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalnum()


@lru_cache(maxsize=2_000)
def _signed_in(session: str) -> tuple[int, str] | None:
    """Whose session this is, by its signed text, and the hash of the password that they signed in by."""
    said = import_module(settings.SESSION_ENGINE).SessionStore().decode(session)
    if said.keys() - _HARMLESS or said.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    person, given = said.get(SESSION_KEY), said.get(HASH_SESSION_KEY)
    return (int(person), given) if given and str(person).isdigit() else None


def _session(key: str, now: datetime) -> QuerySet:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values("session_data")


def _person(person: int, blog: int, now: datetime) -> QuerySet:
    muted = Exists(Mute.objects.filter(by=OuterRef("pk")))
    return standing_rows(person, blog, now).annotate(secret=F("password"), mutes=muted)


_SESSION = Prepared(Session, _session, key=str, now=datetime)
_PERSON = Prepared(User, _person, person=int, blog=int, now=datetime)
