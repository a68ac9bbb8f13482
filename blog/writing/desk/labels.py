"""Labels on the desk."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import IntegerField, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.comments.changing import change_policy, fields_of, own_version
from blog.models import Label, Post
from blog.permissions import WRITE_ALL
from blog.writing.desk.effect import Weighed
from blog.writing.desk.scope import Light, Scoped
from blog.writing.forms.labels import LabelForm, MergeForm
from blog.writing.forms.policy import fieldsets_of
from blog.writing.labelling import merge_label, save_named

MOST = 1_000  # posts that are counted of a label: of more, it is enough to know that they are more


class Counted(Light):
    """The list of labels, where posts are counted for the labels of the page that is shown, and for no others."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        labelled = Post.labels.through.objects.filter(label=OuterRef("pk")).order_by().values("pk")
        shown = Label.objects.filter(pk__in=[label.pk for label in self.result_list])
        counts = dict(shown.values_list("pk", CountOf(labelled[: MOST + 1])))
        for label in self.result_list:
            label.used = counts.get(label.pk, 0)


class CountOf(Subquery):
    """How many rows a query finds, which may have an end."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@admin.register(Label)
class LabelAdmin(Weighed, Scoped):
    act = WRITE_ALL
    form = LabelForm
    change_form_template = "writing/label_form.html"
    fieldsets = [
        (None, {"fields": ["name", "slug", "description"]}),
        *fieldsets_of(
            fields_of(label=Label()),
            _(
                "On the posts with this label that don’t say otherwise themselves. Where several labels of a post "
                "have a say, the first by name has it."
            ),
        ),
    ]
    delete_confirmation_template = "writing/delete.html"
    list_display = ["name", "slug", "posts_of"]
    search_fields = ["name"]
    ordering = ["name", "pk"]

    def get_changelist(self, request, **kwargs):
        return Counted

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge)
        return [path("<int:pk>/merge/", view, name="blog_label_merge"), *super().get_urls()]

    @admin.display(description=_("posts"))
    def posts_of(self, label: Label) -> int | str:
        if label.used <= MOST:
            return label.used
        return _("over %(number)s") % {"number": number_format(MOST, force_grouping=True)}

    def merge(self, request, pk: int):
        """Asks for the other label, then says what would happen (both GET), then does it (POST)."""
        if not self.may(request):
            raise PermissionDenied
        label = self.get_queryset(request).filter(pk=pk).first()
        if label is None:
            raise Http404("No such label in this blog")
        label.blog = request.blog
        sent = request.POST if request.method == "POST" else request.GET
        form = MergeForm(sent if "into" in sent or request.method == "POST" else None, label=label)
        into = form.cleaned_data["into"] if form.is_valid() else None
        if request.method == "POST" and into:
            try:
                count = merge_label(label=label, into=into)
            except ValidationError as error:
                form.add_error("into", error)
                into = None
            else:
                messages.success(request, _merged(label, into, count))
                return redirect("admin:blog_label_change", into.pk)
        context = self.admin_site.each_context(request) | {
            "title": _("Merge “%(label)s”") % {"label": label},
            "opts": self.opts,
            "original": label,
            "form": form,
            "into": into,
            "count": label.posts.count(),
            "has_policy": own_version(request.blog, label=label) is not None,
        }
        return render(request, "writing/label_merge.html", context)

    def save_model(self, request, label: Label, form, change: bool):
        with transaction.atomic():
            save_named(label)
            change_policy(
                blog=request.blog, label=label, values=form.policy_values(), by=request.user, now=timezone.now()
            )


def _merged(label: Label, into: Label, count: int) -> str:
    said = ngettext(
        "“%(label)s” is merged into “%(into)s”, with %(count)d post.",
        "“%(label)s” is merged into “%(into)s”, with %(count)d posts.",
        count,
    )
    return said % {"label": label, "into": into, "count": count}
