from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """The wing where people talk: the policy, the comments, the moderator's desk."""

    name = "blog.comments"
    label = "comments"
    verbose_name = _("comments")
