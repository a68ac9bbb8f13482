"""The words of every answer: what the rule is, what is true for this person, and the way in.

Each reason of blog/comments/policy.py has one sentence here (a test compares the two), and each next step a label and
an address. Sentences speak to the person; nothing here decides anything.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from blog.comments.policy import Decision

REASONS = {
    "banned": gettext_noop("You have been banned from commenting on this blog."),
    "comments_off": gettext_noop("Comments are switched off for this post."),
    "nobody": gettext_noop("Nobody may comment on this post."),
    "closed": gettext_noop("Comments on this post are closed."),
    "closed_by_age": gettext_noop("Comments on this post closed some time after it was published."),
    "sign_in": gettext_noop("Note: Only people who have signed in may post a comment."),
    "members_only": gettext_noop("Note: Only a member of this blog may post a comment."),
    "team_only": gettext_noop("Note: Only the team of this blog may post a comment."),
    "unconfirmed": gettext_noop("You have not confirmed your e-mail address yet, so you can’t post a comment."),
    "suspended": gettext_noop("Your membership of this blog is suspended, so you can’t post a comment."),
    "application_waits": gettext_noop("You have asked to join this blog. The team has not answered yet."),
    "invited": gettext_noop("Only a member of this blog may post a comment. You have been invited to become one."),
    "declined": gettext_noop(
        "Only a member of this blog may post a comment. The team has declined your request to join."
    ),
    "not_a_member": gettext_noop("Only a member of this blog may post a comment. You are signed in, but not a member."),
    "parent_gone": gettext_noop("The comment you are answering is no longer there."),
    "too_fast": gettext_noop("You are posting very fast. Your text is kept: please wait a little and send it again."),
    "moderated": gettext_noop("Every comment on this post waits for a moderator before others can read it."),
    "first_comment": gettext_noop("A first comment on this blog waits for a moderator before others can read it."),
}

# code -> (label, route name)
STEPS = {
    "sign_in": (gettext_noop("Sign in or sign up to comment."), "account_login"),
    "sign_in_open": (gettext_noop("Sign in or sign up; then you can become a member at once."), "account_login"),
    "sign_in_approval": (gettext_noop("Sign in or sign up; then you can ask to join."), "account_login"),
    "sign_in_closed": (
        gettext_noop("If you are a member, sign in. The blog takes no new members at present."),
        "account_login",
    ),
    "confirm_address": (gettext_noop("Confirm your address."), "account_email"),
    "join": (gettext_noop("Become a member."), "accounts_join"),
    "apply": (gettext_noop("Ask to join."), "accounts_join"),
    "ask_owner": (gettext_noop("The blog takes no new members at present. See your standing."), "accounts_standing"),
    "accept_invitation": (gettext_noop("Accept the invitation."), "accounts_join"),
    "see_standing": (gettext_noop("See where you stand, and why."), "accounts_standing"),
    "post_without_parent": (gettext_noop("You can send your text as a comment of its own."), ""),
    "wait": (gettext_noop("Wait a little, then send it again."), ""),
}

# What is said when somebody's act on their own comment was not done: the codes of posting.NotDone. "door" has the
# policy's own sentence instead.
ACTS = {
    "already_sent": gettext_noop(
        "This form has been sent before, and brought the comment linked below. This text is another one: "
        "send it again to post it as a comment of its own."
    ),
    "nothing_shown": gettext_noop("Nothing of this text would be seen. Write something first."),
    "not_there": gettext_noop("This comment no longer stands on the page, so it can’t be changed or withdrawn."),
    "too_late": gettext_noop("A comment can be changed for a quarter of an hour. For this one, that time is over."),
    "would_wait": gettext_noop(
        "Comments wait for a moderator here, so one that others can already read can’t be changed: it would have to "
        "vanish while it waits. You can withdraw it and write a new one."
    ),
    "changed_meanwhile": gettext_noop(
        "This comment was changed in another window meanwhile. Your text is below: save again to put it in its place."
    ),
}

# The sentences of the rules themselves, for the public page: rule -> the reason it gives ("": any) -> what it says.
RULE_WORDS = {
    "banned": {"": gettext_noop("Who was banned by the team can’t comment. They are told why.")},
    "comments_off": {
        "comments_off": gettext_noop("Comments are switched off."),
        "nobody": gettext_noop("Nobody may comment."),
    },
    "closed": {
        "closed": gettext_noop("Comments are closed. What was said stays to be read."),
        "closed_by_age": gettext_noop("Comments on a post close %(age)s after it was published, to the second."),
    },
    "sign_in_first": {"": gettext_noop("To comment, you sign in first.")},
    "confirm_your_address": {
        "": gettext_noop("Your e-mail address must be confirmed. It is never shown to other readers.")
    },
    "suspended": {
        "": gettext_noop("Who was suspended by the team can’t comment for that time. They are told why and until when.")
    },
    "team_only": {"": gettext_noop("You must be of the blog’s team: an author, editor, moderator or owner.")},
    "members_only": {"": gettext_noop("You must be a member of this blog.")},
    "parent_gone": {"": gettext_noop("A comment that is no longer there can’t be answered.")},
    "too_fast": {
        "": gettext_noop("Nobody may send more than %(paces)s; the team is not exempt. The text is kept meanwhile.")
    },
    "held_always": {
        "": gettext_noop(
            "Every comment waits for a moderator before others can read it, except those of the blog’s team."
        )
    },
    "held_first": {
        "": gettext_noop(
            "A person’s first comment waits for a moderator before others can read it, and so do the next until one is "
            "published. Comments of the blog’s team don’t wait."
        )
    },
}
AUDIENCE_WORDS = {
    "nobody": gettext_noop("Nobody may comment on this blog."),
    "team": gettext_noop("Only the team of this blog may comment."),
    "members": gettext_noop("Only members of this blog may comment."),
    "signed_in": gettext_noop("Whoever has signed in, with a confirmed address, may comment."),
}
JOINING_WORDS = {
    "open": gettext_noop("Whoever has signed up and confirmed their address can become a member at once."),
    "approval": gettext_noop("Whoever has signed up and confirmed their address can ask to join; the team answers."),
    "closed": gettext_noop("The blog takes no new members at present."),
}


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about a decision: sentences, and a way in. `step_url` is "" when the step is an act on this page."""

    sentences: tuple[str, ...]
    step: str = ""
    step_url: str = ""
    retry_at: datetime | None = None


