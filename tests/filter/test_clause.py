"""Pieces of SQL."""

import sqlite3

import pytest

from wallwatch.filter.clause import FALSE, TRUE, UNKNOWN, Sql, all_of, any_of, certain, negated

PARTS = {True: TRUE, False: FALSE, None: UNKNOWN}


def asked(part: Sql) -> bool | None:
    database = sqlite3.connect(":memory:")
    (answer,) = database.execute(f"SELECT {part.text}", part.parameters).fetchone()
    database.close()
    return None if answer is None else bool(answer)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_conditions_join_in_three_valued_logic(left, right, both, either):
    """AND and OR of true, false and unknown are Kleene's."""
    assert asked(all_of([PARTS[left], PARTS[right]])) is both
    assert asked(any_of([PARTS[left], PARTS[right]])) is either


def test_all_of_none_hold_and_none_of_none_does():
    """Joining nothing gives the neutral answer."""
    assert all_of([]) == TRUE
    assert any_of([]) == FALSE


@pytest.mark.parametrize(("answer", "denied", "sure"), [(True, False, True), (False, True, False), (None, None, False)])
def test_only_certain_makes_the_unknown_known(answer, denied, sure):
    """The negation of unknown is unknown; ``certain`` takes it for false."""
    assert asked(negated(PARTS[answer])) is denied
    assert asked(certain(PARTS[answer])) is sure


def test_parameters_stay_in_the_order_of_their_marks():
    """Joining keeps each parameter with its ``?``."""
    parts = [Sql("(? = 1)", (number,)) for number in range(5)]
    joined = any_of([all_of(parts[:2]), negated(all_of(parts[2:]))])
    assert joined.parameters == (0, 1, 2, 3, 4)
    assert joined.text.count("?") == 5
