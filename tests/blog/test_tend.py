"""What is done beside the server is done whatever else goes wrong, and again when that is over."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from blog.management.commands import tend


@pytest.fixture
def away(monkeypatch):
    """Has one kind of work fail, as often as a round is made."""

    def away_(what, error):
        def fail(_now):
            raise error

        monkeypatch.setitem(tend.WORK, what, fail)

    return away_


@pytest.mark.parametrize("what", [*tend.WORK])
def test_one_fault_keeps_nothing_else_from_being_done_and_is_told(what, away, monkeypatch, transactional_db, caplog):
    done = []
    for name in tend.WORK:
        monkeypatch.setitem(tend.WORK, name, lambda _now, name=name: done.append(name))
    away(what, ValueError("no use"))
    with pytest.raises(CommandError, match=f"Not done: {what}. "):
        call_command("tend")
    assert done == [name for name in tend.WORK if name != what]
    (record,) = [record for record in caplog.records if record.name == tend.__name__]
    assert what in record.getMessage() and record.exc_info


def test_without_a_database_the_rest_waits_for_the_next_round(away, monkeypatch, transactional_db, caplog):
    rounds = []
    monkeypatch.setitem(tend.WORK, "reminders", lambda _now: rounds.append("no"))
    away("overdue comments ruled on", OperationalError("away"))

    def sleep(seconds):
        rounds.append(seconds)
        if len(rounds) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", sleep)
    call_command("tend", "--every", "60")
    assert rounds == [60, 60, 60], "it goes on, and ends with Ctrl-C without a fault"
    assert len(caplog.records) == 3 and not any(record.exc_info for record in caplog.records)
    assert {record.getMessage() for record in caplog.records} == {
        "Not done this time: overdue comments ruled on (OperationalError)"
    }


def test_what_was_done_is_told_with_its_number_and_nothing_else_is(monkeypatch, blog, capsys):
    call_command("tend")
    assert not capsys.readouterr().out
    monkeypatch.setitem(tend.WORK, "reminders", lambda _now: 2)
    call_command("tend")
    assert capsys.readouterr().out.startswith(
        "0 overdue comments ruled on, 2 reminders, 0 addresses of guests erased, "
    )
