"""Posts. "Public" is defined here, once; every page, feed, sitemap and search reads through it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from blog.models.blogs import Blog, Readers, direction_of
from blog.models.images import Image
from blog.models.labels import Label
from blog.models.series import Series
from blog.models.written import PostState, Written

MANY = 2_000  # posts of a label that are cheap to sort


def _read_by(readers: str) -> models.Q:
    # Not by a join: SQLite would begin at the one row of the blog, and then sort all its posts.
    return models.Q(readers=readers) | models.Q(readers="", blog__in=Blog.objects.filter(readers=readers))


class PostQuerySet(models.QuerySet):
    def public(self, now: datetime):
        """Posts anybody may read at `now`. A post that is scheduled becomes public by the clock alone."""
        return self.published(now).filter(_read_by(Readers.EVERYONE))

    def announced(self, now: datetime):
        """Posts anybody may know of at `now`: the public ones, and those for members, who alone read them whole."""
        return self.published(now).exclude(_read_by(Readers.TEAM))

    def published(self, now: datetime):
        """Posts that are out at `now`, for whomever: ask `blog.comments.policy.may_read` before one is shown."""
        lasts = models.Q(expires_at=None) | models.Q(expires_at__gt=now)
        return self.filter(lasts, state=PostState.PUBLISHED, published_at__lte=now)

    def without_text(self):
        """For who does not show them: what is long of a post is asked for when it is looked at."""
        return self.defer("body", "html", "beginning", "teaser", "notes")

    def within(self, dates: models.Q):
        """Those with such dates, asked before all else: where two ends are given for a column, SQLite searches its
        index up to the first, and passes by what lies between them one by one. Before anything is annotated."""
        return self.model.objects.filter(dates) & self

    def by(self, person):
        """Posts that somebody wrote, alone or with others: the one rule of whose a post is."""
        with_others = Post.coauthors.through.objects.filter(user=person).values("post")
        return self.filter(models.Q(author=person) | models.Q(pk__in=with_others))

    def list_by(self, person):
        """The same, for a list: who wrote nothing with others has an index of their posts in order. One query."""
        alone = not Post.coauthors.through.objects.filter(user=person).exists()
        return self.filter(author=person) if alone else self.by(person)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def in_order(self):
        """Posts of one series as they are read: by their place, behind these those without one, by their date."""
        unplaced = models.Case(models.When(series_place=0, then=1), default=0, output_field=models.IntegerField())
        return self.order_by(unplaced, "series_place", "published_at", "pk")

    def with_names(self):
        """With what is told of each beside its title, so that `Post.authors` asks nothing where nobody else wrote."""
        others = Post.coauthors.through.objects.filter(post=models.OuterRef("pk"))
        return self.select_related("author", "cover").annotate(has_others=models.Exists(others))

    def labelled(self, label: Label):
        """Those with a label. One query, for the way to find the newest of them: a few are sorted, and where many posts
        have it, the newest posts are looked through.
        """
        through = self.model.labels.through.objects.filter(label=label)
        if through[:MANY].count() < MANY:
            return self.filter(pk__in=through.values("post"))
        return self.filter(models.Exists(through.filter(post=models.OuterRef("pk"))))


class Post(Written):
    blog = models.ForeignKey(Blog, models.CASCADE, related_name="posts", verbose_name=_("blog"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="posts", verbose_name=_("author")
    )  # NULL: a former author, whose account is gone
    coauthors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="posts_with_others", verbose_name=_("with")
    )
    teaser = models.TextField(editable=False, blank=True)  # the HTML above the author's "more" mark, if there is one
    published_at = models.DateTimeField(
        _("published"), null=True, blank=True, help_text=_("In the future: readers see the post from then on.")
    )
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)  # from then on it is as a draft is
    notes = models.JSONField(
        default=list, editable=False
    )  # what readers were told of changes: {"at": ISO 8601, "text"}
    sticky = models.BooleanField(
        _("stays on top"), default=False, help_text=_("Stands first on the front page, whatever its date.")
    )
    canonical = models.URLField(
        _("first published at"),
        max_length=500,
        blank=True,
        help_text=_("The address search engines are told of, if the post stood elsewhere first. Empty: its own."),
    )
    cover = models.ForeignKey(
        Image, models.SET_NULL, null=True, blank=True, related_name="covers", verbose_name=_("cover image")
    )
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="posts", verbose_name=_("series")
    )
    series_place = models.PositiveSmallIntegerField(
        _("place in the series"), default=0, help_text=_("1 comes first. 0: in the order of publication.")
    )
    labels = models.ManyToManyField(Label, blank=True, related_name="posts", verbose_name=_("labels"))
    # Those its text shows, and its cover: an image is for whom one of its texts is for.
    images = models.ManyToManyField(Image, blank=True, editable=False, related_name="posts")

    # "" inherits the blog's. As the newest version of the post's policy has it (blog.comments.changing writes both).
    readers = models.CharField(max_length=10, choices=Readers.choices, blank=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["blog", "path"], name="post_path_once_per_blog"),
            models.CheckConstraint(condition=models.Q(state__in=PostState.values), name="post_state_known"),
            models.CheckConstraint(condition=models.Q(readers__in=["", *Readers.values]), name="post_readers_known"),
            models.CheckConstraint(
                condition=~models.Q(state=PostState.PUBLISHED) | models.Q(published_at__isnull=False),
                name="published_post_has_a_date",
            ),
        ]
        indexes = [
            # With the date it is over: what is only counted, or passed over, is so without a look at the row.
            models.Index(fields=["blog", "state", "-published_at", "-id", "expires_at"], name="post_newest_first"),
            models.Index(
                fields=["blog", "-updated_at", "-id", "state"],
                name="post_begun",
                condition=models.Q(state=PostState.DRAFT),
            ),
            models.Index(fields=["blog", "-published_at", "-id"], name="post_by_date"),
            models.Index(fields=["blog", "author", "state", "-published_at", "-id"], name="post_by_author"),
            models.Index("blog", Lower("title"), name="post_by_title"),
            models.Index(fields=["series", "series_place", "published_at"], name="post_in_series"),
            models.Index(
                fields=["blog", "expires_at"], name="post_expires", condition=models.Q(expires_at__isnull=False)
            ),
            # The same columns as the first: else SQLite looks through all posts by that one for those few.
            models.Index(
                fields=["blog", "state", "-published_at", "-id", "expires_at"],
                name="post_sticky",
                condition=models.Q(sticky=True),
            ),
        ]

    @cached_property
    def authors(self) -> list:
        """Who wrote it: the author, then the others by name. A query, unless it is known that there are none."""
        others = self.coauthors.all() if getattr(self, "has_others", True) else ()
        first = [self.author] if self.author else []
        return first + sorted((other for other in others if other != self.author), key=lambda person: person.name_key)

    @property
    def read_by(self) -> str:
        """One of Readers: the post's own choice, else the blog's."""
        return self.readers or self.blog.readers

    @property
    def whole_url(self) -> str:
        """Where who may read the post reads it whole."""
        return self.path if self.read_by == Readers.EVERYONE else reverse("reading:post", args=[self.pk])

    def is_published(self, now: datetime) -> bool:
        """The same rule as `published()`, for a row in hand."""
        is_out = self.state == PostState.PUBLISHED and self.published_at is not None and self.published_at <= now
        return is_out and not self.is_over(now)

    def is_public(self, now: datetime) -> bool:
        """The same rule as `public()`, for a row in hand."""
        return self.is_published(now) and self.read_by == Readers.EVERYONE

    def is_scheduled(self, now: datetime) -> bool:
        return self.state == PostState.PUBLISHED and self.published_at > now and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    @property
    def told_notes(self) -> list[tuple[datetime, str]]:
        """What readers are told of changes, oldest first."""
        return [(datetime.fromisoformat(note["at"]), note["text"]) for note in self.notes]

    @property
    def shown_language(self) -> str:
        return self.language or self.blog.language

    @property
    def direction(self) -> str:
        return direction_of(self.shown_language)
