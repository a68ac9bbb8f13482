"""The rules at the door, in order: who may write here at all. Pure."""

from blog.comments.policy.terms import (
    ANYONE,
    AUDIENCES,
    HIDDEN,
    MEMBERS,
    NOBODY,
    STANDINGS,
    TEAM,
    TEAM_ROLES,
    Decision,
    Facts,
    Rule,
    Rules,
    closing,
    refuse,
)


def banned(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "banned":
        return refuse("banned", "see_standing")


def comments_off(rules: Rules, facts: Facts) -> Decision | None:
    if rules.comments == HIDDEN:
        return refuse("comments_off")
    if rules.audience == NOBODY or rules.audience not in AUDIENCES:
        return refuse("nobody")


def closed(rules: Rules, facts: Facts) -> Decision | None:
    if cause := closing(rules, facts):
        return refuse(cause)


def sign_in_first(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "visitor" and rules.audience == ANYONE:
        return None
    if facts.standing == "visitor" or facts.standing not in STANDINGS:
        reasons = {TEAM: "team_only", MEMBERS: "members_only"}
        ways = {MEMBERS: f"sign_in_{facts.joining}"}
        return refuse(reasons.get(rules.audience, "sign_in"), ways.get(rules.audience, "sign_in"))


def confirm_your_address(rules: Rules, facts: Facts) -> Decision | None:
    if not facts.confirmed and facts.standing != "visitor":
        return refuse("unconfirmed", "confirm_address")


def suspended(rules: Rules, facts: Facts) -> Decision | None:
    if facts.standing == "suspended":
        return refuse("suspended", "see_standing", facts.until)


def warned(rules: Rules, facts: Facts) -> Decision | None:
    if facts.warned:
        return refuse("warned", "acknowledge")


def team_only(rules: Rules, facts: Facts) -> Decision | None:
    if rules.audience == TEAM and facts.role not in TEAM_ROLES:
        return refuse("team_only")


def members_only(rules: Rules, facts: Facts) -> Decision | None:
    if rules.audience != MEMBERS or facts.standing == "member":
        return None
    return no_member(facts)


def no_member(facts: Facts) -> Decision:
    """Why somebody with a confirmed address is no member, and the way in."""
    if facts.standing == "applicant":
        return refuse("application_waits", "see_standing")
    if facts.standing == "invited":
        return refuse("invited", "accept_invitation")
    if facts.standing == "declined":
        return refuse("declined", "see_standing")
    return refuse("not_a_member", {"open": "join", "approval": "apply"}.get(facts.joining, "ask_owner"))


# A suspension binds whoever it names, whatever the audience, so it stands before the audience is asked for.
DOOR: tuple[Rule, ...] = (
    banned,
    comments_off,
    closed,
    sign_in_first,
    confirm_your_address,
    suspended,
    warned,
    team_only,
    members_only,
)
