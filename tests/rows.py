"""What is in the database, in a form two moments can be compared by."""

import hashlib

from django.apps import apps

# Looking around may leave a message or a draft in a session, and signing in makes one.
LEFT_OUT = ("sessions", "usersessions")


def rows() -> dict[str, str]:
    """A hash of the rows of every table, those between two models included, but not of the sessions'."""
    return {
        model._meta.label: hashlib.sha256(repr(list(model.objects.order_by("pk").values_list())).encode()).hexdigest()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in LEFT_OUT
    }
