"""Sessions are rows of the database, as Django has them, and are found by a query that is prepared."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from config.prepared import Prepared


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = _SESSION(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


_SESSION = Prepared(
    Session,
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=str,
    now=datetime,
)
