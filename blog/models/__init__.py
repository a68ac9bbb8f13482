"""The nouns."""

from blog.models.blogs import Blog, Joining, PermalinkPattern, Readers
from blog.models.images import Image
from blog.models.labels import Label, OldLabel
from blog.models.pages import Page
from blog.models.paths import OldPath
from blog.models.posts import Post
from blog.models.versions import Kind, Version, WorkingCopy
from blog.models.written import PostState

__all__ = [
    "Blog",
    "Image",
    "Joining",
    "Kind",
    "Label",
    "OldLabel",
    "OldPath",
    "Page",
    "PermalinkPattern",
    "Post",
    "PostState",
    "Readers",
    "Version",
    "WorkingCopy",
]
