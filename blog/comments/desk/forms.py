"""What a moderator sends: an act, the reason for it, and what they saw when they decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from blog.comments.models import Guideline, State
from blog.comments.rulings import NEEDS_REASON, REASON_LIMIT, TRANSITIONS, acts_from

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
