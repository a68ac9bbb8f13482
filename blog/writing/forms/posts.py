"""The form of a post."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Post, PostState, Version
from blog.writing.forms.beside import BesideFields
from blog.writing.forms.checked import Checked
from blog.writing.forms.fields import LineField
from blog.writing.forms.moments import MomentField
from blog.writing.forms.policy import PolicyFields
from blog.writing.forms.written import WrittenForm
from blog.writing.labelling import names_in, refuse_long


class PostForm(Checked, BesideFields, PolicyFields, WrittenForm):
    states = [
        (PostState.DRAFT, gettext_lazy("Draft: only the team can read it")),
        (PostState.PUBLISHED, gettext_lazy("Published: everybody can read it, from its date on")),
    ]

    published_at = MomentField(label=gettext_lazy("Date"), required=False)
    expires_at = MomentField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("From then on nobody but the team can read it. Empty: it stays."),
    )
    update_at = MomentField(
        label=gettext_lazy("Publish the changes on"),
        required=False,
        help_text=gettext_lazy("Until then, readers see the text as it is published now. Empty: now."),
    )
    note = LineField(
        label=gettext_lazy("What readers are told of the change"),
        max_length=Version._meta.get_field("note").max_length,
        required=False,
        help_text=gettext_lazy("Stands below the post with the day, like “Updated 3 May: …”. Empty: nothing."),
    )
    label_names = LineField(
        label=gettext_lazy("Labels"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("With commas between them, like: Travel, Letters. New ones are made."),
    )

    class Meta:
        model = Post
        fields = ["title", "body", "state", "published_at", "expires_at", "slug", "path", "description", "language"]
        fields += ["series_place", "canonical", "sticky"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["published_at"].help_text = _(
            "In the time zone of the blog, %(zone)s. Empty: now. In the future: readers see the post from then on."
        ) % {"zone": self.blog.time_zone}
        self.fields["path"].help_text = _(
            "Empty: made of the date and the short name. When you change it, links to the old address keep working."
        )
        if self.stored:
            names = self.stored.labels.values_list("name", flat=True)
            self.initial.setdefault("label_names", ", ".join(names))
        if not (self.stored and self.stored.is_published(timezone.now())):
            self.fields.pop("update_at", None)
            self.fields.pop("note", None)
        self.choose_beside(self.blog, self.stored)
        self.choose_policy_of(self.blog, self.stored or self.instance)

    def clean_label_names(self) -> list[str]:
        names = names_in(self.cleaned_data["label_names"])
        refuse_long(names)
        return names

    def clean(self):
        super().clean()
        self._refuse_dates()
        at = self.cleaned_data.get("published_at")
        before = self.stored and self.stored.published_at
        if at and before and at == before.replace(second=0, microsecond=0):
            self.cleaned_data["published_at"] = before  # the field shows no seconds; they are not lost for that
        elif not at and "published_at" in self.cleaned_data and self.cleaned_data.get("state") == PostState.PUBLISHED:
            self.cleaned_data["published_at"] = timezone.now().replace(microsecond=0)
        return self.cleaned_data

    def _refuse_dates(self) -> None:
        begins, ends = self.cleaned_data.get("published_at"), self.cleaned_data.get("expires_at")
        if ends and ends <= (begins or timezone.now()):
            self.add_error("expires_at", _("Choose a moment after the date of the post."))
        due = self.cleaned_data.get("update_at")
        if due and due <= timezone.now():
            self.add_error("update_at", _("This moment is past. Choose a later one, or leave it empty for now."))
        if due and self.cleaned_data.get("state") != PostState.PUBLISHED:
            self.add_error("update_at", _("Only changes of a published post can wait for a date."))
