"""What Django's admin finds when it looks for its pages: those of the author's desk."""

from blog.writing.desk import comments, guidelines, images, labels, pages, people, posts, series, settings

__all__ = ["comments", "guidelines", "images", "labels", "pages", "people", "posts", "series", "settings"]
