"""What is true of every case there is, and what the rule is made of."""

import ast
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from accounts.standing import NAMES
from blog.comments import cases, policy, truth_table, words
from blog.comments.cases import PEOPLE, all_cases, every_case
from blog.comments.policy import DOOR, HOLDS, SENT, Decision, Rules, admit, decide


@pytest.fixture(scope="module")
def answered():
    """Every case with both its answers: about 65,000."""
    return [(case, admit(case.rules, case.facts), decide(case.rules, case.facts)) for case in every_case()]


def test_the_cases_are_all_there_are(answered):
    assert len(answered) > 50_000
    assert {facts.standing for facts in PEOPLE.values()} == set(policy.STANDINGS) == set(NAMES)
    assert {facts.role for facts in PEOPLE.values()} == {"", "member", *policy.TEAM_ROLES}


def test_the_form_refuses_if_and_only_if_the_post_is_refused_at_the_door(answered):
    names = {rule.__name__ for rule in DOOR}
    for case, door, sent in answered:
        by_door = (
            next((rule for rule in DOOR + SENT if rule(case.rules, case.facts)), None) if not sent.admits else None
        )
        assert door.verdict in ("publish", "refuse")
        if door.admits:
            assert by_door is None or by_door.__name__ not in names, case
        else:
            assert sent == door, case


def test_every_refusal_has_one_reason_and_every_other_answer_as_many_as_match(answered):
    for case, _door, sent in answered:
        if sent.verdict == "refuse":
            assert len(sent.reasons) == 1, case
        elif sent.verdict == "hold":
            assert len(sent.reasons) == sum(rule(case.rules, case.facts) is not None for rule in HOLDS) > 0, case
        else:
            assert sent == Decision("publish"), case


def test_who_has_not_confirmed_or_is_sanctioned_is_never_let_in_but_as_a_guest_who_waits(answered):
    for case, door, sent in answered:
        if case.facts.standing == "visitor" and case.rules.audience == "anyone":
            assert sent.verdict in ("hold", "refuse"), case
        elif not case.facts.confirmed or case.facts.standing in ("visitor", "unconfirmed", "suspended", "banned"):
            assert not door.admits and not sent.admits, case


def test_a_grace_or_a_pace_never_lets_through_what_would_be_held(answered):
    """Nothing about when a text is sent makes a hold go away."""
    for case, _door, sent in answered:
        calm = replace(case.facts, paced=(None, None), last_here=None, opened_at=None)
        if sent.verdict == "publish":
            assert decide(case.rules, calm).verdict != "hold", case


def test_a_wider_audience_never_shuts_out_who_a_narrower_one_lets_in():
    for facts in PEOPLE.values():
        let_in = [admit(Rules(audience=audience), facts).admits for audience in policy.AUDIENCES]
        assert let_in == sorted(let_in), facts


def test_a_hold_keeps_every_reason_that_matched(monkeypatch):
    def held_too(rules, facts):
        return Decision("hold", ("another",))

    monkeypatch.setattr(policy, "HOLDS", (*HOLDS, held_too))
    assert decide(Rules(hold_all=True), PEOPLE["member"]).reasons == ("moderated", "another")


# --- What it is made of ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "module",
    [policy, policy.terms, policy.door, policy.sent, words, cases, truth_table],
    ids=lambda module: module.__name__,
)
def test_the_rule_is_pure(module):
    """Only the standard library (and what is pure of ours), and of that nothing that looks at a clock or a machine."""
    tree = ast.parse(Path(module.__file__).read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}
    parts = {f"blog.comments.policy.{part}" for part in ("door", "sent", "terms")}
    allowed = (
        {"blog.comments", "blog.comments.policy", "blog.comments.cases"} if module in (cases, truth_table) else parts
    )
    assert ours <= allowed
    assert not names & {"os", "sys", "time", "random", "socket", "pathlib", "io"}
    calls = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not calls & {"today", "utcnow"}
    assert "datetime.now" not in Path(module.__file__).read_text()


def test_the_answer_depends_on_nothing_but_what_is_asked():
    some = list(all_cases(closings=["open"], joinings=["open"], paces=[cases.CALM]))
    assert [decide(*_both(case)) for case in some] == [decide(*_both(case)) for case in reversed(some)][::-1]


def test_a_decision_is_a_few_dozen_calls(answered, calls):
    assert max(calls(decide, case.rules, case.facts) for case, _door, _sent in answered[::10]) <= 60


@pytest.mark.slow
def test_a_decision_takes_microseconds(answered, capsys):
    """Measured in time of the processor, so that a busy machine makes no difference, and printed."""
    some = [case for case, _door, _sent in answered[::10]]
    fastest = min(_seconds(some) for _turn in range(3)) / len(some)
    with capsys.disabled():
        print(f"\ndecide(): {fastest * 1e6:.2f} µs on average over {len(some)} cases")  # noqa: T201
    assert fastest < 20e-6


def _seconds(some) -> float:
    start = time.process_time()
    for case in some:
        decide(case.rules, case.facts)
    return time.process_time() - start


def _both(case):
    return case.rules, case.facts
