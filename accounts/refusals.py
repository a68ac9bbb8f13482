"""A refusal with a code, and the sentence of each code."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES = {
    # joining
    "unconfirmed": gettext_noop("Confirm your e-mail address first; then you can join."),
    "member_already": gettext_noop("You are a member of this blog already."),
    "asked_already": gettext_noop("You have asked to join already. The team has not answered yet."),
    "declined_lately": gettext_noop(
        "The team has declined your request to join. You can ask again a week after its answer."
    ),
    "suspended": gettext_noop("You are suspended from this blog. You can join when the suspension ends."),
    "banned": gettext_noop("You have been banned from this blog, so you can’t join it."),
    "closed": gettext_noop("This blog takes no new members at present."),
    "mail_domain": gettext_noop(
        "This blog takes members from certain mail domains only. Confirm an address there, or ask the team for an "
        "invitation."
    ),
    "disposable": gettext_noop(
        "This blog takes no members with disposable addresses. Confirm a lasting one; it is shown to nobody."
    ),
    "alias": gettext_noop(
        "Somebody with the same mailbox is a member of this blog, or was banned. Sign in with the other spelling of "
        "your address."
    ),
    "already_decided": gettext_noop("Somebody has decided on this request meanwhile, or it was withdrawn."),
    # inviting
    "may_not_invite": gettext_noop("Your role lets you invite members only. Ask an owner to invite to the team."),
    "link_for_the_team": gettext_noop("A link makes members only. To invite to the team, write the address."),
    "invites_oneself": gettext_noop("This is your own address: you are here already."),
    "invited_already": gettext_noop("An invitation to this address is open. You can send it again, or revoke it."),
    "invites_too_many": gettext_noop("You have made 100 invitations within a day. Please go on tomorrow."),
    "sent_lately": gettext_noop("This invitation was sent within the last hour. Please wait a little."),
    "invitation_over": gettext_noop("This invitation lets nobody in any more: it was used, revoked, or has expired."),
    "another_address": gettext_noop(
        "This invitation was mailed to another address. Sign in with that one, or add it to your account and "
        "confirm it."
    ),
    # leaving
    "not_here": gettext_noop("You are not a member of this blog, so there is nothing to leave."),
    "last_owner": gettext_noop("You are the only owner of %(blogs)s. Make somebody else an owner first."),
    # sanctions
    "no_reason": gettext_noop("Write why. The person is told it."),
    "long_reason": gettext_noop("A reason has at most 1,000 characters."),
    "no_end": gettext_noop("Only a hold, a suspension or a ban has an end."),
    "end_is_past": gettext_noop("The end lies in the past. Choose a later one, or none."),
    "not_oneself": gettext_noop("Nobody sanctions themselves."),
    "last_owner_sanctioned": gettext_noop(
        "A blog needs an owner, and this is the last one. Make somebody else an owner first."
    ),
    "already_ended": gettext_noop("This sanction has ended already."),
    # removing all that somebody said
    "long_reason_of_ruling": gettext_noop("A reason has at most 500 characters."),
    "no_comments": gettext_noop("Nothing of this person is published here, so there is nothing to remove."),
    "nothing_to_restore": gettext_noop("None of these comments is left to be published again."),
    # mail
    "always_told": gettext_noop("What is decided about a person is always told to them, so it can’t be refused."),
    # appeals
    "no_appeal_text": gettext_noop("Write why it should be decided otherwise."),
    "long_appeal": gettext_noop("An appeal has at most 2,000 characters."),
    "appealed_already": gettext_noop("You have appealed against this already. It stands below, with its answer."),
    "nothing_to_appeal": gettext_noop("There is nothing to appeal against here: this no longer stands."),
    "appeal_decided": gettext_noop("Somebody has answered this appeal meanwhile."),
    "ones_own_act": gettext_noop("This appeal is about something of your own. Somebody else of the team answers it."),
}


class Refused(Exception):
    """An act that may not be done. `code` is a key of SENTENCES; `facts` fill the sentence's gaps."""

    def __init__(self, code: str, **facts):
        super().__init__(code)
        self.code, self.facts = code, facts

    @property
    def sentence(self) -> str:
        return sentence(self.code, **self.facts)


def sentence(code: str, **facts) -> str:
    """The sentence of a refusal's code."""
    return _(SENTENCES[code]) % facts
