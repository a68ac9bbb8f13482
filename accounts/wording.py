"""What a person is told about where they stand, and what is wrong with a name. Nothing here decides anything."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.joining import APPROVAL, ASK_AGAIN, CLOSED, OPEN
from accounts.names import LONGEST, SHORTEST
from accounts.standing import Standing

_STANDINGS = {
    "visitor": gettext_noop("You are not signed in."),
    "unconfirmed": gettext_noop("You have not confirmed your e-mail address yet."),
    "signed_in": gettext_noop("You are signed in, but not a member of this blog."),
    "applicant": gettext_noop("You asked to join this blog on %(since)s. The team has not answered yet."),
    "invited": gettext_noop("You have been invited to become a member of this blog."),
    "member": gettext_noop("You are a member of this blog, since %(since)s."),
    "suspended": gettext_noop("You have been suspended from this blog since %(since)s."),
    "banned": gettext_noop("You have been banned from this blog since %(since)s."),
    "declined": gettext_noop("The team declined your request to join this blog on %(since)s."),
    "left": gettext_noop("You left this blog on %(since)s."),
}
ROLES = {
    "member": gettext_noop("Members may comment wherever comments are open to members."),
    "author": gettext_noop("You are one of its authors: you write posts of your own at the desk."),
    "editor": gettext_noop("You are one of its editors: you may change every post at the desk."),
    "moderator": gettext_noop("You are one of its moderators: you decide on comments and on requests to join."),
    "owner": gettext_noop("You are an owner of it: its posts, comments, people and settings are in your hands."),
}
JOINING = {
    OPEN: gettext_noop("Whoever asks, and has confirmed their e-mail address, becomes a member at once."),
    APPROVAL: gettext_noop("People ask to join, and the team of the blog decides."),
    CLOSED: gettext_noop("This blog takes no new members at present."),
}
# standing -> (label, route)
_STEPS = {
    "visitor": (gettext_noop("Sign in"), "account_login"),
    "unconfirmed": (gettext_noop("Confirm your address"), "account_email"),
    "invited": (gettext_noop("Accept the invitation"), "accounts_join"),
}
_FAULTS = {
    "short": gettext_noop("A name has %(shortest)d letters at least."),
    "long": gettext_noop("A name has %(longest)d letters at most."),
    "invisible": gettext_noop("This name has invisible characters in it. Please type it anew."),
    "address": gettext_noop("Your name is public, so please don’t use an e-mail address, nor the sign “@”."),
    "signs": gettext_noop("This name has signs in it that can’t be used in a name."),
    "letters": gettext_noop("A name needs a letter at least."),
    "scripts": gettext_noop("Please write your name in one alphabet: mixed ones are used to look like somebody else."),
    "reserved": gettext_noop("This name would look official. Please choose another one."),
    "taken": gettext_noop("Somebody has this name already, or one that looks like it. Please choose another one."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """`sentences` say what is so; `step` and `route` are the way on, "" for none."""

    sentences: tuple[str, ...]
    step: str = ""
    route: str = ""


def standing_told(standing: Standing, joining: str, now: datetime) -> Told:
    """What somebody is told of their own standing, in a blog of that way of joining."""
    sentences = [_(_STANDINGS[standing.name]) % {"since": day(standing.since)}]
    if standing.name == "member":
        sentences.append(_(ROLES[standing.role]))
    if standing.name == "suspended":
        sentences.append(
            _("The suspension ends on %(until)s.") % {"until": moment(standing.until)}
            if standing.until
            else _("No end has been set.")
        )
    if standing.name == "banned":
        sentences.append(
            _("The ban ends on %(until)s.") % {"until": moment(standing.until)}
            if standing.until
            else _("No end has been set.")
        )
    if standing.name in _STEPS:
        step, route = _STEPS[standing.name]
        return Told(tuple(sentences), _(step), route)
    if standing.name not in ("signed_in", "declined", "left"):
        return Told(tuple(sentences))
    again = standing.since + ASK_AGAIN if standing.name == "declined" and standing.since else None
    if again and now < again:
        return Told((*sentences, _("You can ask again from %(again)s on.") % {"again": moment(again)}))
    sentences.append(_(JOINING[joining]))
    if joining == CLOSED:
        return Told(tuple(sentences))
    return Told(tuple(sentences), _("Become a member") if joining == OPEN else _("Ask to join"), "accounts_join")


def fault_told(code: str) -> str:
    """The sentence of a fault of accounts.names.fault_of_name, or of "taken"."""
    return _(_FAULTS[code]) % {"shortest": SHORTEST, "longest": LONGEST}


def day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT") if at else "–"


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
