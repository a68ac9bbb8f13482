"""What a moderator sends: an act, the reason for it, and what they saw when they decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Kind, Membership
from accounts.sanctions import LONGEST_REASON
from blog.comments.models import Guideline, State
from blog.comments.rulings import NEEDS_REASON, PUBLISH, REASON_LIMIT, REJECT, TRANSITIONS, acts_from
from blog.models import Post

POSTS = 100  # to choose from
APPROVE, DECLINE = "approve", "decline"
NOTE_LIMIT = Membership._meta.get_field("reason").max_length


class RulingForm(forms.Form):
    """`act`, `reason`, `guideline` (one of `blog`'s), and hidden: `seen_state` and `seen_at`.

    The hidden ones say what the decision was about.
    """

    act = forms.ChoiceField(choices=[(act, act) for act in TRANSITIONS])
    seen_state = forms.ChoiceField(choices=State.choices, widget=forms.HiddenInput)
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=REASON_LIMIT,
        required=False,
        error_messages={
            "max_length": _("A reason has at most %(limit_value)d characters; this one has %(show_value)d.")
        },
    )

    guideline = forms.ModelChoiceField(
        Guideline.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("That guideline is gone. Please choose again.")},
    )

    def __init__(self, *args, blog, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guideline"].queryset = blog.guidelines.all()

    def clean(self):
        values = super().clean()
        act, state = values.get("act"), values.get("seen_state")
        if act and state and act not in acts_from(state):
            self.add_error("act", _("That can’t be done with this comment."))
        elif act in NEEDS_REASON and not self.errors and not values["reason"] and not values["guideline"]:
            self.add_error("reason", _("Please write why: its author will read it."))
        return values


class BulkForm(forms.Form):
    """`act`, publish or reject, for all that is ticked; one `reason` or `guideline` for all, needed to reject."""

    act = forms.ChoiceField(choices=[(PUBLISH, PUBLISH), (REJECT, REJECT)])
    reason = forms.CharField(max_length=REASON_LIMIT, required=False)
    guideline = forms.ModelChoiceField(Guideline.objects.none(), required=False)

    def __init__(self, *args, blog, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guideline"].queryset = blog.guidelines.all()

    def clean(self):
        values = super().clean()
        if values.get("act") == REJECT and not self.errors and not values["reason"] and not values["guideline"]:
            self.add_error("reason", _("Please write why: their authors will read it."))
        return values


class AnswerForm(forms.Form):
    """`answer` yes or no, and a `reason`, which a no needs always and a yes where `needs_reason`."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    reason = forms.CharField(
        max_length=REASON_LIMIT,
        required=False,
        error_messages={
            "max_length": _("A reason has at most %(limit_value)d characters; this one has %(show_value)d.")
        },
    )

    def __init__(self, *args, needs_reason: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.needs_reason = needs_reason

    def clean(self):
        values = super().clean()
        if (self.needs_reason or values.get("answer") == "no") and "reason" in values and not values["reason"]:
            self.add_error("reason", _("Please write why: the person concerned will read it."))
        return values


class SanctionForm(forms.Form):
    """What is decided about a person; `blog`'s guidelines and posts may be named."""

    kind = forms.ChoiceField(label=_("What"), choices=Kind.choices)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("The person reads it, unless it is a note."),
    )
    guideline = forms.ModelChoiceField(Guideline.objects.none(), label=_("Guideline"), required=False)
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        help_text=_("Of a hold, a suspension or a ban. Empty: until somebody of the team ends it."),
    )
    post = forms.ModelChoiceField(
        Post.objects.none(), label=_("At one post only"), required=False, empty_label=_("In the whole blog")
    )

    def __init__(self, *args, blog, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guideline"].queryset = blog.guidelines.all()
        posts = blog.posts.exclude(published_at=None).newest_first()
        self.fields["post"].queryset = posts.defer("body", "html", "teaser")
        latest = posts.values_list("pk", "title")[:POSTS]
        self.fields["post"].choices = lambda: [("", _("In the whole blog")), *latest]


class EndForm(forms.Form):
    reason = forms.CharField(max_length=500, required=False)


class ApplicationForm(forms.Form):
    act = forms.ChoiceField(choices=[(APPROVE, APPROVE), (DECLINE, DECLINE)])
    reason = forms.CharField(
        max_length=NOTE_LIMIT,
        required=False,
        error_messages={
            "max_length": _("A reason has at most %(limit_value)d characters; this one has %(show_value)d.")
        },
    )

    def clean(self):
        values = super().clean()
        if values.get("act") == DECLINE and "reason" in values and not values["reason"]:
            self.add_error("reason", _("Please write why: who asked will read it."))
        return values
