"""The queue for SQLite's write lock: nobody who waits is passed by somebody who has just had a turn."""

import threading
import time

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction

from config.sqlite import base

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connections[DEFAULT_DB_ALIAS].vendor != "sqlite", reason="a queue of SQLite's own"),
]


def elsewhere(act):
    """Runs `act` in a thread with a connection of its own."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_one_who_waits_gets_the_next_turn_although_the_other_asks_again_at_once():
    order, waits = [], threading.Event()

    def wait_for_a_turn():
        waits.set()
        with transaction.atomic():
            order.append("the one who waits")

    with transaction.atomic():
        thread = elsewhere(wait_for_a_turn)
        waits.wait()
        time.sleep(0.05)
    for _turn in range(20):
        with transaction.atomic():
            order.append("the one who had a turn")
    thread.join()
    assert "the one who waits" in order[:2]


def test_who_waits_longer_than_the_timeout_is_told_so_and_leaves_the_queue(monkeypatch):
    refused = []

    def wait_too_long():
        connection.ensure_connection()
        connection.settings_dict = connection.settings_dict | {"OPTIONS": {"timeout": 0.05}}
        try:
            with transaction.atomic():
                pass
        except OperationalError as error:
            refused.append(str(error))

    with transaction.atomic():
        elsewhere(wait_too_long).join()
    assert refused == ["database is locked"]
    with transaction.atomic():
        pass


def test_a_connection_that_breaks_off_in_its_turn_gives_it_back():
    def break_off():
        connection.ensure_connection()
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    elsewhere(break_off).join()
    with transaction.atomic():
        pass


def test_while_one_thread_waits_for_long_the_others_of_its_process_give_up_and_answer_readers(monkeypatch):
    monkeypatch.setattr(base, "PATIENCE", 0.1)
    told, got = {}, threading.Event()

    def wait(name):
        begun = time.monotonic()
        try:
            with transaction.atomic():
                told[name] = "had a turn"
        except OperationalError:
            told[name] = time.monotonic() - begun
        finally:
            got.set()

    with transaction.atomic():
        first = elsewhere(lambda: wait("first"))
        time.sleep(0.2)
        second = elsewhere(lambda: wait("second"))
        assert got.wait(5)
        second.join()
        assert list(told) == ["second"]
    first.join()
    assert told["first"] == "had a turn"
