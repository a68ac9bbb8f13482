"""Sends the cache table, and nothing else, to its own SQLite file."""


class CacheRouter:
    """Django's cache table has the app label "django_cache"; no model ever lives in that database."""

    label, database = "django_cache", "cache"

    def db_for_read(self, model, **hints):
        return self.database if model._meta.app_label == self.label else None

    def db_for_write(self, model, **hints):
        return self.database if model._meta.app_label == self.label else None

    def allow_migrate(self, db, app_label, **hints):
        if app_label == self.label:
            return db == self.database
        return False if db == self.database else None
