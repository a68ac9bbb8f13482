"""Display names: which are allowed, and when two look alike. Pure: no database, no settings.

Names are public and people are judged by them, so nobody may look like somebody else: what the eye cannot tell apart
has one key (Unicode's confusables, UTS 39), and the key is unique.
"""

import re
import unicodedata

from disarm import Script, detect_scripts, is_mixed_script, skeleton_key

SHORTEST, LONGEST = 2, 40

# Shapes that a typeface or the case brings together, beyond Unicode's own list. Since "I" looks like "l", and "I" is
# "i" in another case, all three are one.
_ALIKE = (("i\u0307", "i"), ("|", "l"), ("i", "l"), ("rn", "m"), ("vv", "w"))

_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
_REFUSED = set('/\\#%*:;"{}[]')  # what addresses, markup and spam are made of
# CJK names are often written beside Latin ones (UTS 39, "highly restrictive").
_MIX_FREELY = {Script.LATIN, Script.HAN, Script.HIRAGANA, Script.KATAKANA, Script.HANGUL, Script.BOPOMOFO}

_RESERVED = (
    "admin administrator anonymous author blog bot editor everybody everyone guest host member members moderation "
    "moderator nobody none null official owner parley postmaster reader root security staff support system team "
    "undefined user visitor webmaster you"
).split() + ["a former member", "blog owner", "blog team", "former author", "former member", "the blog", "the owner"]
_RESERVED += ["the team", "our team", "site owner"]
_RESERVED_ANYWHERE = ("admin", "administrator", "moderator")


def clean_name(name: str) -> str:
    """The name as it is kept: one form of each letter (NFKC), single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def name_key(name: str) -> str:
    """The skeleton that look-alike names share: at most three times as long as the name; never shown."""
    key = skeleton_key(clean_name(name), digit_policy="tr39")
    for shape, same in _ALIKE:
        key = key.replace(shape, same)
    return key


def fault_of_name(name: str) -> str:
    """What is wrong with a cleaned name, as a code, "" for nothing.

    One of "short", "long", "invisible", "address", "signs", "letters", "scripts", "reserved".
    """
    kinds = [unicodedata.category(letter) for letter in name]
    if any(kind in _INVISIBLE for kind in kinds):
        return "invisible"
    if len(name) < SHORTEST:
        return "short"
    if len(name) > LONGEST:
        return "long"
    if "@" in name:
        return "address"
    if _has_odd_signs(name, kinds):
        return "signs"
    if not any(kind.startswith("L") for kind in kinds):
        return "letters"
    scripts = set(detect_scripts(name))
    if is_mixed_script(name) and not scripts <= _MIX_FREELY:
        return "scripts"
    return "reserved" if _is_reserved(name) else ""


def _has_odd_signs(name: str, kinds: list[str]) -> bool:
    """Signs that no name has; marks with nothing below them, or piled up to climb over the next line."""
    odd = any(kind in ("Sm", "Sc") for kind in kinds) or not _REFUSED.isdisjoint(name)
    marks = "".join("m" if kind.startswith("M") else "-" for kind in kinds)
    return odd or marks.startswith("m") or "mmmm" in marks


def _is_reserved(name: str) -> bool:
    return name_key(name) in _RESERVED_KEYS or any(
        name_key(word) in _ANYWHERE_KEYS for word in re.split(r"[\W_]+", name)
    )


_RESERVED_KEYS = frozenset(map(name_key, _RESERVED))
_ANYWHERE_KEYS = frozenset(map(name_key, _RESERVED_ANYWHERE))
