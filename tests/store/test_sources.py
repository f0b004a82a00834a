import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest

from tests.store.make import NOON, SECOND, reading, sighting, unparsed
from wallwatch.model import Sighting
from wallwatch.model.line import Gap, SourceStatus, Unparsed
from wallwatch.store.batch import Batch
from wallwatch.store.migrate import migrate
from wallwatch.store.schema import STORE_STEPS
from wallwatch.store.sources import SourceRow, Sources, list_sources

MINUTE = 60 * SECOND


@pytest.fixture
def connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STORE_STEPS)
    return connection


def take(
    connection: sqlite3.Connection, at: int = NOON, sightings: Sequence[Sighting] = (), **batch: Any
) -> list[SourceRow]:
    sources = Sources(connection, at)
    sources.take(Batch(**batch), sightings)
    sources.put()
    return list_sources(connection)


def test_lines_are_counted_by_what_became_of_them(connection: sqlite3.Connection) -> None:
    """Counts add up over readings and commits."""
    one = reading(0, 10, received=7, other=2, lost=1, unparsed=unparsed("a", "b"))
    take(connection, readings=(one, one))
    (row,) = take(connection, NOON + 5, readings=(one,))
    assert (row.received, row.other, row.unparsed, row.lost) == (21, 6, 6, 3)
    assert row.heard == NOON + 5


def test_forged_lines_are_counted(connection: sqlite3.Connection) -> None:
    """They are some of those that were not understood."""
    forged = (Unparsed("x", 0, 9, True), Unparsed("y", 9, 18, True), *unparsed("torn"))
    one = reading(0, 30, received=3, unparsed=forged)
    take(connection, readings=(one,))
    (row,) = take(connection, readings=(one,))
    assert (row.unparsed, row.forged) == (6, 4)


def test_gaps_are_counted(connection: sqlite3.Connection) -> None:
    """Each is one, however large."""
    gap = Gap(source="kern.log", stream="8:1", at=NOON, reason="A copy was deleted before it was read.", size=300)
    take(connection, gaps=(gap,))
    (row,) = take(connection, gaps=(gap, gap))
    assert (row.gaps, row.received) == (3, 0)


def test_a_state_is_kept_until_the_next(connection: sqlite3.Connection) -> None:
    """Counts do not touch the state, and a state does not touch the counts."""
    denied = SourceStatus(source="kern.log", state="denied", reason="no right to read", remedy="group adm")
    take(connection, readings=(reading(0, 10, received=3),))
    (row,) = take(connection, statuses=(denied,))
    assert (row.state, row.reason, row.remedy, row.received) == ("denied", "no right to read", "group adm", 3)
    (row,) = take(connection, statuses=(SourceStatus(source="kern.log", state="ok"),))
    assert (row.state, row.reason, row.remedy, row.received) == ("ok", "", "", 3)


def test_sources_are_listed_by_name(connection: sqlite3.Connection) -> None:
    """One that only says how it is has a row as well."""
    rows = take(
        connection,
        readings=(reading(0, 1, source="snort"),),
        statuses=(SourceStatus(source="p0f", state="missing"), SourceStatus(source="kern.log", state="ok")),
    )
    assert [(row.name, row.state) for row in rows] == [("kern.log", "ok"), ("p0f", "missing"), ("snort", "waiting")]


def test_the_last_event_is_the_newest_packet_that_a_source_saw(connection: sqlite3.Connection) -> None:
    """A packet from the past does not turn it back, and each source has its own."""
    (row,) = take(connection, sightings=(sighting(NOON), sighting(NOON + 5), sighting(NOON + 3)))
    assert row.last_event == NOON + 5
    (row,) = take(connection, sightings=(sighting(NOON + 4),))
    assert row.last_event == NOON + 5
    assert SourceRow("snort").with_event(sighting(-7).time).last_event == -7


@pytest.mark.parametrize(("after", "rate"), [
    (0, 2.0),
    (30, 2.0),
    (59, 2.0),
    (60, 2.0),
    (90, 1.0),
    (120, 0.0),
    (6000, 0.0),
])  # fmt: skip
def test_the_rate_is_that_of_the_last_minute(after: int, rate: float) -> None:
    """It fades within two minutes after the last line, whatever was counted before."""
    row = SourceRow("kern.log").with_reading(reading(0, 1, received=120), NOON)
    assert row.rate(NOON + after * SECOND) == rate


def test_the_rate_takes_the_minute_before_into_account() -> None:
    """At a quarter of a minute, three quarters of the lines of the minute before it still count."""
    row = SourceRow("kern.log").with_reading(reading(0, 1, received=120), NOON)
    row = row.with_reading(reading(1, 2, received=30), NOON + MINUTE)
    assert row.rate(NOON + MINUTE + 15 * SECOND) == (30 + 90) / 60
    row = row.with_reading(reading(2, 3, received=6), NOON + 5 * MINUTE)
    assert row.rate(NOON + 5 * MINUTE) == 0.1
