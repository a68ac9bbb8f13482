from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People and their standing."""

    name = "accounts"

    def ready(self):
        from accounts.named import NAMES  # noqa: PLC0415

        post_migrate.connect(NAMES.keep, sender=self)
