"""An image of the blog's own, as a post shows it: its words, its size, and the smaller files a browser may choose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnImage:
    """`alt` and `caption` are for texts that give none of their own."""

    width: int  # pixels
    height: int
    alt: str = ""
    caption: str = ""
