"""Sessions are rows of the database, as Django has them, and are found by a query that is prepared."""

from datetime import datetime
from functools import lru_cache

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

from config.prepared import Prepared

LONG = 4_000  # characters: a longer one is not kept in memory


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = _SESSION(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]

    def decode(self, session_data: str) -> dict:
        """As Django does it, and {} for what is not ours."""
        if len(session_data) > LONG:
            return super().decode(session_data)
        try:
            return self.serializer().loads(_verified(session_data, self.key_salt))
        except signing.BadSignature:
            return super().decode(session_data)


@lru_cache(maxsize=2_000)
def _verified(text: str, salt: str) -> bytes:
    """What a session holds, serialized. Whoever comes back has the same, and its signature is as good as it was."""
    return signing.loads(text, salt=salt, serializer=_AsItIs)


class _AsItIs:
    def loads(self, data: bytes) -> bytes:
        return data


_SESSION = Prepared(
    Session,
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=str,
    now=datetime,
)
