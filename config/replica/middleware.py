"""Lets requests that only read do so from the replica."""

from config.replica.freshness import Replica, asked
from config.replica.router import REPLICA, reading_from


class ReplicaMiddleware:
    """The first that asks the database anything. GET and HEAD read from the replica while it has all that was written.

    Where the primary is away they read what the replica has, and say that no cache may keep it: it may lack the last.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        replica = asked() if request.method in ("GET", "HEAD") else Replica.BEHIND
        if replica is Replica.BEHIND:
            return self.get_response(request)
        with reading_from(REPLICA):
            response = self.get_response(request)
        if replica is Replica.ALONE:
            response["Cache-Control"] = "no-store"
        return response
