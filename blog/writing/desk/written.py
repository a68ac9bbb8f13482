"""What the desk does with posts and pages alike: saves with a version, keeps what is typed, throws into the trash."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.models import Kind, PostState
from blog.writing.copies import Stale, keep, token_now
from blog.writing.desk.checked import KEEP, CheckedText
from blog.writing.desk.keeping import Kept
from blog.writing.desk.preview import Previewed
from blog.writing.desk.scope import Scoped
from blog.writing.desk.shared import SharedText
from blog.writing.desk.versions import Versioned
from blog.writing.trash import throw_away
from blog.writing.versions import fields_of, record

__all__ = ["KEEP", "Written"]


class Written(CheckedText, SharedText, Kept, Versioned, Previewed, Scoped):
    """A page of the desk for posts or for pages."""

    change_form_template = "writing/text_form.html"
    delete_confirmation_template = "writing/delete.html"
    list_filter = ["state"]

    def get_changelist_queryset(self, request, texts):
        """Without the trash, unless it is what one looks at."""
        return texts if request.GET.get("state__exact") == PostState.TRASH else texts.exclude(state=PostState.TRASH)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A save of what somebody else has changed meanwhile is brought together with that change."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Stale:
            return self.bring_together(request, self._text(request, int(object_id)))

    def keep_unpublished(self, request, text, form, now, beside: dict | None = None) -> None:
        """Saves what is in the form and publishes nothing: as the working copy, and as a version."""
        said = form.cleaned_data
        # The name first: the copy's token counts the versions.
        kind = Kind.NAMED if said["version_name"] else Kind.SAVED
        fields = fields_of(text, **(beside or {})) | {"state": form.stored.state}
        record(text, kind=kind, by=request.user, at=now, fields=fields, name=said["version_name"])
        keep(text=text, by=request.user, typed=form.typed(), seen=token_now(text), now=now)
        text.told = _("Saved. Readers still see the text as it is published.")

    def response_change(self, request, obj):
        told = getattr(obj, "told", "")
        if not told:
            return super().response_change(request, obj)
        self.message_user(request, told, messages.SUCCESS)
        return redirect(self.addresses(obj)["change"])

    def render_delete_form(self, request, context):
        context["goes_to_trash"] = context["object"].state != PostState.TRASH
        return super().render_delete_form(request, context)

    def delete_model(self, request, obj):
        """Into the trash; from there, for good."""
        if obj.state == PostState.TRASH:
            super().delete_model(request, obj)
        else:
            throw_away(text=obj, by=request.user, now=timezone.now())

    def response_delete(self, request, obj_display, obj_id):
        if self.get_queryset(request).filter(pk=obj_id).exists():
            told = _("“%(title)s” is in the trash. For thirty days it can be taken out again.")
        else:
            told = _("“%(title)s” is deleted.")
        self.message_user(request, told % {"title": obj_display}, messages.SUCCESS)
        return redirect(f"admin:{self._route('changelist')}")
