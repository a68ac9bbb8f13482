"""Series on the desk."""

from django.contrib import admin
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.models import Post, Series
from blog.permissions import WRITE_ALL
from blog.writing.desk.scope import Light, Scoped
from blog.writing.desk.words import told
from blog.writing.forms.series import SeriesForm
from blog.writing.labelling import save_named
from blog.writing.series import delete_series


class Counted(Light):
    """The list of series, where posts are counted for those of the page that is shown, and for no others."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        held = Post.objects.filter(series__in=self.result_list).order_by()
        counts = dict(held.values_list("series").annotate(Count("pk")))
        for series in self.result_list:
            series.held = counts.get(series.pk, 0)


@admin.register(Series)
class SeriesAdmin(Scoped):
    act = WRITE_ALL
    form = SeriesForm
    change_form_template = "writing/series_form.html"
    delete_confirmation_template = "writing/delete.html"
    fieldsets = [(None, {"fields": ["name", "slug", "description"]})]
    list_display = ["name", "slug", "posts_of"]
    search_fields = ["name"]
    ordering = ["name", "pk"]

    def get_changelist(self, request, **kwargs):
        return Counted

    @admin.display(description=_("posts"))
    def posts_of(self, series: Series) -> int:
        return series.held

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and obj.pk:
            now = timezone.now()
            held = obj.posts.in_order().select_related("blog").defer("body", "html", "teaser", "beginning")
            context["parts"] = [(post, told(post, now)) for post in held]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, series: Series, form, change: bool):
        save_named(series)

    def delete_model(self, request, series: Series):
        delete_series(series=series)

    def get_deleted_objects(self, objs, request):
        texts, counts, lacking, protected = super().get_deleted_objects(objs, request)
        count = Post.objects.filter(series__in=objs).count()
        if count:
            kept = ngettext(
                "Its %(count)d post stays, and stands alone then.",
                "Its %(count)d posts stay, and stand alone then.",
                count,
            )
            texts.append(kept % {"count": count})
        return texts, counts, lacking, protected
