"""Comments, the rulings on them, and the policy they were judged by. What was said and ruled is kept."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.comments import policy
from blog.models import Blog, Post


class Audience(models.TextChoices):
    NOBODY = policy.NOBODY, _("Nobody")
    TEAM = policy.TEAM, _("The blog’s team")
    MEMBERS = policy.MEMBERS, _("Members of this blog")
    SIGNED_IN = policy.SIGNED_IN, _("Anyone signed in with a confirmed address")


class Closing(models.TextChoices):
    OPEN = policy.OPEN, _("Open")
    SHOWN = policy.SHOWN, _("Closed, and what was said stays")
    HIDDEN = policy.HIDDEN, _("Closed and hidden")


class Moderation(models.TextChoices):
    NONE = policy.NONE, _("None: comments appear at once")
    FIRST = policy.FIRST, _("A person’s first comment waits for a moderator")
    ALL = policy.ALL, _("Every comment waits for a moderator")


class PolicyVersionQuerySet(models.QuerySet):
    def in_force(self, blog: Blog, posts=()):
        """The latest version of the blog, and of each of `posts` that has one of its own. One query."""
        scope = self.filter(blog=blog).filter(Q(post=None) | Q(post__in=list(posts)))
        return self.filter(pk__in=scope.order_by().values("post").annotate(latest=Max("pk")).values("latest"))


class PolicyVersion(models.Model):
    """A dated version of the policy of a blog, or of one post of it. Append-only: a change is a new row.

    On a post, "" or NULL inherits the blog's value; on a blog, it is the house's own default (policy.Rules).
    `close_after_days` of 0 on a post means "never, whatever the blog says".
    """

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="policy_versions")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="policy_versions")
    audience = models.CharField(_("who may comment"), max_length=10, choices=Audience.choices, blank=True)
    comments = models.CharField(_("comments"), max_length=10, choices=Closing.choices, blank=True)
    close_after_days = models.PositiveIntegerField(
        _("close after days"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(36_500)]
    )
    moderation = models.CharField(_("moderation"), max_length=10, choices=Moderation.choices, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason for the change"), max_length=300, blank=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the comment policy")
        verbose_name_plural = _("versions of the comment policy")
        indexes = [models.Index(fields=["blog", "post", "-id"], name="policy_latest")]

    def __str__(self) -> str:
        return f"{self.post or self.blog}, {self.at:%Y-%m-%d %H:%M}"


class State(models.TextChoices):
    HELD = "held", _("waiting for a moderator")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("rejected")
    REMOVED = "removed", _("removed by the team")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


class CommentQuerySet(models.QuerySet):
    def public(self):
        """Comments whose text anybody may read who may read the post. (Whether the post is public, posts know.)"""
        return self.filter(state=State.PUBLISHED)


class Comment(models.Model):
    """`parent` is the comment really answered, however deep; how deep a page shows it is the page's matter."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="comments", verbose_name=_("blog"))
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments", verbose_name=_("post"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments", verbose_name=_("author")
    )  # NULL: a former member
    # RESTRICT: an answered comment is never deleted alone, but a post or a blog is deleted with its whole thread.
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="replies")
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    renderer = models.PositiveSmallIntegerField(editable=False, default=1)  # blog.markup.VERSION that made `html`
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    key = models.UUIDField(default=uuid.uuid4, editable=False)  # of the form it came from: sent twice, it is kept once
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)  # of text or state: when pages that show it last changed
    policy = models.ForeignKey(PolicyVersion, models.SET_NULL, null=True, related_name="+")  # NULL: house defaults
    reasons = models.JSONField(default=list)  # the policy's codes at the time it was judged

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_comment_per_form"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_state_known"),
        ]
        indexes = [
            models.Index(fields=["post", "state", "id"], name="comment_thread"),
            models.Index(fields=["blog", "state", "id"], name="comment_queue"),
            models.Index(fields=["author", "blog", "-created_at"], name="comment_history"),
        ]

    def __str__(self) -> str:
        return f"{self.author or _('former member')}: {self.text[:40]}"

    def get_absolute_url(self) -> str:
        """The permalink; it leads to the place on the post's page, wherever that is."""
        return reverse("comments:comment", args=[self.pk])

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"


class Ruling(models.Model):
    """One change of a comment's state: by the policy (`by` empty, `code` its reasons) or by a person. Append-only."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="rulings")
    was = models.CharField(max_length=10, choices=State.choices, blank=True)  # "" when it was sent
    now = models.CharField(max_length=10, choices=State.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    code = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # told to the author
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.was or '-'} -> {self.now}"
