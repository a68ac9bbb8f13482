from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """The wing where people talk: the policy, the comments, the moderator's desk."""

    name = "blog.comments"
    label = "comments"
    verbose_name = _("comments")

    def ready(self):
        from accounts.signals import (  # noqa: PLC0415
            account_deleting,
            account_locking,
            application_withdrawn,
            export_requested,
            membership_granted,
        )
        from blog.comments.applying import settle_waiting  # noqa: PLC0415
        from blog.comments.leaving import (  # noqa: PLC0415
            export_beside,
            export_comments,
            lock_comments,
            take_applied,
            take_comments,
        )

        account_locking.connect(lock_comments, dispatch_uid="comments")
        account_deleting.connect(take_comments, dispatch_uid="comments")
        application_withdrawn.connect(take_applied, dispatch_uid="comments")
        membership_granted.connect(settle_waiting, dispatch_uid="comments")
        export_requested.connect(export_comments, dispatch_uid="comments")
        export_requested.connect(export_beside, dispatch_uid="beside comments")
