"""The demo's posts as they lie here: a few `key: value` lines between two lines of `---`, then Markdown."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<name>[\w-]+\.webp)(?= )")


@dataclass(frozen=True)
class Source:
    title: str
    slug: str
    date: datetime  # without a zone: the blog's
    labels: tuple[str, ...]
    description: str
    body: str

    @property
    def images(self) -> dict[str, str]:
        """The alternative text of each image of the text, by its file's name."""
        return {found["name"]: found["alt"] for found in _IMAGE.finditer(self.body)}


def sources() -> list[Source]:
    """All of them, oldest first."""
    return sorted((read(path) for path in HERE.glob("*.md")), key=lambda source: source.date)


def read(path: Path) -> Source:
    """One file. Raises KeyError or ValueError where a line is missing or wrong."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    values = {key: value.strip() for key, _colon, value in (line.partition(":") for line in head.splitlines())}
    return Source(
        title=values["title"],
        slug=values["slug"],
        date=datetime.fromisoformat(values["date"]),
        labels=tuple(label.strip() for label in values["labels"].split(",")),
        description=values["description"],
        body=body.strip() + "\n",
    )
