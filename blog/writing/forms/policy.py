"""The comment policy in a form: each choice, what it is when nothing is chosen, and where that comes from."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.comments.changing import differ, drafted, fields_of, own_version
from blog.comments.lockout import lock_out, sentence_of
from blog.comments.models import PolicyVersion
from blog.comments.rules import FIELDS, NUMBERS, lay
from blog.comments.saying import CHOICES, YES_NO, said_inherited
from blog.models import Blog, Label, Post
from blog.writing.forms.moments import MomentField
from blog.writing.forms.words import WordsField

# What stands together in a form, under one heading.
GROUPS = [
    (gettext_lazy("Reading"), ("readers",)),
    (gettext_lazy("Comments: who"), ("audience",)),
    (
        gettext_lazy("Comments: closing"),
        ("comments", "read_only", "close_after_days", "close_after_count", "close_at", "open_until"),
    ),
    (
        gettext_lazy("Comments: what waits for a moderator"),
        ("hold_all", "hold_first", "hold_rejected_days", "hold_links", "hold_words", "hold_after_days", "hide_reports"),
    ),
    (gettext_lazy("Comments: pace"), ("slow_minutes", "heat")),
    (gettext_lazy("Comments: spam"), ("spam_check",)),
]


def fieldsets_of(allowed: tuple[str, ...], description: str = "") -> list[tuple]:
    """The fieldsets of the admin for those fields of a policy that may be chosen; `description` above the first."""
    found = [
        (heading, {"fields": [f"policy_{field}" for field in fields if field in allowed]}) for heading, fields in GROUPS
    ]
    found = [(heading, options) for heading, options in found if options["fields"]]
    if description:
        found[0][1]["description"] = description
    return found


class PolicyFields(forms.Form):
    """The choices of a policy: of a blog, of a label or of a post. Who mixes it in calls `choose_policy_of` first."""

    policy_readers = forms.ChoiceField(label=gettext_lazy("Who may read"), required=False)
    policy_audience = forms.ChoiceField(label=gettext_lazy("Who may comment"), required=False)
    policy_comments = forms.ChoiceField(label=gettext_lazy("Comments"), required=False)
    policy_read_only = forms.ChoiceField(label=gettext_lazy("Read-only"), required=False)
    policy_close_after_days = forms.IntegerField(
        label=gettext_lazy("Close after days"), required=False, min_value=0, max_value=36_500
    )
    policy_close_after_count = forms.IntegerField(
        label=gettext_lazy("Close after comments"), required=False, min_value=0, max_value=1_000_000
    )
    policy_close_at = MomentField(label=gettext_lazy("Close on"), required=False)
    policy_open_until = MomentField(label=gettext_lazy("Reopen until"), required=False)
    policy_hold_all = forms.ChoiceField(label=gettext_lazy("Hold every comment"), required=False)
    policy_hold_first = forms.IntegerField(
        label=gettext_lazy("Hold a person’s first comments"), required=False, min_value=0, max_value=100
    )
    policy_hold_rejected_days = forms.IntegerField(
        label=gettext_lazy("Hold for days after a rejection"), required=False, min_value=0, max_value=3_650
    )
    policy_hold_links = forms.IntegerField(
        label=gettext_lazy("Hold from so many links"), required=False, min_value=0, max_value=1_000
    )
    policy_hold_words = WordsField(label=gettext_lazy("Hold words"), required=False)
    policy_hold_after_days = forms.IntegerField(
        label=gettext_lazy("Hold on posts older than days"), required=False, min_value=0, max_value=36_500
    )
    policy_hide_reports = forms.IntegerField(
        label=gettext_lazy("Hide from so many reports"), required=False, min_value=0, max_value=1_000
    )
    policy_slow_minutes = forms.IntegerField(
        label=gettext_lazy("Slow mode: minutes between a person’s comments"),
        required=False,
        min_value=0,
        max_value=1_440,
    )
    policy_heat = forms.IntegerField(
        label=gettext_lazy("Slow down from so many comments in ten minutes"),
        required=False,
        min_value=0,
        max_value=10_000,
    )
    policy_spam_check = forms.ChoiceField(label=gettext_lazy("Spam check"), required=False)

    def choose_policy_of(self, blog: Blog, post: Post | None = None, label: Label | None = None) -> None:
        """Fills the choices and what is chosen now; `post` and `label` None is the blog. Two queries at most."""
        of_blog = post is None and label is None
        self.policy_of = {"blog": blog, "post": post, "label": label}
        self.policy_fields = fields_of(post, label)
        if post is not None:
            blogs, labels, own = _versions_for(blog, post)
        else:
            blogs, labels = own_version(blog) if blog.pk else None, ()
            own = blogs if of_blog else own_version(blog, label=label) if label.pk else None
        inherited = lay(None) if of_blog else lay(blogs, None, labels)
        self.policy_own, self.policy_inherited = own or PolicyVersion(), (None if of_blog else blogs, labels)
        for field in FIELDS:
            name = f"policy_{field}"
            if field not in self.policy_fields:
                self.fields.pop(name, None)
                continue
            inherits = said_inherited(inherited, field, of_blog=of_blog)
            if field in CHOICES:
                self.fields[name].choices = [("", inherits), *CHOICES[field].choices]
            elif field in YES_NO:
                self.fields[name].choices = [("", inherits), ("yes", _("Yes")), ("no", _("No"))]
            elif field in NUMBERS:
                self.fields[name].widget.attrs["placeholder"] = inherits
                self.fields[name].help_text = _("0: never. Empty: inherit.") if not of_blog else _("Empty: never.")
            self.initial.setdefault(name, _shown(field, getattr(own or PolicyVersion(), field)))
        for field, text in self._helps(of_blog).items():
            if f"policy_{field}" in self.fields:
                self.fields[f"policy_{field}"].help_text = text

    def clean(self):
        super().clean()
        if not any(field.startswith("policy_") for field in self.errors):
            self._refuse_lock_out()
        return self.cleaned_data

    def _refuse_lock_out(self) -> None:
        """Raises ValidationError where the choices would shut out whoever could mend them. A query, if they changed."""
        new = drafted(**self.policy_of, values=self.policy_values())
        if not differ(self.policy_own, new):
            return
        above, labels = self.policy_inherited
        rules = lay(above or new, new, labels).rules
        if code := lock_out(self.policy_of["blog"], rules, timezone.now()):
            raise ValidationError(sentence_of(code))

    def policy_values(self) -> dict:
        """What was chosen, by the names of blog.comments.rules.FIELDS."""
        said = {field: self.cleaned_data.get(f"policy_{field}") for field in self.policy_fields}
        return said | {field: {"yes": True, "no": False}.get(said[field]) for field in YES_NO if field in said}

    def _helps(self, of_blog: bool) -> dict[str, str]:
        helps = {
            "readers": _(
                "Members and the team read at addresses of their own, kept by no cache. Of a post for members, others "
                "see its title, its description and how it begins: what stands above the “more” mark, else two "
                "paragraphs."
            ),
            "close_after_days": _("Counted from publication. 0: never. Empty: inherit."),
            "open_until": _("Opens again, until then, what closed by its age, its date or its count."),
            "hold_words": _(
                "One word or phrase a line. Whole words, whatever their case and accents; casino* matches what "
                "begins so."
            )
            + ("" if of_blog else " " + _("Empty: inherit. A single - : none.")),
            "hide_reports": _(
                "So many people’s reports take a comment off the page until a moderator has looked; its author is "
                "told. People whose reports were mostly dismissed don’t count, and comments of the team stay. 0: never."
            ),
            "read_only": _("Nothing new is taken in the whole blog: no comments, no edits."),
        }
        if of_blog:
            helps["close_after_days"] = _("Counted from a post’s publication. Empty: never.")
        return helps


def _shown(field: str, value):
    return {True: "yes", False: "no", None: ""}[value] if field in YES_NO else value


def _versions_for(blog: Blog, post: Post) -> tuple[PolicyVersion | None, list[PolicyVersion], PolicyVersion | None]:
    """What the blog, the post's labels and the post itself chose last. One query; two if a label has a say."""
    found = list(PolicyVersion.objects.in_force(blog, [post] if post.pk else []))
    of_labels = [version for version in found if version.label_id]
    if of_labels:
        own = set(post.labels.values_list("pk", flat=True)) if post.pk else set()
        of_labels = [version for version in of_labels if version.label_id in own]
    of_blog = next((version for version in found if not version.label_id and not version.post_id), None)
    return of_blog, of_labels, next((version for version in found if version.post_id), None)
