from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WatchingConfig(AppConfig):
    """Counts and times what is asked of the database, in every process. It has no tables."""

    name = "blog.watching"
    label = "watching"
    verbose_name = _("watching")

    def ready(self):
        from django.db.backends.signals import connection_created  # noqa: PLC0415

        from blog.watching.queries import watch  # noqa: PLC0415

        connection_created.connect(watch, dispatch_uid="watching")
