"""Images on the desk: the blog's library of them, and the editor's way to upload one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from blog.models import Blog, Image, Page, Post, PostState
from blog.permissions import MANAGE, WRITE_ALL, WRITE_OWN
from blog.writing.desk.scope import Scoped
from blog.writing.desk.words import moment
from blog.writing.forms.images import ImageForm, UploadForm
from blog.writing.images import delete_image, describe_image, keep_image, markdown_of, shown_in

KNOWN = gettext_lazy("The library has this picture already: here it is, with the words it was given.")


def _how_many(kind: type[Post | Page]) -> Coalesce:
    """How many texts of a kind show an image, counted beside each row."""
    shows = kind.images.through.objects.filter(image=OuterRef("pk")).order_by().values("image")
    return Coalesce(Subquery(shows.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)


@admin.register(Image)
class ImageAdmin(Scoped):
    """Everybody who writes sees and shows all images; an author changes and deletes those they uploaded."""

    act = WRITE_OWN
    change_form_template = "writing/image_form.html"
    delete_confirmation_template = "writing/delete.html"
    list_display = ["picture", "words", "markdown", "uses", "uploaded"]
    list_display_links = ["picture", "words"]
    search_fields = ["alt", "caption", "name"]
    search_help_text = gettext_lazy("Words of the alternative text, the caption or the file’s name")
    ordering = ["-pk"]
    list_per_page = 24

    def get_queryset(self, request):
        texts = _how_many(Post) + _how_many(Page)
        return super().get_queryset(request).select_related("uploaded_by").annotate(count_of_texts=texts)

    def get_fields(self, request, obj=None):
        return ["alt", "caption", ("focus_x", "focus_y"), "markdown"] if obj else ["file", "alt", "caption"]

    def get_readonly_fields(self, request, obj=None):
        return ["markdown"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = ImageForm if obj else UploadForm
        form = super().get_form(request, obj, change=change, **kwargs)
        form.person = request.user.pk
        return form

    def has_change_permission(self, request, obj=None) -> bool:
        return self.may(request, WRITE_ALL) or (
            self.may(request) and (obj is None or obj.uploaded_by_id == request.user.pk)
        )

    has_delete_permission = has_change_permission

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, image: Image) -> str:
        return format_html('<img class="thumbnail" src="{}" alt="{}" loading="lazy">', image.crop_url, image.alt)

    @admin.display(description=gettext_lazy("words"), ordering="alt")
    def words(self, image: Image) -> str:
        return image.alt

    @admin.display(description=gettext_lazy("to copy into a text"))
    def markdown(self, image: Image) -> str:
        return format_html('<code dir="ltr">{}</code>', markdown_of(image))

    @admin.display(description=gettext_lazy("used in"))
    def uses(self, image: Image) -> str:
        count = image.count_of_texts
        return ngettext("%(count)d text", "%(count)d texts", count) % {"count": count} if count else _("no text yet")

    @admin.display(description=gettext_lazy("uploaded"), ordering="created_at")
    def uploaded(self, image: Image) -> str:
        person = image.uploaded_by.name if image.uploaded_by else _("a former member")
        return format_html('{}<br><span class="quiet">{}</span>', person, moment(image.created_at))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["may_change"] = self.has_change_permission(request, obj)
            texts = shown_in(obj)
            own = set(request.blog.posts.by(request.user).filter(images=obj).values_list("pk", flat=True))
            context["used_in"] = [(text, self._way_to(request, text, own)) for text in texts]
        response = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        if context["adminform"].form.has_error("file", "pace"):
            response.status_code = 429
        return response

    def _way_to(self, request, text: Post | Page | Blog, own: set[int]) -> str:
        """Where this person changes the text or the blog, else where it is read, if it is out. `own`: their posts."""
        if isinstance(text, Blog):
            return reverse("admin:blog_blog_changelist" if self.may(request, MANAGE) else "reading:front")
        if (isinstance(text, Post) and text.pk in own) or self.may(request, WRITE_ALL):
            return reverse(f"admin:blog_{text._meta.model_name}_change", args=[text.pk])
        if isinstance(text, Post):
            return text.whole_url if text.is_published(timezone.now()) else ""
        return text.whole_url if text.state == PostState.PUBLISHED else ""

    def get_urls(self):
        upload = require_POST(self.admin_site.admin_view(self.upload))
        return [path("upload/", upload, name="blog_image_upload"), *super().get_urls()]

    def upload(self, request):
        """Takes an image from the editor; answers with what to write into the text, or with sentences by field."""
        if not self.may(request):
            raise PermissionDenied
        form = self.get_form(request)(request.POST, request.FILES)
        if not form.is_valid():
            status = 429 if form.has_error("file", "pace") else 422
            return JsonResponse({"errors": form.errors}, status=status)
        image = self._keep(request, form)
        self.log_addition(request, image, [{"added": {}}])
        told = {"markdown": markdown_of(image), "url": image.get_absolute_url()}
        return JsonResponse(told if image.is_new else told | {"told": str(KNOWN)}, status=201 if image.is_new else 200)

    def save_form(self, request, form, change):
        """The stored image, decoded while its form was asked."""
        return form.instance if change else self._keep(request, form)

    def save_model(self, request, image: Image, form, change: bool):
        if change:
            words = {name: form.cleaned_data[name] for name in ("alt", "caption")}
            old = form.initial["focus_x"], form.initial["focus_y"]
            focus = form.cleaned_data["focus_x"], form.cleaned_data["focus_y"]
            image.focus_x, image.focus_y = old  # the form has written the new one into the row's object already
            describe_image(image=image, now=timezone.now(), focus=focus, **words)

    def save_related(self, request, form, formsets, change):
        """An image's posts are those whose text shows it: nothing to save here."""

    def _keep(self, request, form: UploadForm) -> Image:
        name = form.cleaned_data["file"].name
        words = {name: form.cleaned_data[name] for name in ("alt", "caption")}
        image, image.is_new = keep_image(blog=request.blog, by=request.user, decoded=form.decoded, name=name, **words)
        return image

    def log_addition(self, request, image: Image, message):
        return super().log_addition(request, image, message) if image.is_new else None

    def response_add(self, request, image: Image, post_url_continue=None):
        there = reverse("admin:blog_image_change", args=[image.pk])
        if image.is_new:
            return super().response_add(request, image, there)
        self.message_user(request, KNOWN, messages.WARNING)
        return HttpResponseRedirect(there)

    def delete_model(self, request, image: Image):
        delete_image(image=image)

    def get_deleted_objects(self, objs, request):
        texts, counts, lacking, _protected = super().get_deleted_objects(objs, request)
        return texts, counts, lacking, [str(shown) for image in objs for shown in shown_in(image)]
