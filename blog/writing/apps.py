from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, as the author's desk."""

    default_site = "blog.writing.desk.Desk"
