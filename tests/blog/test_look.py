"""The look of a blog: contrasts as WCAG counts them, against the theme’s grounds, and a sheet that names no more."""

import re
from pathlib import Path

import pytest

from blog.look import ADDRESS, DARK, FONTS, LEAST, LIGHT, address_of_look, contrast, least_contrast, style_sheet
from blog.models import Font
from blog.paths import fault_of
from blog.writing.desk.look import PALETTES

THEME = (Path(__file__).resolve().parents[2] / "static/css/parley.css").read_text()


def theme(name: str) -> list[str]:
    """What the theme gives a custom property: on the light ground, then on the dark one."""
    return re.findall(rf"--{name}: (#[0-9a-f]+);", THEME)[:2]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_a_contrast_is_counted_as_wcag_counts(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#1234567", "#12345g", "#123456\n", "#123456;}"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValueError, match="no colour"):
        contrast(colour, "#ffffff")


def test_the_grounds_are_those_of_the_theme():
    assert [LIGHT[0], DARK[0]] == theme("paper")
    assert [LIGHT[1], DARK[1]] == theme("paper-raised")


def test_each_pair_that_is_offered_can_be_read():
    for _name, light, dark in PALETTES:
        assert not light or least_contrast(light, LIGHT) >= LEAST
        assert not dark or least_contrast(dark, DARK) >= LEAST


def test_what_the_blog_comes_with_has_no_sheet_and_no_address():
    assert style_sheet("literata") == address_of_look("literata") == ""


def test_each_font_that_can_be_chosen_is_known():
    assert set(FONTS) == set(Font.values)


def test_a_look_names_only_what_the_theme_names():
    sheet = style_sheet("sans", "#1d5a87", "#8cbfe6")
    assert set(re.findall(r"--[\w-]+(?=:)", sheet)) == {"--serif", "--link", "--accent", "--link-line", "--on-accent"}
    assert sheet.count("{") == sheet.count("}")
    assert "url(" not in sheet


def test_in_the_dark_the_colour_of_the_light_ground_never_stands():
    sheet = style_sheet("literata", "#1d5a87")
    dark = sheet.partition("prefers-color-scheme: dark")[2]
    assert "#1d5a87" not in dark
    for name in ("link", "link-line", "on-accent"):
        assert f"--{name}: {theme(name)[1]}" in dark


@pytest.mark.parametrize("colour", ["#000000", "#7a2e1d", "#ffffff", "#e8a48f"])
def test_what_is_written_on_a_button_can_be_read(colour):
    on = re.search(r"--on-accent: (#\w+)", style_sheet("literata", colour))[1]
    assert contrast(on, colour) >= LEAST


def test_another_look_has_another_address_which_no_text_may_take():
    found = {address_of_look(font, accent) for font in FONTS for accent in ("", "#1d5a87")} - {""}
    assert len(found) == 5
    for address in found:
        assert ADDRESS.match(address)
        assert fault_of(address) == "reserved"
