"""What an owner chooses of a blog's look, as a small style sheet; and whether its colours can be read. Pure.

The sheet names anew what static/css/parley.css names: nothing else, so a look can't break a page.
"""

import hashlib
import re

# The theme's grounds, on which links and buttons stand: its paper, and what lies raised on it.
LIGHT, DARK = ("#fdfcf9", "#f4f1ea"), ("#181714", "#23211d")
LEAST = 4.5  # to one: WCAG 2.2, 1.4.3
FONTS = {
    "literata": "",  # the theme's own
    "sans": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    "serif": '"Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Noto Naskh Arabic", "Noto Serif", serif',
}
ADDRESS = re.compile(r"^/look-[0-9a-f]{12}\.css\Z")
_COLOUR = re.compile(r"^#[0-9a-f]{6}\Z")
_ON_COLOUR = ("#ffffff", "#1c1310")  # what is written on a button


def contrast(one: str, other: str) -> float:
    """How far apart two colours like "#1a5fb4" are, from 1 to 21, as WCAG counts. Raises ValueError on any other."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_contrast(colour: str, grounds: tuple[str, str]) -> float:
    """The lower contrast of a colour to the two grounds (LIGHT or DARK)."""
    return min(contrast(colour, ground) for ground in grounds)


def style_sheet(font: str, accent: str = "", accent_dark: str = "") -> str:
    """The rules of a look; "" of the one it comes with. `font` is one of FONTS, colours like "#1a5fb4", or ""."""
    rules = [f":root {{ --serif: {FONTS[font]}; }}"] if FONTS[font] else []
    if accent:
        rules.append(f"@media screen {{ :root {{ {_colours(accent, LIGHT[0])} }} }}")
    if accent_dark:
        dark = _colours(accent_dark, DARK[0])
    elif accent:  # or a light ground's colour would stand on the dark one
        dark = "--link: #e8a48f; --accent: #e8a48f; --link-line: #7c5044; --on-accent: #1c1310;"
    else:
        dark = ""
    if dark:
        rules.append(f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}")
    return "".join(f"{rule}\n" for rule in rules)


def address_of_look(font: str, accent: str = "", accent_dark: str = "") -> str:
    """Where that sheet is, "" if there is none. Another look is another address, so one may be kept for good."""
    sheet = style_sheet(font, accent, accent_dark)
    return f"/look-{hashlib.sha256(sheet.encode()).hexdigest()[:12]}.css" if sheet else ""


def _colours(accent: str, ground: str) -> str:
    on = max(_ON_COLOUR, key=lambda colour: contrast(colour, accent))
    return f"--link: {accent}; --accent: {accent}; --link-line: {_mixed(accent, ground)}; --on-accent: {on};"


def _mixed(colour: str, ground: str) -> str:
    """The line below a link: less than half of its colour, the rest of the ground's."""
    parts = (0.4 * one + 0.6 * other for one, other in zip(_parts(colour), _parts(ground), strict=True))
    return "#" + "".join(f"{round(part):02x}" for part in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    if not _COLOUR.match(colour):
        raise ValueError(f"{colour!r} is no colour like #1a5fb4")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = (part / 255 for part in _parts(colour))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
