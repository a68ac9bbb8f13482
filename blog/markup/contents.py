"""A table of contents, where an author writes [TOC] alone in a paragraph: a list of links to the text's headings."""

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

MARK = "[TOC]"
_LEVELS = ("h2", "h3", "h4", "h5", "h6")


class Contents(Treeprocessor):
    """Runs behind `Headings`, which gives each its level and its address."""

    def run(self, root: etree.Element) -> None:
        marks = [element for element in root if element.tag == "p" and _is_mark(element)]
        headings = [element for element in root.iter() if element.tag in _LEVELS and element.get("id")]
        for place, mark in enumerate(marks):
            if place or not headings:
                root.remove(mark)  # a second one would say the same
                continue
            mark.clear()
            mark.tag, mark.tail = "div", "\n"
            mark.set("class", "toc")
            _list(mark, headings)


def _is_mark(paragraph: etree.Element) -> bool:
    return not len(paragraph) and (paragraph.text or "").strip() == MARK


def _list(place: etree.Element, headings: list[etree.Element]) -> None:
    """Lists in lists, by level. One that is left out (a third below a first) is no step of its own."""
    open_ = [(-1, place)]  # (level, where its list stands)
    for heading in headings:
        level = _LEVELS.index(heading.tag)
        while open_[-1][0] >= level:
            open_.pop()
        parent = open_[-1][1]
        items = parent[-1] if len(parent) and parent[-1].tag == "ul" else etree.SubElement(parent, "ul")
        item = etree.SubElement(items, "li")
        etree.SubElement(item, "a", href=f"#{heading.get('id')}").text = _words(heading)
        open_.append((level, item))


def _words(element: etree.Element) -> str:
    """The words of a heading, without the signs of its footnotes."""
    inner = "".join(("" if child.tag == "sup" else _words(child)) + (child.tail or "") for child in element)
    return (element.text or "") + inner
