"""Display names: which are allowed, and when two look alike. Pure."""

import unicodedata


def name_key(name: str) -> str:
    """The skeleton two look-alike names share, for a unique column."""
    return unicodedata.normalize("NFKC", name).casefold().strip()
