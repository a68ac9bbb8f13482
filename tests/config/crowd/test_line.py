"""Some are served, some wait, and whoever finds the line too long is told at once."""

import time

import pytest

from config.crowd.line import FEW, PATIENCE, Full, Line


@pytest.fixture
def until():
    """Waits until something is so."""

    def until_(is_so):
        deadline = time.monotonic() + 10
        while not is_so():
            assert time.monotonic() < deadline
            time.sleep(0.001)

    return until_


@pytest.fixture
def stand(come, hand, until):
    """People of these names come one after the other and stand in line; the first is being served."""

    def stand_(line, *names):
        asked = [come(line.serve, hand.work, names[0])]
        assert hand.begun.acquire(timeout=10)
        for place, name in enumerate(names[1:], 1):
            asked.append(come(line.serve, hand.work, name))
            until(lambda place=place: line.waiting == place)
        return asked

    return stand_


def test_everybody_in_line_is_served_in_the_order_they_came(make_line, stand, hand):
    asked = stand(make_line(), "first", "second", "third", "fourth")
    hand.let_go(4)
    assert [one.result(10) for one in asked] == ["first", "second", "third", "fourth"]
    assert hand.order == ["first", "second", "third", "fourth"]


def test_who_finds_all_places_taken_is_told_at_once_and_the_next_who_finds_one_is_let_in(make_line, stand, hand, come):
    line = make_line(places=3)
    assert not line.is_full()
    first, *_others = stand(line, "first", "second", "third", "fourth")
    assert line.is_full()
    with pytest.raises(Full):
        line.serve(hand.work)
    hand.let_go()
    assert first.result(10) == "first" and hand.begun.acquire(timeout=10)
    assert not line.is_full()
    hand.let_go(9)
    assert come(line.serve, hand.work, "later").result(10) == "later"


def test_no_more_are_served_at_once_than_there_are_hands(make_line, come, hand, until):
    line = make_line(hands=2, places=9)
    asked = [come(line.serve, hand.work, name) for name in "abcde"]
    until(lambda: line.waiting == 3 and len(hand.order) == 2)  # who has left the line may not have begun yet
    hand.let_go(5)
    assert sorted(one.result(10) for one in asked) == list("abcde")


def test_a_flood_is_kept_out_when_the_first_in_line_has_waited_for_long(make_line, stand, hand, clock):
    line = make_line(places=50)
    stand(line, *range(1 + FEW))
    clock.now += PATIENCE + 0.1
    with pytest.raises(Full):
        line.serve(hand.work)


def test_a_few_may_wait_however_slow_it_is(make_line, stand, hand, clock, come, until):
    line = make_line(places=50)
    stand(line, *range(FEW))
    clock.now += 10 * PATIENCE
    come(line.serve, hand.work)
    until(lambda: line.waiting == FEW)


def test_many_who_come_at_the_same_moment_are_let_in(make_line, stand):
    line = make_line(places=50)
    stand(line, *range(51))
    assert line.waiting == 50


def test_what_goes_wrong_is_told_to_who_asked_and_the_next_is_served(make_line):
    line = make_line()
    with pytest.raises(ZeroDivisionError):
        line.serve(lambda: 1 / 0)
    assert line.serve(lambda: "served") == "served"


def test_who_comes_while_the_process_ends_is_sent_away(make_line, hand):
    line = make_line()
    line._hands.shutdown()
    with pytest.raises(Full):
        line.serve(hand.work)
    assert line.waiting == 0


def test_a_hand_works_alone_until_it_takes_long(come, hand, clock, until):
    line = Line(2, 9, clock, alone=0.5)
    asked = [come(line.serve, hand.work, name) for name in "abc"]
    until(lambda: line.waiting == 2)
    time.sleep(0.05)
    assert len(hand.order) == 1
    clock.now += 0.6
    until(lambda: len(hand.order) == 2)
    assert line.waiting == 1
    hand.let_go(3)
    assert sorted(one.result(10) for one in asked) == list("abc")


def test_what_one_hand_leaves_the_next_takes_up_at_once(come, hand, clock, until):
    line = Line(2, 9, clock, alone=0.5)
    asked = [come(line.serve, hand.work, name) for name in "abcd"]
    until(lambda: line.waiting == 3)
    hand.let_go(4)  # the clock stands still: nobody has taken long
    assert sorted(one.result(10) for one in asked) == list("abcd")
    assert line.serve(lambda: "later") == "later"
