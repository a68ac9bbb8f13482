"""All comments of the blog, to be searched. What is done with one is done on the moderators' desk."""

from django.contrib import admin
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.named import NAMES
from blog.comments.models import Comment, State
from blog.models import Blog
from blog.permissions import MODERATE
from blog.titles import TITLES
from blog.writing.desk.scope import ReadOnly
from config.letters import FOUND, words_of

SEARCHED = 10_000  # of the latest comments


class ByState(admin.SimpleListFilter):
    """The states whose comments the list holds."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [choice for choice in State.choices if choice[0] != State.WITHDRAWN]

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


@admin.register(Comment)
class CommentAdmin(ReadOnly):
    """What its author has withdrawn is not here: nobody reads it any more, and a search would."""

    act = MODERATE
    heavy = ("html",)
    list_display = ["said", "author_name", "post", "state", "created_at"]
    list_display_links = None
    list_filter = [ByState]
    search_fields = ["text", "author__name", "post__title"]  # as get_search_results has them
    search_help_text = _(
        "Words of the comment, its author or its post; the latest 10,000 comments are searched, and of many the newest "
        "500 are found"
    )
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(state=State.WITHDRAWN).select_related("author", "post")

    def get_search_results(self, request, queryset, search_term):
        """Looks through the latest, once: no index finds what stands somewhere in a text."""
        if not search_term:
            return queryset, False
        found = queryset.filter(pk__gt=_newest_before_the_latest(request.blog))
        for word in words_of(search_term):
            posts = TITLES.among(request.blog.posts.all(), [word]).values("pk")
            found = found.filter(Q(text__icontains=word) | NAMES.has(word, of="author") | Q(post__in=posts))
        newest = found.order_by("-pk").values_list("pk", flat=True)[:FOUND]
        return queryset.filter(pk__in=list(newest)), False

    @admin.display(description=_("comment"))
    def said(self, comment: Comment) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse("comments:item", args=[comment.pk]), Truncator(comment.text).chars(120)
        )

    @admin.display(description=_("author"), empty_value=_("a former member"))
    def author_name(self, comment: Comment) -> str:
        return comment.byline

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Its page is the moderators'."""
        found = self.get_object(request, object_id)
        if found is None or not self.has_view_permission(request, found):
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect("comments:item", found.pk)


def _newest_before_the_latest(blog: Blog) -> int:
    """The number of the newest comment that is not searched; 0 if all are. Asked state by state, as an index has them:
    not a row is looked at."""
    by_state = [
        blog.comments.filter(state=state).order_by().values_list("pk", flat=True)
        for state in State.values
        if state != State.WITHDRAWN
    ]
    latest = by_state[0].union(*by_state[1:], all=True).order_by("-pk")
    return next(iter(latest[SEARCHED : SEARCHED + 1]), 0)
