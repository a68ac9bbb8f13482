"""Code in colours can be read: WCAG's 4.5 to 1, on both papers."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "static" / "css"
DARK = "@media screen and (prefers-color-scheme: dark)"


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def of_theme(name, dark):
    before, _media, after = (CSS / name).read_text().partition(DARK)
    return after if dark else before


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_code_can_be_read(dark):
    papers = re.findall(r"--paper(?:-raised)?: (#[0-9a-f]{6});", of_theme("parley.css", dark))[:2]
    colours = re.findall(r"color: (#[0-9a-f]{6});", of_theme("code.css", dark))
    assert len(papers) == 2 and len(colours) > 5
    assert not [(colour, paper) for colour in colours for paper in papers if contrast(colour, paper) < 4.5]
