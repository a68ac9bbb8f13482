"""The comment policy in a form: each choice, what it is when nothing is chosen, and where that comes from."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.comments.models import Audience, Closing, Moderation, PolicyVersion
from blog.comments.rules import BLOG, InForce, lay
from blog.models import Blog, Post
from blog.writing.policies import FIELDS, own_version

_CHOICES = {"audience": Audience, "comments": Closing, "moderation": Moderation}
NAMES = tuple(f"policy_{field}" for field in FIELDS)


class PolicyFields(forms.Form):
    """Four fields, of a blog's own choices or of a post's. Who mixes it in calls `choose_policy_of` first."""

    policy_audience = forms.ChoiceField(label=gettext_lazy("Who may comment"), required=False)
    policy_comments = forms.ChoiceField(label=gettext_lazy("Comments"), required=False)
    policy_close_after_days = forms.IntegerField(
        label=gettext_lazy("Close after days"), required=False, min_value=0, max_value=36_500
    )
    policy_moderation = forms.ChoiceField(label=gettext_lazy("Moderation"), required=False)

    def choose_policy_of(self, blog: Blog, post: Post | None) -> None:
        """Fills the choices and what is chosen now. `post` None is the blog itself; two queries at most."""
        blogs = own_version(blog) if blog.pk else None
        own = blogs if post is None else own_version(blog, post) if post.pk else None
        inherited = lay(None, None) if post is None else lay(blogs, None)
        for field, values in _CHOICES.items():
            empty = _inherit(inherited, field, values(getattr(inherited.rules, field)).label, of_blog=post is None)
            self.fields[f"policy_{field}"].choices = [("", empty), *values.choices]
        days = self.fields["policy_close_after_days"]
        if post is None:
            days.help_text = _("Counted from a post’s publication. Empty: never.")
        else:
            days.widget.attrs["placeholder"] = _inherit(
                inherited, "close_after_days", said_days(inherited.rules.close_after_days)
            )
            days.help_text = _("Counted from publication. 0: never. Empty: inherit.")
        for field in FIELDS:
            self.initial.setdefault(f"policy_{field}", getattr(own or PolicyVersion(), field))

    def policy_values(self) -> dict:
        """What was chosen, by the names of blog.writing.policies.FIELDS."""
        return {field: self.cleaned_data.get(f"policy_{field}") for field in FIELDS}


def said_days(days: int | None) -> str:
    if not days:
        return _("never")
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


def _inherit(inherited: InForce, field: str, value: str, *, of_blog: bool = False) -> str:
    if of_blog:
        return _("Default: %(value)s") % {"value": value}
    if inherited.source[field] == BLOG:
        return _("Inherit: %(value)s (blog)") % {"value": value}
    return _("Inherit: %(value)s (default)") % {"value": value}
