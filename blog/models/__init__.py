"""The nouns."""

from blog.models.blogs import Blog, Feeds, Font, Joining, PermalinkPattern, Readers
from blog.models.images import Image
from blog.models.labels import Label
from blog.models.old_slugs import OldSlug
from blog.models.pages import Page
from blog.models.paths import OldPath
from blog.models.posts import Post
from blog.models.reads import Reads
from blog.models.series import Series
from blog.models.sharing import DraftLink, Remark
from blog.models.versions import Kind, Version, WorkingCopy
from blog.models.written import PostState

__all__ = [
    "Blog",
    "DraftLink",
    "Feeds",
    "Font",
    "Image",
    "Joining",
    "Kind",
    "Label",
    "OldPath",
    "OldSlug",
    "Page",
    "PermalinkPattern",
    "Post",
    "PostState",
    "Readers",
    "Reads",
    "Remark",
    "Series",
    "Version",
    "WorkingCopy",
]
