"""Text to safe HTML, for members' comments and authors' posts: pure, bounded, and rendered once, at save.

    source -> normalise -> bounds -> Python-Markdown -> bleach -> nh3 -> stored, and sent as it is

The sanitizers are the last to touch a text: nothing may change the HTML after them, at display time least of all.
bleach is no longer maintained, so nh3 runs behind it with the same allow-list: an attack must beat two parsers.
Prose, in which there is nothing to parse, goes from its text to nh3 (see prose): the same HTML, in a fiftieth of the
time.
A Markdown object and a Cleaner are made fresh for each text, since neither is safe between threads and both remember.
This package is the only importer of markdown, bleach, nh3 and pygments.
"""

from blog.markup.addresses import link
from blog.markup.beginnings import beginning_of
from blog.markup.comments import render_comment
from blog.markup.excerpts import MORE, excerpt_of, image_keys
from blog.markup.leading import lead_images
from blog.markup.pictures import OwnImage
from blog.markup.posts import render_post, render_teaser
from blog.markup.prose import is_prose
from blog.markup.text import COMMENT_LIMIT, HTML_LIMIT, VERSION, normalise

__all__ = [
    "COMMENT_LIMIT",
    "HTML_LIMIT",
    "MORE",
    "OwnImage",
    "VERSION",
    "beginning_of",
    "excerpt_of",
    "image_keys",
    "is_prose",
    "lead_images",
    "link",
    "normalise",
    "render_comment",
    "render_post",
    "render_teaser",
]
