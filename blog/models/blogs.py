"""A blog: a name, a host, and its owner's choices."""

import zoneinfo
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from blog.look import address_of_look


class Joining(models.TextChoices):
    OPEN = "open", _("open: whoever asks, and has confirmed their address, is a member")
    APPROVAL = "approval", _("by approval: people ask, and the team decides")
    CLOSED = "closed", _("closed: nobody new")


class Readers(models.TextChoices):
    EVERYONE = "everyone", _("everyone")
    MEMBERS = "members", _("members of this blog; others read how it begins")
    TEAM = "team", _("the blog’s team; for others it is not there")


class PermalinkPattern(models.TextChoices):
    DATED = "/{year}/{month}/{slug}/", _("/2018/05/title/")
    BLOGGER = "/{year}/{month}/{slug}.html", _("/2018/05/title.html (as Blogger has it)")
    DAILY = "/{year}/{month}/{day}/{slug}/", _("/2018/05/31/title/ (as WordPress has it)")


class Font(models.TextChoices):
    LITERATA = "literata", _("Literata, a book face")
    SANS = "sans", _("the reader’s own sans serif")
    SERIF = "serif", _("the reader’s own serif")


class Feeds(models.TextChoices):
    FULL = "full", _("the whole text")
    SUMMARY = "summary", _("the description, and a link to the whole")


@cache
def time_zones() -> frozenset[str]:
    """The names of all time zones. Python reads a thousand files for them, so it is asked once."""
    return frozenset(zoneinfo.available_timezones())


def validate_time_zone(value: str) -> None:
    if value not in time_zones():
        raise ValidationError(_("There is no time zone of that name. Write it like “Europe/Vienna” or “UTC”."))


class Blog(models.Model):
    name = models.CharField(_("name"), max_length=100)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    hostname = models.CharField(
        _("host name"),
        max_length=253,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9.-]+$", _("Write only the host’s name, like “blog.example.org”."))],
        help_text=_("Empty: this blog answers at every host name that no other blog has."),
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        default="en",
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", _("Write a language code like “en” or “ar”."))],
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    permalinks = models.CharField(
        _("addresses of new posts"), max_length=60, choices=PermalinkPattern.choices, default=PermalinkPattern.DATED
    )
    font = models.CharField(_("font"), max_length=10, choices=Font.choices, default=Font.LITERATA)
    accent = models.CharField(
        _("colour of links"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write a colour like “#1a5fb4”."))],
        help_text=_("On a light ground. Empty: the colour it comes with."),
    )
    accent_dark = models.CharField(
        _("colour of links in the dark"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Write a colour like “#1a5fb4”."))],
        help_text=_("On a dark ground. Empty: the colour it comes with."),
    )
    header_image = models.ForeignKey(
        "blog.Image", models.SET_NULL, null=True, blank=True, related_name="headers", verbose_name=_("header image")
    )
    feeds = models.CharField(_("feeds hold"), max_length=10, choices=Feeds.choices, default=Feeds.FULL)
    sender_name = models.CharField(
        _("mails come from"), max_length=100, blank=True, help_text=_("The name beside the address. Empty: the blog’s.")
    )
    checks = models.JSONField(default=dict, blank=True)  # of the publish checklist: code -> "warn", "block" or "off"
    joining = models.CharField(
        _("joining"),
        max_length=10,
        choices=Joining.choices,
        default=Joining.OPEN,
        help_text=_("How people become members."),
    )
    mail_domains = models.TextField(
        _("only from these mail domains"),
        max_length=10_000,
        blank=True,
        help_text=_(
            "One a line, like example.org; .example.org for all below it. Only people with a confirmed address there "
            "can join. Empty: whatever the domain. Whom you invite may have any."
        ),
    )
    refuse_disposable = models.BooleanField(
        _("refuse disposable addresses"),
        default=False,
        help_text=_("Nobody joins with an address of a service that gives out mailboxes for minutes."),
    )
    refuse_aliases = models.BooleanField(
        _("one mailbox, one member"),
        default=False,
        help_text=_("Who joins as anna+two@example.org is taken for anna@example.org, banned or a member already."),
    )
    remind_hours = models.PositiveSmallIntegerField(
        _("remind after hours"), default=24, help_text=_("Of a comment that waits. 0: never.")
    )
    overdue_hours = models.PositiveSmallIntegerField(
        _("overdue after hours"), default=0, help_text=_("A comment that still waits then is dealt with. 0: never.")
    )
    overdue = models.CharField(
        _("what is overdue"),
        max_length=10,
        default="keep",
        choices=[
            ("keep", _("goes on waiting")),
            ("publish", _("is published, if its author has a published comment here")),
            ("reject", _("is rejected; its author is told that nobody had the time")),
        ],
    )
    publish_log = models.BooleanField(
        _("publish the log"),
        default=False,
        help_text=_(
            "What the team did, when and under which guideline, for everybody to read: without names, texts and words "
            "of its own. Only of a blog that everyone may read."
        ),
    )
    # As the newest version of the policy has it (blog.comments.changing writes both): lists are filtered by it.
    readers = models.CharField(max_length=10, choices=Readers.choices, default=Readers.EVERYONE, editable=False)
    # When the next scheduled change of a text falls due (blog.writing.due keeps it), so that no reader's page asks.
    next_due_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")
        constraints = [
            models.CheckConstraint(condition=models.Q(joining__in=Joining.values), name="blog_joining_known"),
            models.CheckConstraint(condition=models.Q(readers__in=Readers.values), name="blog_readers_known"),
            models.CheckConstraint(condition=models.Q(font__in=Font.values), name="blog_font_known"),
            models.CheckConstraint(condition=models.Q(feeds__in=Feeds.values), name="blog_feeds_known"),
            models.CheckConstraint(
                condition=models.Q(overdue__in=["keep", "publish", "reject"]), name="blog_overdue_known"
            ),
            # Two blogs that answer every host would be one too many.
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(hostname=None), name="one_blog_answers_every_host"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        self.hostname = self.hostname or None

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def look_address(self) -> str:
        """Of the style sheet with what the owner chose, "" where that is what the blog comes with."""
        return address_of_look(self.font, self.accent, self.accent_dark)

    @property
    def shown_header(self):
        """The image above every page. None of a blog for its team: visitors of a page that is open to them see none."""
        return self.header_image if self.readers != Readers.TEAM else None


def direction_of(language: str) -> str:
    """ "rtl" or "ltr" for a language code; unknown languages run left to right."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"