def sentence(code: str) -> str:
    """The sentence of a reason, in the language in force. Raises KeyError for a code no rule has."""
    return _(REASONS[code])


def act_sentence(code: str) -> str:
    """The sentence of an act that was not done. Raises KeyError for a code that is none of ACTS."""
    return _(ACTS[code])


def kept_sentences(codes) -> list[str]:
    """The sentences of the reasons a comment keeps. One that no rule gives any more is shown as its bare code."""
    return [sentence(code) if code in REASONS else str(code) for code in codes]


def note(decision: Decision, back: str = "", closed_at: datetime | None = None) -> Note:
    """The words of a decision. `back` is where the way in returns to; `closed_at` when comments closed by age."""
    sentences = tuple(sentence(code) for code in decision.reasons)
    if "closed_by_age" in decision.reasons and closed_at:
        sentences = (_("Comments on this post closed on %(day)s.") % {"day": _day(closed_at)},)
    if "suspended" in decision.reasons and decision.retry_at:
        sentences += (_("The suspension ends on %(day)s.") % {"day": _day(decision.retry_at)},)
    if not decision.next_step:
        return Note(sentences, retry_at=decision.retry_at)
    label, route = STEPS[decision.next_step]
    url = reverse(route) if route else ""
    if url and back:
        url += "?" + urlencode({"next": back})
    return Note(sentences, _(label), url, decision.retry_at)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
