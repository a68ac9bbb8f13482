"""The stored table is the policy's own."""

import difflib

import pytest
from django.core.management import CommandError, call_command

from blog.comments.cases import HOLDINGS, Case, all_cases
from blog.comments.policy import Rules, admit
from blog.comments.truth_table import Disagreement, answer
from blog.management.commands import policy_table
from blog.management.commands.policy_table import PLACE, current_page


@pytest.fixture(scope="module")
def made() -> str:
    return current_page()


def test_the_stored_table_is_what_the_policy_says(made):
    stored = PLACE.read_text(encoding="utf-8")
    changes = "\n".join(
        difflib.unified_diff(stored.splitlines(), made.splitlines(), "stored", "policy", n=0, lineterm="")
    )
    assert not changes, f"Is this meant? Then: manage.py policy_table --write\n{changes}"


def test_the_table_stays_one_that_people_read(made):
    assert len(made.splitlines()) < 300


def test_a_cell_that_would_hide_a_difference_is_not_made():
    with pytest.raises(Disagreement):
        answer(admit, all_cases(people=["member"], closings=["open"], holdings=list(HOLDINGS)[:1]))
    assert answer(admit, []) == ""


def test_a_cell_says_the_verdict_the_reason_and_the_way_in():
    case = next(all_cases(people=["signed in"], audiences=["members"], joinings=["approval"], closings=["open"]))
    assert answer(admit, [case]) == "no: `not_a_member` → apply"
    assert answer(admit, [Case(Rules(audience="signed_in"), case.facts)]) == "**yes**"


def test_the_command_prints_writes_and_checks(tmp_path, monkeypatch, capsys, made):
    place = tmp_path / "table.md"
    monkeypatch.setattr(policy_table, "PLACE", place)
    monkeypatch.setattr(policy_table, "ROOT", tmp_path)
    monkeypatch.setattr(policy_table, "current_page", lambda: made)
    call_command("policy_table")
    assert capsys.readouterr().out == made
    assert not place.exists()
    call_command("policy_table", write=True)
    assert place.read_text(encoding="utf-8") == made
    call_command("policy_table", check=True)
    place.write_text("another", encoding="utf-8")
    with pytest.raises(CommandError, match="--write"):
        call_command("policy_table", check=True)
