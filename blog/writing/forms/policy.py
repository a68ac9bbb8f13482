"""The comment policy in a form: each choice, what it is when nothing is chosen, and where that comes from."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.comments.changing import fields_of, own_version
from blog.comments.models import Audience, Closing, PolicyVersion, SpamCheck
from blog.comments.rules import BLOG, FIELDS, LABEL, NUMBERS, InForce, lay
from blog.comments.words import RULES, Unfit, check
from blog.models import Blog, Label, Post, Readers
from blog.writing.forms.fields import MomentField

CHOICES = {"readers": Readers, "audience": Audience, "comments": Closing, "spam_check": SpamCheck}
YES_NO = ("hold_all", "read_only")
MOMENTS = ("close_at", "open_until")
NO_WORDS = "-"  # alone in the field of words: none, whatever would be inherited


class WordsField(forms.CharField):
    """Words and phrases, one a line: a list; None for nothing typed (inherit), [] for NO_WORDS."""

    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})

    def prepare_value(self, value):
        if isinstance(value, list | tuple):
            return "\n".join(value) or NO_WORDS
        return value

    def clean(self, value):
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        if not lines:
            return None
        if lines == [NO_WORDS]:
            return []
        if len(lines) > RULES:
            raise ValidationError(
                _("There are %(count)d words; a list has at most %(limit)d."),
                params={"count": len(lines), "limit": RULES},
            )
        for line in lines:
            try:
                check(line)
            except Unfit as unfit:
                raise ValidationError(_UNFIT[unfit.code], params={"word": unfit.rule[:100]}) from unfit
        return list(dict.fromkeys(lines))


_UNFIT = {
    "empty": gettext_lazy("“%(word)s” has no letter or digit, so it would match nothing. Leave it out."),
    "long": gettext_lazy("“%(word)s…” is too long: a word or phrase has at most 80 characters."),
    "wide": gettext_lazy(
        "“%(word)s” would match too much. A * may stand at the end only, after two letters or more, like: casino*"
    ),
}


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
        """Fills the choices and what is chosen now; `post` and `label` None is the blog itself. Three queries at most."""
        of_blog = post is None and label is None
        self.policy_fields = fields_of(post, label)
        blogs = own_version(blog) if blog.pk else None
        if of_blog:
            own, inherited = blogs, lay(None)
        else:
            scope = post or label
            own = own_version(blog, post, label) if scope.pk else None
            labels = _versions_of_labels(post) if post is not None and post.pk else ()
            inherited = lay(blogs, None, labels)
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

    def policy_values(self) -> dict:
        """What was chosen, by the names of blog.comments.rules.FIELDS."""
        said = {field: self.cleaned_data.get(f"policy_{field}") for field in self.policy_fields}
        return said | {field: {"yes": True, "no": False}.get(said[field]) for field in YES_NO if field in said}

    def _helps(self, of_blog: bool) -> dict[str, str]:
        helps = {
            "close_after_days": _("Counted from publication. 0: never. Empty: inherit."),
            "open_until": _("Opens again, until then, what closed by its age, its date or its count."),
            "hold_words": _(
                "One word or phrase a line. Whole words, whatever their case and accents; casino* matches what begins so."
            )
            + ("" if of_blog else " " + _("Empty: inherit. A single - : none.")),
            "read_only": _("Nothing new is taken in the whole blog: no comments, no edits."),
        }
        if of_blog:
            helps["close_after_days"] = _("Counted from a post’s publication. Empty: never.")
        return helps


def said_days(days: int | None) -> str:
    if not days:
        return _("never")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def said_value(field: str, value) -> str:
    """A value of a policy in words: what the forms and the log of the policy show."""
    if field in CHOICES:
        return str(CHOICES[field](value).label)
    if field in YES_NO:
        return _("yes") if value else _("no")
    if field in MOMENTS:
        return date_format(localtime(value), "DATETIME_FORMAT") if value else _("never")
    if field == "hold_words":
        return ngettext("%(n)d word", "%(n)d words", len(value)) % {"n": len(value)} if value else _("none")
    if field.endswith("_days"):
        return said_days(value)
    return str(value) if value else _("never")


def said_inherited(inherited: InForce, field: str, *, of_blog: bool = False) -> str:
    """What is so when nothing is chosen, and where that comes from: “Inherit: Members of this blog (blog)”."""
    said = {"value": said_value(field, getattr(inherited.rules, field))}
    if of_blog:
        return _("Default: %(value)s") % said
    source = inherited.source[field]
    if source == LABEL:
        return _("Inherit: %(value)s (label “%(label)s”)") % (said | {"label": inherited.labels[field]})
    return (_("Inherit: %(value)s (blog)") if source == BLOG else _("Inherit: %(value)s (default)")) % said


def _shown(field: str, value):
    return {True: "yes", False: "no", None: ""}[value] if field in YES_NO else value


def _versions_of_labels(post: Post) -> list[PolicyVersion]:
    versions = PolicyVersion.objects.in_force(post.blog_id)
    return list(versions.filter(label__in=post.labels.all()))
