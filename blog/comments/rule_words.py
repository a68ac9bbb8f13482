"""The words of the rules themselves, for whoever is told them all: the public page, and the table of every answer."""

from django.utils.translation import gettext_noop

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
        "closed_by_date": gettext_noop("Comments close on %(date)s."),
        "closed_by_count": gettext_noop("Comments on a post close when it has %(count)s."),
        "read_only": gettext_noop("The whole blog is read-only: it takes nothing new."),
    },
    "sign_in_first": {"": gettext_noop("To comment, you sign in first.")},
    "confirm_your_address": {
        "": gettext_noop("Your e-mail address must be confirmed. It is never shown to other readers.")
    },
    "suspended": {
        "": gettext_noop("Who was suspended by the team can’t comment for that time. They are told why and until when.")
    },
    "warned": {
        "": gettext_noop("Who was warned by the team reads and acknowledges the warning before the next comment.")
    },
    "team_only": {"": gettext_noop("You must be of the blog’s team: an author, editor, moderator or owner.")},
    "members_only": {"": gettext_noop("You must be a member of this blog.")},
    "parent_gone": {"": gettext_noop("A comment that is no longer there can’t be answered.")},
    "too_fast": {
        "": gettext_noop("Nobody may send more than %(paces)s; the team is not exempt. The text is kept meanwhile.")
    },
    "slow_mode": {
        "slow_mode": gettext_noop("Between two comments of a person on a post lie %(pace)s. The team is exempt."),
        "hot": gettext_noop(
            "When a post gets %(heat)s within %(within)s, each person waits %(heat_pace)s between two. The team is "
            "exempt."
        ),
    },
    "held_guest": {"": gettext_noop("What guests write waits for a moderator before others can read it.")},
    "held_automatic": {"": gettext_noop("What a program seems to have sent waits for a moderator, with that said.")},
    "held_all": {
        "": gettext_noop(
            "Every comment waits for a moderator before others can read it, except those of the blog’s team."
        )
    },
    "held_first": {
        "": gettext_noop(
            "A person’s comments wait for a moderator until %(first)s of theirs stand published here. Comments of the "
            "blog’s team don’t wait."
        )
    },
    "held_by_team": {
        "": gettext_noop("Comments of people whom the team has put on hold wait for a moderator. They are told why.")
    },
    "held_after_rejection": {
        "": gettext_noop(
            "For %(days)s after a comment of theirs was rejected, a person’s comments wait for a moderator, "
            "unless they are of the blog’s team."
        )
    },
    "held_links": {
        "": gettext_noop("A comment with %(links)s or more waits for a moderator, unless it is of the blog’s team.")
    },
    "held_words": {
        "": gettext_noop(
            "A comment with one of %(words)s that the team has listed waits for a moderator, unless it is of the team."
        )
    },
    "held_old_post": {
        "": gettext_noop("Comments on posts older than %(age)s wait for a moderator, except those of the blog’s team.")
    },
    "held_spam": {
        "": gettext_noop(
            "A program looks for advertisements; what it takes for one, or could not look at, waits for a moderator, "
            "unless it is of the blog’s team."
        )
    },
}
REPORT_WORDS = gettext_noop(
    "A comment that %(reports)s have reported is taken off the page until a moderator has looked at it; its author is "
    "told."
)
AUDIENCE_WORDS = {
    "nobody": gettext_noop("Nobody may comment on this blog."),
    "team": gettext_noop("Only the team of this blog may comment."),
    "members": gettext_noop("Only members of this blog may comment."),
    "signed_in": gettext_noop("Whoever has signed in, with a confirmed address, may comment."),
    "anyone": gettext_noop("Anyone may comment. Guests, who have no account here, wait for a moderator."),
}
READER_WORDS = {
    "everyone": gettext_noop("Everyone may read this blog."),
    "members": gettext_noop("Members read this blog; others see how its posts begin."),
    "team": gettext_noop("Only the team reads this blog."),
}
JOINING_WORDS = {
    "open": gettext_noop("Whoever has signed up and confirmed their address can become a member at once."),
    "approval": gettext_noop("Whoever has signed up and confirmed their address can ask to join; the team answers."),
    "closed": gettext_noop("The blog takes no new members at present."),
}
