"""Alerts by key, at hand or packed."""

import pytest

from tests.correlate.incident import firewall
from wallwatch.correlate.attempt import first_attempt
from wallwatch.correlate.facts import key_of
from wallwatch.correlate.generation import Generation


def alert(sport, **fields):
    line = firewall(sport, sport=sport, **fields)
    return first_attempt(key_of(line), line, 1)


def filled(*attempts):
    generation = Generation()
    for attempt in attempts:
        generation.put(attempt.key, [attempt])
    return generation


def test_what_was_put_last_stays_at_hand():
    """The others come back when they are asked for, and are as many as before."""
    attempts = [alert(sport) for sport in range(10)]
    generation = filled(*attempts)
    generation.pack(3)
    assert [key[2] for key in generation.live] == [7, 8, 9]
    (back,) = generation.find(attempts[0].key)
    assert back is not attempts[0]
    assert back.packets[0].best == attempts[0].packets[0].best
    assert generation.find(attempts[9].key) == [attempts[9]]
    assert generation.size == 10
    assert len(generation.live) == 4


def test_what_is_packed_can_be_taken_and_added_to():
    """The alerts of a key are found together, whatever of them was packed before."""
    attempt, other = alert(1), alert(1, ip_id=7)
    generation = filled(attempt)
    generation.pack(0)
    generation.append(generation.find(attempt.key), other)
    generation.pack(0)
    assert generation.size == 2
    found = generation.take(attempt.key)
    assert [each.packets[0].best.ip_id for each in found] == [None, 7]
    assert (generation.size, generation.find(attempt.key)) == (0, None)


def test_keys_of_one_hash_do_not_meet():
    """What lies beside what was asked for is at hand then, under its own key."""
    attempts = [alert(sport) for sport in (1, 2)]
    attempts[0].key, attempts[1].key = (-1,), (-2,)
    assert hash((-1,)) == hash((-2,))
    generation = filled(*attempts)
    generation.pack(0)
    assert [each.packets[0].best.sport for each in generation.find((-2,))] == [2]
    assert [each.packets[0].best.sport for each in generation.find((-1,))] == [1]
    generation.take((-1,))
    generation.pack(0)
    assert generation.find((-1,)) is None
    assert generation.size == 1


@pytest.mark.parametrize("fields", [{"ip_id": 2**70}, {"src": "\ud800"}])
def test_what_cannot_be_packed_is_kept_as_it_is(fields):
    """It is found all the same."""
    attempt = alert(1, **fields)
    generation = filled(attempt)
    generation.pack(0)
    assert generation.find(attempt.key) == [attempt]


def test_what_has_many_lines_is_not_packed():
    """One packet more would unpack them all."""
    attempt = alert(1)
    attempt.packets += [alert(1).packets[0] for _ in range(100)]
    generation = filled(attempt)
    generation.pack(0)
    assert generation.find(attempt.key) == [attempt]


def test_who_has_told_of_an_alert_is_known_of_packed_ones():
    """Only those are unpacked of which one of the sources has told."""
    attempts = [alert(1), alert(2, source="other"), alert(3)]
    generation = filled(*attempts)
    generation.pack(1)
    assert [each.packets[0].best.sport for each in generation.told_by(frozenset({"other"}))] == [2]
    assert [key[2] for key in generation.live] == [3, 2]
    assert [each.key[2] for each in generation.told_by(frozenset({attempts[0].sources[0]}))] == [3, 1]
