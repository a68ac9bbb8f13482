"""The demo's texts: whole, and our own."""

import re
from pathlib import Path

import pytest

from blog.demo.sources import HERE, sources
from blog.markup import render_post

ROOT = Path(__file__).resolve().parents[3]
SEED = ROOT.parent / "shared" / "seed" / "lavrov-article.txt"
LONGEST_RUN = 6  # words in a row that two texts about one event may share by chance


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9’-]+", text.lower().replace("'", "’"))


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


@pytest.mark.skipif(not SEED.exists(), reason="the report whose facts the article tells is not here")
def test_the_article_shares_no_sentence_with_the_report_beyond_its_quotations():
    article = next(source for source in sources() if source.slug == "lavrov-to-visit-north-korea")
    own = re.sub(r"^>.*$|“[^”]*”", " ", article.body, flags=re.M)
    report = SEED.read_text()
    assert runs(report, LONGEST_RUN), "the report is empty"
    assert not runs(own, LONGEST_RUN + 1) & runs(report, LONGEST_RUN + 1)


@pytest.mark.skipif(not SEED.exists(), reason="the report whose facts the article tells is not here")
def test_the_article_quotes_as_the_report_does():
    article = next(source for source in sources() if source.slug == "lavrov-to-visit-north-korea")
    quoted = re.findall(r"^> (?!--)(.*)$", article.body, flags=re.M)
    report = " ".join(words(SEED.read_text()))
    quotations = [quotation for quotation in " ".join(quoted).split("… ") if quotation]
    assert quotations
    for sentence in re.split(r"(?<=\.) ", " ".join(quotations)):
        assert " ".join(words(sentence)) in report


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.slug)
def test_a_post_is_whole(source):
    assert source.title and source.labels and 40 <= len(source.description) <= 300
    assert len(words(source.body)) >= 300
    for name, alt in source.images.items():
        assert (HERE / "images" / name).is_file() and (HERE / "images" / name).stat().st_size < 150_000
        assert len(alt) > 20


def test_every_kind_of_thing_a_post_can_hold_is_shown():
    html = "".join(render_post(source.body) for source in sources())
    for mark in ("<h2", "<h3", "<pre>", "<table>", 'class="footnote"', "<blockquote>", "<cite>", "<dl>", 'dir="rtl"'):
        assert mark in html, mark
    assert {"evening-hills.webp", "letter-lines.webp"} <= {name for source in sources() for name in source.images}
