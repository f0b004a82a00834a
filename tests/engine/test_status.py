import sqlite3
from datetime import UTC
from pathlib import Path

import pytest

from tests.ui.alerts import SECOND, an_alert
from tests.ui.desk import NOW, OK, commit
from wallwatch.engine.lock import collector_lock, lock_path
from wallwatch.engine.status import COUNTED, WINDOW, status
from wallwatch.model import GAP, Change
from wallwatch.model.line import SourceStatus
from wallwatch.noise.read import new_rule
from wallwatch.noise.rules import with_rule
from wallwatch.store import StoreReader
from wallwatch.store.room import Space

LONG_AGO = NOW - 2 * WINDOW


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give a store with attempts of the last hour and of before, and a gap."""
    tmp_path.chmod(0o700)
    alerts = [
        an_alert(id=1, first=LONG_AGO),
        an_alert(id=2, first=NOW - SECOND),
        an_alert(id=3, first=NOW - SECOND, dport=22),
        an_alert(id=4, first=NOW - SECOND, dport=None, sport=None, proto=GAP, src="kern.log"),
    ]
    commit(tmp_path / "store.db", [Change(kind="new", alert=alert) for alert in alerts])
    return tmp_path / "store.db"


def asked(store: Path, rules: str = ""):
    reader = StoreReader(store)
    reader.open()
    try:
        return status(reader, store, rules, now=NOW, zone=UTC)
    finally:
        reader.close()


def test_the_last_hour_is_counted(store):
    """What a noise rule is about stands apart; a gap is neither."""
    assert (asked(store).new, asked(store).noise) == (2, 0)
    rules = with_rule("", new_rule("gnutella", "old", "dport:6346", now=NOW))
    assert (asked(store, rules).new, asked(store, rules).noise) == (1, 1)
    over = with_rule("", new_rule("gnutella", "old", "dport:6346", now=NOW - 40 * 24 * WINDOW, expires="1d"))
    assert asked(store, over).noise == 0


def test_it_is_well_while_somebody_collects_from_sources_that_are(store):
    """Whoever holds the lock collects."""
    assert not asked(store).is_well
    with collector_lock(lock_path(store)):
        assert asked(store).is_well
        commit(store, statuses=(*OK, SourceStatus(source="far.log", state="missing", reason="There is none.")))
        found = asked(store)
    assert not found.is_well
    assert [row.name for row in found.failing] == ["far.log"]


def test_a_full_disk_is_not_well(store, monkeypatch):
    """Nothing is collected then."""
    monkeypatch.setattr("wallwatch.engine.status.space_at", lambda _: Space(total=2**30, free=2**20))
    with collector_lock(lock_path(store)):
        assert asked(store).full
        assert not asked(store).is_well


def test_in_a_flood_only_the_newest_are_counted(store, monkeypatch):
    """And it is said that there are more."""
    monkeypatch.setattr("wallwatch.engine.status.COUNTED", 2)
    assert COUNTED > 2
    assert asked(store).at_least
    assert asked(store).new == 2


def test_the_hour_is_found_by_the_index(store):
    """A store of a million alerts is not read for it."""
    connection = sqlite3.connect(store)
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT count(*) FROM "
        "(SELECT * FROM alerts WHERE first >= 1 AND proto != 'gap' ORDER BY first DESC LIMIT 2)"
    ).fetchall()
    connection.close()
    assert any("SEARCH alerts USING INDEX alerts_in_order (first>?)" in row[-1] for row in plan)
