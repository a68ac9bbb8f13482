"""The policy as dated versions: of a blog, of a label, of one post."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.comments import policy
from blog.models import Blog, Label, Post, Readers


class Audience(models.TextChoices):
    NOBODY = policy.NOBODY, _("Nobody")
    TEAM = policy.TEAM, _("The blog’s team")
    MEMBERS = policy.MEMBERS, _("Members of this blog")
    SIGNED_IN = policy.SIGNED_IN, _("Anyone signed in with a confirmed address")
    ANYONE = policy.ANYONE, _("Anyone; guests, without an account, wait for a moderator")


class Closing(models.TextChoices):
    OPEN = policy.OPEN, _("Open")
    SHOWN = policy.SHOWN, _("Closed, and what was said stays")
    HIDDEN = policy.HIDDEN, _("Closed and hidden")


class SpamCheck(models.TextChoices):
    OFF = policy.OFF, _("Off")
    AKISMET = "akismet", _("Akismet: texts, names and addresses are sent to it")


def _number(label, most: int):
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[MaxValueValidator(most)])


class PolicyVersionQuerySet(models.QuerySet):
    def in_force(self, blog: Blog, posts=()):
        """The latest version of the blog, of each of its labels, and of each of `posts` that has one. One query."""
        scope = self.filter(blog=blog).filter(Q(post=None) | Q(post__in=list(posts)))
        latest = scope.order_by().values("post", "label").annotate(latest=Max("pk")).values("latest")
        return self.filter(pk__in=latest).select_related("label")


class PolicyVersion(models.Model):
    """A dated version of the policy of a blog, of one label or of one post. Append-only: a change is a new row.

    Each field is one of policy.Rules. "" or NULL inherits: a post its labels', a label the blog's, the blog the house's
    own default. 0 in a number means "never", whatever would be inherited; an empty list of words means "no words".
    """

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="policy_versions")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="policy_versions")
    label = models.ForeignKey(Label, models.CASCADE, null=True, blank=True, related_name="policy_versions")

    readers = models.CharField(_("who may read"), max_length=10, choices=Readers.choices, blank=True)
    audience = models.CharField(_("who may comment"), max_length=10, choices=Audience.choices, blank=True)
    comments = models.CharField(_("comments"), max_length=10, choices=Closing.choices, blank=True)
    read_only = models.BooleanField(_("read-only"), null=True, blank=True)
    close_after_days = _number(_("close after days"), 36_500)
    close_after_count = _number(_("close after comments"), 1_000_000)
    close_at = models.DateTimeField(_("close on"), null=True, blank=True)
    open_until = models.DateTimeField(_("reopened until"), null=True, blank=True)
    hold_all = models.BooleanField(_("hold every comment"), null=True, blank=True)
    hold_first = _number(_("hold a person’s first comments"), 100)
    hold_rejected_days = _number(_("hold for days after a rejection"), 3_650)
    hold_links = _number(_("hold from so many links"), 1_000)
    hold_words = models.JSONField(_("hold words"), null=True, blank=True)  # a list of words and phrases
    hold_after_days = _number(_("hold on posts older than days"), 36_500)
    slow_minutes = _number(_("slow mode: minutes between a person’s comments"), 1_440)
    heat = _number(_("slow down from so many comments in ten minutes"), 10_000)
    hide_reports = _number(_("hide from so many reports"), 1_000)
    spam_check = models.CharField(_("spam check"), max_length=10, choices=SpamCheck.choices, blank=True)

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason for the change"), max_length=300, blank=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the comment policy")
        verbose_name_plural = _("versions of the comment policy")
        constraints = [models.CheckConstraint(condition=Q(post=None) | Q(label=None), name="policy_of_one_thing")]
        indexes = [models.Index(fields=["blog", "post", "label", "-id"], name="policy_latest")]

    def __str__(self) -> str:
        return f"{self.post or self.label or self.blog}, {self.at:%Y-%m-%d %H:%M}"
