from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    """Posts, and the rooms around them."""

    name = "blog"
    verbose_name = _("blog")

    def ready(self):
        from blog.pagecache.writes import listen  # noqa: PLC0415
        from blog.titles import TITLES  # noqa: PLC0415

        listen()
        post_migrate.connect(TITLES.keep, sender=self)
