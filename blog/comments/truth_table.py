"""Every answer of the policy, as a page: for each kind of person, audience, closing, way of joining and history. Pure.

A cell stands for all the cases that its row and its column leave open. They are all asked (about 100,000 in the whole
page), and a cell whose cases disagree raises Disagreement: a page that hides a difference cannot be made. The page is
docs/policy-table.md; `manage.py policy_table --write` writes it, and a test compares the two.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from blog.comments import policy
from blog.comments.cases import (
    CALM,
    CLOSINGS,
    DAYS,
    HOLDINGS,
    INSTANT,
    JOININGS,
    NOW,
    PACES,
    PARENTS,
    PEOPLE,
    Case,
    all_cases,
)
from blog.comments.policy import Decision, Facts, Rules, admit, decide


class Disagreement(Exception):
    """Cases that the page would show in one cell get different answers: the page needs another column."""


def answer(asked: Callable[[Rules, Facts], Decision], among: Iterable[Case]) -> str:
    """What all these cases are answered; "" if there are none. Raises Disagreement."""
    said = {_cell(asked(case.rules, case.facts)) for case in among}
    if len(said) > 1:
        raise Disagreement(said)
    return said.pop() if said else ""


def _cell(decision: Decision) -> str:
    if decision.verdict == policy.PUBLISH:
        return "**yes**"
    words = "no" if decision.verdict == policy.REFUSE else "held"
    codes = ", ".join(f"`{reason}`" for reason in decision.reasons)
    return f"{words}: {codes}" + (f" → {decision.next_step}" if decision.next_step else "")


def page(sentences: dict[str, str], steps: dict[str, str]) -> str:
    """The whole page in Markdown. `sentences` and `steps` are the words of the codes (blog/comments/wording.py)."""
    return "\n".join([*_head(), *_doors(), *_boundary(), *_sent(), *_texts(), *_words(sentences, steps), ""])


def _head() -> list[str]:
    return [
        "# Who may comment: every answer of the policy",
        "",
        "Made by `manage.py policy_table --write` from `blog/comments/policy`, and compared with it by a test: a",
        "changed answer is a changed line here. A cell says what becomes of the person's wish, the reason's code, and",
        "after the arrow the way in. It stands for all cases that its row and column leave open, and each was asked.",
        "People, and closings, that get the same answers throughout share a row, or a table.",
    ]


def _doors() -> list[str]:
    """Who is given a form, one table for each closing."""
    columns = {
        "nobody": {"audiences": [policy.NOBODY]},
        "the team": {"audiences": [policy.TEAM]},
        **{
            f"members (joining: {joining})": {"audiences": [policy.MEMBERS], "joinings": [joining]}
            for joining in JOININGS
        },
        "signed in": {"audiences": [policy.SIGNED_IN]},
        "anyone": {"audiences": [policy.ANYONE]},
    }
    lines = ["", "## At the door: who is given a form", "", "Columns: who may comment, as the owner chose."]
    tables: dict[str, list[str]] = {}  # the closings each table is true for
    for closing in CLOSINGS:
        rows = [[person, *(_at_door(person, closing, column) for column in columns.values())] for person in PEOPLE]
        tables.setdefault("\n".join(_table(["person", *columns], _merged(rows))), []).append(closing)
    for table, closings in tables.items():
        lines += ["", f"### Comments are {', or '.join(closings)}", "", table]
    return lines


def _at_door(person: str, closing: str, column: dict) -> str:
    among = {"holdings": list(HOLDINGS)[:1], "paces": [CALM], "parents": list(PARENTS)[:1]}
    return answer(admit, all_cases(people=[person], closings=[closing], **among, **column))


def _boundary() -> list[str]:
    """The very moment at which a post closes by age."""
    opened = Facts(now=NOW, standing="member", role="member", confirmed=True, published_at=NOW)
    rules = Rules(close_after_days=DAYS)
    end = policy.closes_at(rules, NOW)
    moments = {
        "one microsecond before": end - INSTANT,
        "at that moment": end,
        "one microsecond after": end + INSTANT,
    }
    rows = [[name, answer(admit, [Case(rules, replace(opened, now=at))])] for name, at in moments.items()]
    never = replace(opened, now=NOW + timedelta(days=36_500))
    for days in (None, 0):
        told = answer(admit, [Case(Rules(close_after_days=days), never)])
        rows.append([f"a hundred years later, where “close after” is {days}", told])
    title = f"## The moment of closing: published + {DAYS} days, to the microsecond"
    return ["", title, "", *_table(["a member comes", "is told"], rows)]


def _sent() -> list[str]:
    """What becomes of a text, of people whom the door admits."""
    lines = [
        "",
        "## What is sent: published at once, or held",
        "",
        "For whoever is admitted to an open post: whatever the audience and the joining, in a calm pace, as a comment",
        "of its own or in answer to a published one. People who are never admitted are left out.",
    ]
    among = {"paces": [CALM], "parents": list(PARENTS)[:2], "closings": list(CLOSINGS)[:1]}
    columns = _merged(
        [
            [
                who,
                *(
                    answer(decide, _admitted(all_cases(people=[who], holdings=[holding], **among)))
                    for holding in HOLDINGS
                ),
            ]
            for who in PEOPLE
        ]
    )
    columns = [column for column in columns if any(column[1:])]
    rows = [[holding, *(column[place] for column in columns)] for place, holding in enumerate(HOLDINGS, 1)]
    return [*lines, "", *_table(["what the owner chose to hold", *(column[0] for column in columns)], rows)]


def _texts() -> list[str]:
    """What is refused whoever sent it. In a calm pace and with a parent that stands, the table above answers."""
    rows = []
    for parent in PARENTS:
        cells = []
        for pace in PACES:
            if pace == CALM and parent in list(PARENTS)[:2]:
                cells.append("as above")
            else:
                among = {"closings": list(CLOSINGS)[:1], "holdings": list(HOLDINGS)[:1], "people": ["member"]}
                cells.append(answer(_retry_left_out, _admitted(all_cases(parents=[parent], paces=[pace], **among))))
        rows.append([parent, *cells])
    lines = [
        "",
        "## What is sent: refused",
        "",
        "Of a member. The team is exempt from slow mode, nobody from the pace.",
    ]
    return [*lines, "", *_table(["the comment", *PACES], rows)]


def _retry_left_out(rules: Rules, facts: Facts) -> Decision:
    return replace(decide(rules, facts), retry_at=None)


def _words(sentences: dict[str, str], steps: dict[str, str]) -> list[str]:
    rows = [[f"`{code}`", text] for code, text in sentences.items()]
    ways = [[code, text] for code, text in steps.items()]
    return ["", "## The words", "", *_table(["reason", "is told"], rows), "", *_table(["way in", "reads"], ways)]


def _admitted(among: Iterable[Case]) -> Iterator[Case]:
    return (case for case in among if admit(case.rules, case.facts).admits)


def _merged(rows: list[list[str]]) -> list[list[str]]:
    """Rows that say the same of different people, as one row."""
    people: dict[tuple[str, ...], list[str]] = {}
    for person, *cells in rows:
        people.setdefault(tuple(cells), []).append(person)
    return [["; ".join(names), *cells] for cells, names in people.items()]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]
