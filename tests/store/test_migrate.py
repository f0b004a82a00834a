import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.store.make import NOON, STREAM, alert
from tests.store.older import make_marks, make_store
from wallwatch.errors import StoreError
from wallwatch.store.ledger import NO_MARK, Mark
from wallwatch.store.marks import Marks
from wallwatch.store.migrate import migrate, refuse_newer, version_of
from wallwatch.store.reader import StoreReader
from wallwatch.store.schema import MARKS_STEPS, STORE_STEPS
from wallwatch.store.writer import StoreWriter

DIE = """
import os, pathlib, signal, sys
from wallwatch.store import StoreWriter, conversion
step = getattr(conversion, sys.argv[2])
setattr(conversion, sys.argv[2], lambda *given: (step(*given), os.kill(os.getpid(), signal.SIGKILL)))
StoreWriter(pathlib.Path(sys.argv[1])).open()
"""
OPEN = "import sys, pathlib; from wallwatch.store import StoreWriter; StoreWriter(pathlib.Path(sys.argv[1])).open()"

FIRST = ("CREATE TABLE rocks (name TEXT)", "INSERT INTO rocks VALUES ('granite')")
SECOND = ("ALTER TABLE rocks ADD COLUMN hard INTEGER", "UPDATE rocks SET hard = 6")


def connect(*steps: tuple[str, ...]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, steps)
    return connection


def test_a_new_file_takes_all_steps() -> None:
    """From nothing the schema is built by the same steps as from any older version."""
    connection = connect(FIRST, SECOND)
    assert connection.execute("SELECT * FROM rocks").fetchall() == [("granite", 6)]
    assert version_of(connection) == 2


def test_an_older_file_takes_the_steps_that_it_lacks() -> None:
    """A step is taken once, and what was in the tables stays."""
    connection = connect(FIRST)
    connection.execute("INSERT INTO rocks VALUES ('basalt')")
    migrate(connection, (FIRST, SECOND))
    assert connection.execute("SELECT name, hard FROM rocks").fetchall() == [("granite", 6), ("basalt", 6)]


def test_a_file_of_this_version_is_left_alone() -> None:
    """Opening a store again takes no step."""
    connection = connect(FIRST)
    migrate(connection, (FIRST,))
    assert connection.execute("SELECT count(*) FROM rocks").fetchone() == (1,)


def test_a_step_that_fails_takes_the_earlier_ones_back_with_it() -> None:
    """The caller's transaction holds the tables and the version alike."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (FIRST, ("this is no statement",)))
    connection.rollback()
    assert version_of(connection) == 0
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_newer_file_is_refused_with_a_sentence() -> None:
    """A person reads which versions these are and what to do."""
    connection = connect(FIRST, SECOND)
    with pytest.raises(
        StoreError, match=r"written by a newer wallwatch \(schema 2, this one knows 1\).*Update wallwatch"
    ):
        refuse_newer(connection, Path("store.db"), (FIRST,))
    refuse_newer(connection, Path("store.db"), (FIRST, SECOND))


@pytest.mark.parametrize("version", range(1, len(STORE_STEPS)))
def test_a_store_of_every_version_is_opened(path: Path, version: int) -> None:
    """Alerts, packets with their raw lines, counts and positions are there; a copy of the old file lies beside it."""
    make_store(path, version)
    old = path.read_bytes()
    assert_migrated(path, 3)
    (copy,) = path.parent.glob("*.before-*")
    assert copy.name == f"store.db.before-{version}"
    assert len(copy.read_bytes()) == len(old)
    kept = sqlite3.connect(copy)
    assert version_of(kept) == version
    kept.close()


def assert_migrated(path: Path, alerts: int) -> None:
    writer = StoreWriter(path, clock=lambda: NOON)
    assert writer.open() is None
    assert writer.committed("kern.log")[STREAM].ranges == ((0, 500),)
    assert (writer.next_alert_id(), writer.next_number()) == (alerts + 1, 2 * alerts + 1)
    assert [len(packets) for _, packets in writer.open_alerts()] == [2] * alerts
    reader = StoreReader(path)
    reader.open()
    for number in range(1, alerts + 1):
        raw = [each.raw for packet in reader.packets(number) for each in packet.sightings]
        assert raw == [f"line {number}.0", f"line {number}.1"]
    assert reader.alerts([1]) == [alert(1, packets=2, lines=2)]
    assert len(list(reader.sightings())) == 2 * alerts
    totals = reader.totals()
    assert totals.received == totals.lines + totals.other + totals.unparsed == 2 * alerts + 2
    assert [(row.forged, row.gaps) for row in reader.sources()] == [(0, 0)]
    reader.close()
    writer.close()


@pytest.mark.parametrize("version", range(1, len(MARKS_STEPS)))
def test_marks_of_every_version_are_opened(tmp_path: Path, version: int) -> None:
    """What was undone can be done again, by whoever sits there now; and there is a journal from now on."""
    path = tmp_path / "state" / "marks.db"
    make_marks(path, version)
    marks = Marks(path, person="mara")
    assert marks.open() is None
    assert marks.of(alert(1)) == Mark(starred=True)
    assert marks.redo() is not None
    assert marks.of(alert(1)) == Mark(starred=True, note="asked")
    assert [marks.undo() is None for _ in range(3)] == [False, False, True]
    assert marks.of(alert(1)) == NO_MARK
    assert {each.name for each in path.parent.iterdir()} >= {f"marks.db.before-{version}", "marks.jsonl"}
    marks.close()


def killed_while_migrating(path: Path, after: float) -> None:
    process = subprocess.Popen([sys.executable, "-c", OPEN, str(path)])
    time.sleep(after)
    process.kill()
    process.wait()


@pytest.mark.parametrize("step", ["put_block", "_put_packet"])
def test_a_kill_in_the_middle_leaves_the_old_store(path: Path, step: str) -> None:
    """Right after a step of the migration, which the next start takes again, whole."""
    make_store(path, 2)
    killed = subprocess.run([sys.executable, "-c", DIE, str(path), step], check=False)
    assert killed.returncode == -signal.SIGKILL
    old = sqlite3.connect(path)
    assert version_of(old) == 2
    old.close()
    assert_migrated(path, 3)


@pytest.mark.soak
def test_fifty_kills_in_the_middle_lose_nothing(path: Path) -> None:
    """At whichever moment they come."""
    make_store(path, 1, alerts=1_900)
    dice = random.Random(40)
    for _ in range(50):
        killed_while_migrating(path, dice.uniform(0.15, 0.8))
    assert_migrated(path, 1_900)
