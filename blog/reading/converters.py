"""The parts of a reader's address. None holds a NUL: nothing is named so, and PostgreSQL refuses to look for it."""

from django.urls.converters import PathConverter, StringConverter


class Part(StringConverter):
    """What stands between two slashes."""

    regex = r"[^/\x00]+"


class Rest(PathConverter):
    """All that is left of a path, slashes included."""

    regex = r"[^\x00\n]+"
