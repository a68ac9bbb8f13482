"""Mail to people: what each wants to be told, and what waits to be sent."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a mail is about. What is done to oneself (a sanction, an answer to an application) is always told."""

    HELD = "held", _("Comments that wait for a moderator")  # the team's
    REPORT = "report", _("Reports of comments")  # the team's
    APPLICATION = "application", _("Requests to join")  # the team's
    APPEAL = "appeal", _("Appeals")  # the team's
    REPLY = "reply", _("Answers to my comments")
    MENTION = "mention", _("Comments that mention me")
    FOLLOWED = "followed", _("New comments in threads I follow")
    RULING = "ruling", _("What becomes of my comments")
    STANDING = "standing", _("My membership, sanctions and appeals")


class How(models.TextChoices):
    NEVER = "never", _("never")
    AT_ONCE = "at_once", _("at once")
    DIGEST = "digest", _("once a day, together")


ALWAYS = (Topic.STANDING,)  # can't be refused: nobody is sanctioned in secret


class MailPreference(models.Model):
    """How a person wants to hear of a topic in a blog. No row: the default of accounts.mail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences")
    blog = models.ForeignKey("blog.Blog", models.CASCADE, related_name="+")
    topic = models.CharField(max_length=12, choices=Topic.choices)
    how = models.CharField(max_length=8, choices=How.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "blog", "topic"], name="one_preference_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.how}"


class Letter(models.Model):
    """A mail that is to be sent, or was: written in the transaction of what it tells, sent after it.

    `about` names the event ("comment 12 published"): the same is never told twice to the same person. `digest` ones
    wait for the day's letter. `email` is for people without an account (invited, guests); `user` otherwise.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        GIVEN_UP = "given_up", _("given up")

    blog = models.ForeignKey("blog.Blog", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="letters")
    email = models.EmailField(blank=True)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    about = models.CharField(max_length=100)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    digest = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)  # not tried before
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Two, for SQLite knows no constraint by which one NULL equals another.
            models.UniqueConstraint(fields=["user", "about"], name="told_once"),
            models.UniqueConstraint(
                fields=["email", "about"], condition=models.Q(user=None), name="told_once_without_account"
            ),
            models.CheckConstraint(condition=models.Q(state__in=["waiting", "sent", "given_up"]), name="letter_state"),
        ]
        indexes = [
            models.Index(fields=["state", "next_at"], name="letters_that_wait", condition=models.Q(state="waiting")),
            models.Index(fields=["blog", "made_at"], name="letters_given_up", condition=models.Q(state="given_up")),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.state}"
