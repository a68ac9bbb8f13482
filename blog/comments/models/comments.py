"""Comments, and changes of comments that wait. What was said is kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.comments.models.policies import PolicyVersion
from blog.models import Blog, Post
from config.inserted import Inserted


class State(models.TextChoices):
    HELD = "held", _("waiting for a moderator")
    PUBLISHED = "published", _("published")
    REJECTED = "rejected", _("rejected")
    REMOVED = "removed", _("removed by the team")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


# The number of the comment that began the conversation: the first thing a thread is ordered by.
CONVERSATION = Coalesce("root", "id")


class CommentQuerySet(models.QuerySet):
    def held(self):
        """Comments a moderator is to decide on. (Those sent with a request to join wait for its answer.)"""
        return self.filter(state=State.HELD, application=None)

    def public(self):
        """Comments whose text anybody may read who may read the post. (Whether the post is public, posts know.)"""
        return self.filter(state=State.PUBLISHED)

    def at(self, posts):
        """Those on `posts` (a queryset): asked for each comment that is found, never for all posts there are."""
        return self.filter(Exists(posts.order_by().filter(pk=OuterRef("post"))))

    def in_conversations(self):
        """As threads have it: by `talk`, the number of the comment that began it, and within one as they came."""
        return self.annotate(talk=CONVERSATION).order_by("talk", "pk")


class Comment(Inserted):
    """`parent` is the comment really answered, however deep; how deep a page shows it is the page's matter."""

    # Without indexes of their own, which would only mislead: those below begin with each of the three.
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="comments", verbose_name=_("blog"), db_index=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments", verbose_name=_("post"), db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="comments",
        verbose_name=_("author"),
        db_index=False,
    )  # NULL: a former member, or a guest
    guest_name = models.CharField(_("name of the guest"), max_length=40, blank=True)  # typed, and proves nothing
    guest_email = models.EmailField(_("address of the guest"), blank=True)  # never shown to readers
    guest_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)  # by the link mailed there
    # RESTRICT: an answered comment is never deleted alone, but a post or a blog is deleted with its whole thread.
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="replies", db_index=False)
    # The comment its conversation began with; NULL for one that begins a conversation. `save` sees to it; who makes
    # many at once gives each answer the `conversation` of what it answers.
    root = models.ForeignKey("self", models.RESTRICT, null=True, editable=False, related_name="+", db_index=False)
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    renderer = models.PositiveSmallIntegerField(editable=False, default=1)  # blog.markup.VERSION that made `html`
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    # The request to join it was sent with, until that is answered: it is decided there, and nowhere else.
    application = models.ForeignKey(
        "accounts.Membership", models.SET_NULL, null=True, editable=False, related_name="comments", db_index=False
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)  # of the form it came from: sent twice, it is kept once
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)  # of text or state: when pages that show it last changed
    policy = models.ForeignKey(
        PolicyVersion, models.SET_NULL, null=True, related_name="+", db_index=False
    )  # NULL: house defaults
    admitted_by = models.CharField(max_length=12, blank=True)  # policy.admitted_by: the rule that let it in
    reasons = models.JSONField(default=list)  # the policy's codes at the time it was judged
    matched = models.JSONField(default=list)  # the words of the policy it has, for moderators

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_comment_per_form"),
            models.UniqueConstraint(fields=["key"], condition=~Q(guest_name=""), name="one_guest_comment_per_form"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_state_known"),
            models.CheckConstraint(
                condition=Q(application=None) | Q(state="held"), name="comment_of_an_application_waits"
            ),
            models.CheckConstraint(condition=Q(author=None) | Q(guest_name=""), name="comment_has_one_author"),
        ]
        indexes = [
            models.Index("post", "state", CONVERSATION, "id", name="comment_thread"),
            # Also for how many were sent just now: they were changed since, too.
            models.Index(fields=["post", "-changed_at", "created_at"], name="comment_thread_changed"),
            models.Index(fields=["blog", "state", "id"], name="comment_queue"),
            models.Index(fields=["blog", "created_at", "id"], name="comment_waiting", condition=Q(state="held")),
            # For the plot of the desk's first page, whose weeks cost the same however old the blog is. With the state,
            # though all have the same, SQLite has no need of the rows themselves.
            models.Index(
                fields=["blog", "created_at", "state"], name="comment_by_week", condition=Q(state="published")
            ),
            models.Index(fields=["author", "blog", "-created_at"], name="comment_history"),
            models.Index(fields=["post", "author", "id"], name="comment_of_person"),
            models.Index(fields=["application"], name="comment_of_request", condition=Q(application__isnull=False)),
            models.Index(fields=["created_at"], name="comment_guest_addresses", condition=~Q(guest_email="")),
            # Each index is a page more that is written, and flushed, with each comment; these mostly are not.
            models.Index(fields=["parent"], name="comment_answers", condition=Q(parent__isnull=False)),
            models.Index(fields=["root"], name="comment_conversation", condition=Q(root__isnull=False)),
            models.Index(fields=["policy"], name="comment_judged_by", condition=Q(policy__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.byline}: {self.text[:40]}"

    def save(self, *args, **kwargs) -> None:
        if self._state.adding and self.parent_id:
            self.root_id = self.parent.conversation
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The permalink; it leads to the place on the post's page, wherever that is."""
        return reverse("comments:comment", args=[self.pk])

    @property
    def conversation(self) -> int:
        """The number of the comment that began the conversation, which may be this one."""
        return self.root_id or self.pk

    @property
    def byline(self) -> str:
        """The name above the comment; a guest's is marked as one, in words."""
        if self.author:
            return self.author.name
        return str(_("%(name)s (guest)")) % {"name": self.guest_name} if self.guest_name else str(_("former member"))

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"


class Edit(models.Model):
    """A change of a published comment that waits for a moderator, while the text before it stays up.

    `state` as a comment's: held, published (now it is the comment's text), rejected, or withdrawn by its author.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="edits")
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.HELD)
    reasons = models.JSONField(default=list)
    matched = models.JSONField(default=list)
    policy = models.ForeignKey(PolicyVersion, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change of a comment")
        verbose_name_plural = _("changes of comments")
        constraints = [
            models.UniqueConstraint(fields=["comment"], condition=Q(state="held"), name="one_edit_waits"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="edit_state_known"),
        ]
        indexes = [models.Index(fields=["state", "id"], name="edits_that_wait", condition=Q(state="held"))]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.text[:40]}"
