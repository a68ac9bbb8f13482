"""The form of a post."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Post, PostState
from blog.writing.forms.fields import LineField, MomentField
from blog.writing.forms.policy import PolicyFields
from blog.writing.forms.written import WrittenForm
from blog.writing.labelling import names_in, refuse_long


class PostForm(PolicyFields, WrittenForm):
    states = [
        (PostState.DRAFT, gettext_lazy("Draft: only the team can read it")),
        (PostState.PUBLISHED, gettext_lazy("Published: everybody can read it, from its date on")),
    ]

    published_at = MomentField(label=gettext_lazy("Date"), required=False)
    label_names = LineField(
        label=gettext_lazy("Labels"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("With commas between them, like: Travel, Letters. New ones are made."),
    )

    class Meta:
        model = Post
        fields = ["title", "body", "state", "published_at", "slug", "path", "description", "language"]

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
        self.choose_policy_of(self.blog, self.stored or self.instance)

    def clean_label_names(self) -> list[str]:
        names = names_in(self.cleaned_data["label_names"])
        refuse_long(names)
        return names

    def clean(self):
        super().clean()
        at = self.cleaned_data.get("published_at")
        before = self.stored and self.stored.published_at
        if at and before and at == before.replace(second=0, microsecond=0):
            self.cleaned_data["published_at"] = before  # the field shows no seconds; they are not lost for that
        elif not at and "published_at" in self.cleaned_data and self.cleaned_data.get("state") == PostState.PUBLISHED:
            self.cleaned_data["published_at"] = timezone.now().replace(microsecond=0)
        return self.cleaned_data
