"""Room and retention: what a writer does when the disk fills up, and what goes when it is too old or too much."""

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.store.make import NOON, SECOND, STREAM, alert, arrived, knock, knocks, lines, reading
from wallwatch.model import Change
from wallwatch.store.batch import Batch
from wallwatch.store.changes import ChangeRow
from wallwatch.store.complaints import FullError
from wallwatch.store.prune import ALERTS
from wallwatch.store.reader import StoreReader
from wallwatch.store.room import Space
from wallwatch.store.writer import StoreWriter


def test_a_full_disk_changes_nothing_and_passes(writer: StoreWriter, reader: StoreReader) -> None:
    """The same batch can be committed when there is room again."""
    writer.commit(knocks(1, 10))
    pages = writer._database.connection.execute("PRAGMA page_count").fetchone()[0]
    writer._database.connection.execute(f"PRAGMA max_page_count = {pages}")
    batch = knocks(11, 3_000)
    for _ in range(2):
        with pytest.raises(FullError, match="no room left"):
            writer.commit(batch)
    assert (reader.number(), writer.next_number()) == (10, 11)
    writer._database.connection.execute("PRAGMA max_page_count = 100000")
    writer.commit(batch)
    assert [each.raw for each in reader.sightings()] == lines(1, 3_010)


def test_collecting_leaves_the_reserve_alone(path: Path) -> None:
    """It stops before the disk is full to the last byte, pruning works all the same, and it goes on by itself."""
    free = [10**6]
    writer = StoreWriter(path, clock=lambda: 2 * NOON, look=lambda _: Space(10**6, free[0]))
    ballast = path.with_name("store.db.ballast")
    writer.open()
    writer.commit(knocks(1, 10))
    assert ballast.exists()
    free[0] = 49_999
    with pytest.raises(FullError, match="only 48 KiB left"):
        writer.commit(knocks(11, 10))
    assert writer.prune(5 * SECOND, None) == 4
    assert not ballast.exists()
    assert not writer.room().is_enough
    free[0] = 10**6
    writer.commit(knocks(11, 10))
    assert writer.room().is_enough
    assert ballast.exists()
    writer.close()


def test_what_is_too_old_is_pruned(writer: StoreWriter, reader: StoreReader) -> None:
    """Its lines are archived, its blocks go, and nothing of it is read again."""
    writer._clock = lambda: 2 * NOON
    writer.commit(replace(knocks(1, 2_500), readings=(reading(0, 500, received=2_500),)))
    number = reader.number()
    pruned = [writer.prune(100 * SECOND, None) for _ in range(6)]
    assert pruned == [ALERTS, ALERTS, ALERTS, ALERTS, 2_399 - 4 * ALERTS, 0]
    assert reader.index().ids.tolist() == list(range(2_400, 2_501))
    assert {row.kind for row in reader.changes_since(number).rows} == {"gone"}
    totals = reader.totals()
    assert (totals.received, totals.lines, totals.archived, totals.alerts) == (2_500, 101, 2_399, 101)
    assert writer.committed("kern.log")[STREAM].ranges == ((0, 500),)
    assert writer.next_alert_id() == 2_501


def test_a_store_that_is_too_large_gets_smaller(path: Path) -> None:
    """The file itself does, and what is left is the newest."""
    writer = StoreWriter(path)
    writer.open()
    for first in range(1, 9_001, 1_500):
        writer.commit(knocks(first, 1_500))
    writer._database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.stat().st_size
    while writer.prune(None, before // 3):
        pass
    writer.close()
    assert path.stat().st_size < before // 2
    reader = StoreReader(path)
    reader.open()
    ids = reader.index().ids.tolist()
    assert ids == list(range(ids[0], 9_001))
    assert [each.raw for each in reader.sightings()][-len(ids) :] == lines(ids[0], len(ids))
    assert len(list(reader.sightings())) < len(ids) + 2 * 1_500
    reader.close()


def test_what_people_keep_is_not_pruned(path: Path) -> None:
    """Its lines are there, whatever became of those around it."""
    writer = StoreWriter(path, clock=lambda: 2 * NOON, kept=lambda alerts: {each.id for each in alerts} & {3, 1_700})
    writer.open()
    writer.commit(knocks(1, 2_000))
    writer.commit(knocks(2_001, 2_000))
    while writer.prune(10 * SECOND, None):
        pass
    reader = StoreReader(path)
    reader.open()
    assert reader.index().ids.tolist() == [3, 1_700, *range(3_990, 4_001)]
    raw = [each.raw for number in (3, 1_700) for seen in reader.packets(number) for each in seen.sightings]
    assert raw == ["line 3", "line 1700"]
    assert [each.raw for each in reader.sightings()][:2] == raw
    reader.close()
    writer.close()


def test_a_clock_that_jumps_does_not_empty_the_store(path: Path) -> None:
    """What is old is told by the newest alert as well."""
    now = [NOON]
    writer = StoreWriter(path, clock=lambda: now[0])
    writer.open()
    writer.commit(knocks(1, 10))
    now[0] = NOON * 9
    assert writer.prune(60 * SECOND, None) == 0
    writer.close()


def test_a_pruned_alert_that_grows_is_there_again(writer: StoreWriter, reader: StoreReader) -> None:
    """Each of its lines is counted once."""
    writer._clock = lambda: 2 * NOON
    read = reading(0, 500, received=12)
    writer.commit(replace(knocks(1, 10), readings=(read,)))
    writer.prune(5 * SECOND, None)
    grown = Change(
        kind="grown", alert=alert(2, lines=3), touched=((1, replace(knock(arrived(11, 1)[0]).touched[0][1])),)
    )
    number = writer.commit(Batch(changes=(grown,), number=11, raw=lines(11, 1)))
    assert reader.changes_since(number - 1).rows == (ChangeRow("new", 2),)
    totals = reader.totals()
    assert totals.received == totals.lines + totals.archived == 12


@pytest.mark.lab
def test_a_file_system_of_a_megabyte_fills_up_and_is_enlarged(tmp_path: Path) -> None:
    """Every line is in the store once, whatever the disk did; in between pruning works on the full one."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)], check=True)
    try:
        fill_and_enlarge(tmp_path)
    finally:
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def fill_and_enlarge(directory: Path) -> None:
    path = directory / "state" / "store.db"
    writer = StoreWriter(path)
    assert writer.open() is None
    number = writer.next_number()
    while number < 50_000:
        try:
            writer.commit(knocks(number, 20))
        except FullError:
            break
        number += 20
    assert 200 < number < 50_000
    assert writer.next_number() == number
    eat_the_rest(directory)
    with pytest.raises(FullError):
        writer.commit(knocks(number, 20))
    assert writer.prune(50 * SECOND, None) > 0
    subprocess.run(["mount", "-o", "remount,size=64m", str(directory)], check=True)
    for first in range(number, number + 2_000, 20):
        writer.commit(knocks(first, 20))
    assert writer.room().is_enough
    reader = StoreReader(path)
    reader.open()
    assert [each.number for each in reader.sightings()][-2_000:] == list(range(number, number + 2_000))
    totals = reader.totals()
    assert totals.lines + totals.archived == number + 2_000 - 1
    reader.close()
    writer.close()


def eat_the_rest(directory: Path) -> None:
    """Fill the file system to the last byte, as another program would."""
    with (directory / "others").open("wb", buffering=0) as file:
        for size in (4_096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
