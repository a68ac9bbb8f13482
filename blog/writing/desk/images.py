"""Images on the desk: the blog's store of them, and the editor's way to upload one."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.pace import wait_for
from blog.models import Image
from blog.permissions import WRITE_ALL, WRITE_OWN
from blog.writing.desk.scope import Scoped
from blog.writing.forms.images import AltForm, UploadForm
from blog.writing.images import delete_image, keep_image, markdown_of, shown_in


@admin.register(Image)
class ImageAdmin(Scoped):
    """Everybody who writes sees and shows all images; an author changes and deletes those they uploaded."""

    act = WRITE_OWN
    delete_confirmation_template = "writing/delete.html"
    list_display = ["picture", "alt", "markdown", "uploader", "created_at"]
    list_display_links = ["picture", "alt"]
    search_fields = ["alt", "name"]
    ordering = ["-pk"]
    list_per_page = 24

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("uploaded_by")

    def get_fields(self, request, obj=None):
        return ["alt", "picture", "markdown"] if obj else ["file", "alt"]

    def get_readonly_fields(self, request, obj=None):
        return ["picture", "markdown"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = AltForm if obj else UploadForm
        return super().get_form(request, obj, change=change, **kwargs)

    def has_change_permission(self, request, obj=None) -> bool:
        return self.may(request, WRITE_ALL) or (
            self.may(request) and (obj is None or obj.uploaded_by_id == request.user.pk)
        )

    has_delete_permission = has_change_permission

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, image: Image) -> str:
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" loading="lazy">', image.get_absolute_url(), image.alt
        )

    @admin.display(description=gettext_lazy("to copy into a text"))
    def markdown(self, image: Image) -> str:
        return format_html('<code dir="ltr">{}</code>', markdown_of(image))

    @admin.display(description=gettext_lazy("uploaded by"), empty_value=gettext_lazy("a former member"))
    def uploader(self, image: Image) -> str | None:
        return image.uploaded_by and image.uploaded_by.name

    def get_urls(self):
        upload = require_POST(self.admin_site.admin_view(self.upload))
        return [path("upload/", upload, name="blog_image_upload"), *super().get_urls()]

    def upload(self, request):
        """Takes an image from the editor; answers with what to write into the text, or with sentences by field."""
        if not self.may(request):
            raise PermissionDenied
        if wait := wait_for("upload", request.user.pk):
            sentence = _("That were many images in a short time. Wait %(minutes)d minutes.") % {
                "minutes": wait // 60 + 1
            }
            return JsonResponse({"errors": {"file": [sentence]}}, status=429)
        form = self.get_form(request)(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=422)
        image = self._keep(request, form)
        self.log_addition(request, image, [{"added": {}}])
        return JsonResponse({"markdown": markdown_of(image), "url": image.get_absolute_url()}, status=201)

    def save_form(self, request, form, change):
        """The stored image, decoded while its form was asked."""
        return form.instance if change else self._keep(request, form)

    def save_model(self, request, image: Image, form, change: bool):
        if change:
            image.save(update_fields=["alt"])

    def save_related(self, request, form, formsets, change):
        """An image's posts are those whose text shows it: nothing to save here."""

    def _keep(self, request, form: UploadForm) -> Image:
        name = form.cleaned_data["file"].name
        return keep_image(
            blog=request.blog, by=request.user, decoded=form.decoded, alt=form.cleaned_data["alt"], name=name
        )

    def response_add(self, request, obj, post_url_continue=None):
        return super().response_add(request, obj, reverse("admin:blog_image_change", args=[obj.pk]))

    def delete_model(self, request, image: Image):
        delete_image(image=image)

    def get_deleted_objects(self, objs, request):
        texts, counts, lacking, _protected = super().get_deleted_objects(objs, request)
        return texts, counts, lacking, [str(shown) for image in objs for shown in shown_in(image)]
