"""The words of every answer: what the rule is, what is true for this person, and the way in.

Each reason of blog/comments/policy has one sentence here (a test compares the two), and each next step a label and
an address. Sentences speak to the person; nothing here decides anything.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
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
    "closed_by_date": gettext_noop("Comments on this post closed at the date its author had set."),
    "closed_by_count": gettext_noop("Comments on this post are closed: it has as many as it takes."),
    "read_only": gettext_noop("This blog is read-only at present: nothing new is taken."),
    "sign_in": gettext_noop("Note: Only people who have signed in may post a comment."),
    "members_only": gettext_noop("Note: Only a member of this blog may post a comment."),
    "team_only": gettext_noop("Note: Only the team of this blog may post a comment."),
    "unconfirmed": gettext_noop("You have not confirmed your e-mail address yet, so you can’t post a comment."),
    "suspended": gettext_noop("You are suspended from this blog, so you can’t post a comment."),
    "warned": gettext_noop("The team has sent you a warning. Please read it first; then you can post a comment."),
    "read_members_only": gettext_noop("Note: Only a member of this blog may read this whole."),
    "read_team_only": gettext_noop("Only the team of this blog may read this."),
    "read_banned": gettext_noop("Only a member of this blog may read this. You have been banned from it."),
    "read_unconfirmed": gettext_noop(
        "Only a member of this blog may read this. You have not confirmed your e-mail address yet."
    ),
    "read_application_waits": gettext_noop(
        "Only a member of this blog may read this. You have asked to join; the team has not answered yet."
    ),
    "read_invited": gettext_noop("Only a member of this blog may read this. You have been invited to become one."),
    "read_declined": gettext_noop(
        "Only a member of this blog may read this. The team has declined your request to join."
    ),
    "read_not_a_member": gettext_noop("Only a member of this blog may read this. You are signed in, but not a member."),
    "application_waits": gettext_noop("You have asked to join this blog. The team has not answered yet."),
    "invited": gettext_noop("Only a member of this blog may post a comment. You have been invited to become one."),
    "declined": gettext_noop(
        "Only a member of this blog may post a comment. The team has declined your request to join."
    ),
    "not_a_member": gettext_noop("Only a member of this blog may post a comment. You are signed in, but not a member."),
    "parent_gone": gettext_noop("The comment you are answering is no longer there."),
    "too_fast": gettext_noop("You are posting very fast. Your text is kept: please wait a little and send it again."),
    "slow_mode": gettext_noop("Comments are slow here, so that all can follow. Your text is kept: send it again then."),
    "hot": gettext_noop(
        "Many people are writing here at this moment, so each waits a little. Your text is kept: send it again then."
    ),
    "guest": gettext_noop("Comments of guests wait for a moderator before others can read them."),
    "trap": gettext_noop(
        "A field that people don’t see was filled in, as programs do, so a moderator looks more closely."
    ),
    "haste": gettext_noop("It was sent within three seconds, as programs do, so a moderator looks more closely."),
    "on_hold": gettext_noop("The team looks at your comments before others can read them. Your standing says why."),
    "rejected_lately": gettext_noop(
        "A comment of yours was rejected lately, so a moderator looks at the next ones before others can read them."
    ),
    "links": gettext_noop("This comment has several links, so a moderator looks at it before others can read it."),
    "words": gettext_noop("This comment has a word that the team looks at before others can read it."),
    "old_post": gettext_noop("Comments on posts as old as this one wait for a moderator before others can read them."),
    "spam": gettext_noop("This comment looked like an advertisement to a program, so a moderator looks at it first."),
    "spam_unsure": gettext_noop(
        "The program that looks for advertisements could not be asked, so a moderator looks at this comment first."
    ),
    "application": gettext_noop("This comment was sent with a request to join. It waits until the team has answered."),
    "reported": gettext_noop("Several people have reported this comment. A moderator looks at it first."),
    "moderated": gettext_noop("Every comment on this post waits for a moderator before others can read it."),
    "first_comment": gettext_noop(
        "A person’s first comments on this blog wait for a moderator before others read them."
    ),
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
    "acknowledge": (gettext_noop("Read the warning."), "accounts_standing"),
    "see_standing": (gettext_noop("See where you stand, and why."), "accounts_standing"),
    "post_without_parent": (gettext_noop("You can send your text as a comment of its own."), ""),
    "wait": (gettext_noop("Wait a little, then send it again."), ""),
}

# What is said when somebody's act on their own comment was not done: the codes of judging.NotDone. "door" has the
# policy's own sentence instead.
ACTS = {
    "already_sent": gettext_noop(
        "This form has been sent before, and brought the comment linked below. This text is another one: "
        "send it again to post it as a comment of its own."
    ),
    "nothing_shown": gettext_noop("Nothing of this text would be seen. Write something first."),
    "not_there": gettext_noop("This comment no longer stands on the page, so it can’t be changed or withdrawn."),
    "too_late": gettext_noop("A comment can be changed for a quarter of an hour. For this one, that time is over."),
    "changed_meanwhile": gettext_noop(
        "This comment was changed in another window meanwhile. Your text is below: save again to put it in its place."
    ),
    # beside writing
    "gone": gettext_noop("This comment no longer stands on the page, so nothing was done."),
    "post_gone": gettext_noop("This post is no longer there to be read, so its comments can’t be followed."),
    "may_not": gettext_noop("Confirm your e-mail address first. (Who has been banned from this blog can’t do this.)"),
    "own_comment": gettext_noop("This comment is your own. You can withdraw it, on the page of your comments."),
    "no_reason": gettext_noop("Write what is wrong with the comment. Only the team reads it."),
    "long_reason": gettext_noop("That is too long: write at most 500 characters."),
    "not_oneself": gettext_noop("You can’t mute yourself."),
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
    """The words of a decision. `back` is where the way in returns to; `closed_at` when it closed by itself."""
    sentences = tuple(sentence(code) for code in decision.reasons)
    if {"closed_by_age", "closed_by_date"} & set(decision.reasons) and closed_at:
        sentences = (_("Comments on this post closed on %(day)s.") % {"day": _day(closed_at)},)
    if "suspended" in decision.reasons and decision.retry_at:
        sentences += (_("The suspension ends on %(day)s.") % {"day": _day(decision.retry_at)},)
    if decision.next_step == "wait" and decision.retry_at:
        sentences += (_("It can be sent from %(day)s on.") % {"day": _day(_next_minute(decision.retry_at))},)
    if not decision.next_step:
        return Note(sentences, retry_at=decision.retry_at)
    label, route = STEPS[decision.next_step]
    url = reverse(route) if route else ""
    if url and back:
        url += "?" + urlencode({"next": back})
    return Note(sentences, _(label), url, decision.retry_at)


def _next_minute(moment: datetime) -> datetime:
    """The first whole minute at which that moment is past: what is said without seconds must not be too early."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
