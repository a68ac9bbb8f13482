from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their standing."""

    name = "accounts"
