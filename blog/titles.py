"""Finding posts by any letters of their titles and short names."""

from config.letters import Letters

TITLES = Letters("blog_post_titles", "blog_post", "title", "slug")
