import sqlite3

import pytest

from wallwatch.filter.clause import Sql
from wallwatch.noise import shape_sql
from wallwatch.noise.axes import AXES, MINUTE
from wallwatch.noise.shape import Shape, Usual

ALL = Sql("(proto = ?)", ("tcp",))


@pytest.fixture
def connection():
    """Open a table with the columns that the axes are about, and a few alerts."""
    found = sqlite3.connect(":memory:")
    found.execute(
        "CREATE TABLE alerts (id INTEGER PRIMARY KEY, first, last, packets, proto, src, dport, flags, os_family, hops,"
        " src_key AS (CASE WHEN src <> 'kern' THEN CAST(src AS BLOB) END))"
    )
    rows = [
        (1, 0, 9_000_000, 3, "tcp", "a", 6346, "S", "Windows", 11),
        (2, 10, 10, 1, "tcp", "a", 6346, "S", "Windows", 12),
        (3, MINUTE, MINUTE, 1, "tcp", "b", 445, None, None, None),
        (4, 0, 0, 1, "udp", "c", 53, None, None, None),
    ]
    found.executemany("INSERT INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    yield found
    found.close()


def ask(connection, question):
    return connection.execute(question.text, question.parameters).fetchall()


def test_each_axis_is_counted_among_the_members_alone(connection):
    """A value that an alert does not know is NULL, and left out by who asks."""
    found = {axis.name: dict(ask(connection, shape_sql.histogram(axis, ALL))) for axis in AXES}
    assert found["target port"] == {6346: 2, 445: 1}
    assert found["stack"] == {"Windows": 2, None: 1}
    assert found["spacing"] == {45: 1, None: 2}
    assert found["rate"] == {4: 1, 1: 1}
    assert found["frequency"] == {2: 1, 1: 1}
    assert ask(connection, shape_sql.members(ALL)) == [(3, 0, MINUTE)]


ODD = [
    ({"target port": Usual(words=frozenset({6346}))}, [3]),
    ({"packets": Usual(low=0, high=2)}, [1]),
    ({"flags": Usual(words=frozenset({"S"}))}, []),
    ({"rate": Usual(low=0, high=3)}, [1, 2]),
    ({}, []),
]


@pytest.mark.parametrize(("usual", "odd"), ODD)
def test_the_odd_ones_are_found_by_the_store(connection, usual, odd):
    """Those that do not know a field are not odd; a source that knocks too often is, in that minute."""
    condition = shape_sql.odd(Shape(3, usual), ALL)
    text = f"SELECT id FROM alerts WHERE {ALL.text} AND {condition.text}"  # noqa: S608 - our own names
    where = Sql(text, (*ALL.parameters, *condition.parameters))
    assert [number for (number,) in ask(connection, where)] == odd


def test_crowds_are_told_by_their_source(connection):
    """With the window, the sum, and a member; what has no address is in no crowd."""
    (rate,) = (axis for axis in AXES if axis.name == "rate")
    connection.execute("UPDATE alerts SET src = 'kern' WHERE id = 3")
    assert ask(connection, shape_sql.crowds(rate, Usual(high=0), ALL, 9)) == [("a", 0, 4, 1)]
