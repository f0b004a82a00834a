import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.store.endless import ALERTS, BYTES, LINES
from tests.store.make import (
    NOON,
    SECOND,
    STREAM,
    alert,
    arrived,
    knock,
    knocks,
    lines,
    new,
    packet,
    reading,
    sighting,
    unparsed,
)
from wallwatch.correlate import Correlator
from wallwatch.correlate.attempt import PACKETS_KEPT, TAIL
from wallwatch.errors import StoreError
from wallwatch.filter.clause import Sql
from wallwatch.model import AddressChange, Change, Sighting
from wallwatch.model.line import Committed, Gap, SourceStatus, Unparsed
from wallwatch.store.batch import Batch
from wallwatch.store.changes import KEPT, ChangeRow
from wallwatch.store.reader import StoreReader, Totals
from wallwatch.store.writer import StoreWriter


def test_a_batch_is_in_the_store_as_a_whole(writer: StoreWriter, reader: StoreReader) -> None:
    """Alerts, packets, ranges, counts, states and lines of one commit are there after it."""
    status = SourceStatus(source="kern.log", state="ok")
    read = reading(0, 500, received=4, other=1, lost=3, unparsed=unparsed("what?"))
    number = writer.commit(Batch(changes=(new(1, lines=2),), readings=(read,), statuses=(status,), evicted=7))
    assert reader.number() == number
    assert reader.alerts([1]) == [alert(1, lines=2)]
    assert len(reader.packets(1)) == 1
    assert writer.committed("kern.log") == {STREAM: Committed(stream=STREAM, ranges=((0, 500),))}
    assert [(row.name, row.state, row.last_event) for row in reader.sources()] == [("kern.log", "ok", NOON + SECOND)]
    assert [row.text for row in reader.unparsed()] == ["what?"]
    assert reader.totals() == Totals(received=7, lines=2, archived=0, other=1, unparsed=1, lost=3, alerts=1, evicted=7)


@pytest.mark.parametrize("spoiled", [
    {"changes": (new(1), Change(kind="new", alert=alert(2, verdict=None)))},
    {"readings": (reading(0, 500, source=None),)},
    {"readings": (reading(0, 500, unparsed=(Unparsed("what?", None, 10),)),)},
    {"statuses": (SourceStatus(source="kern.log", state=None),)},
    {"evicted": "many"},
], ids=["alerts", "ranges", "unparsed", "sources", "meta"])  # fmt: skip
def test_a_batch_that_fails_leaves_nothing(writer: StoreWriter, reader: StoreReader, spoiled: dict[str, Any]) -> None:
    """Whichever table refuses its row, no other keeps one: neither alerts nor the bytes that they came from."""
    before = (reader.number(), reader.totals())
    with pytest.raises((StoreError, TypeError)):
        writer.commit(Batch(**({"changes": (new(1),), "readings": (reading(0, 500, received=9),)} | spoiled)))
    assert (reader.number(), reader.totals()) == before
    assert reader.alerts([1, 2]) == []
    assert reader.packets(1) == ()
    assert writer.committed("kern.log") == {}
    assert (reader.sources(), reader.unparsed()) == ([], [])
    assert writer.next_alert_id() == 1
    assert writer.commit(Batch(changes=(new(1),))) == 1


def test_numbers_rise_with_every_change(writer: StoreWriter) -> None:
    """Also where only a source changed; a batch without anything in it is no commit."""
    assert writer.commit(Batch(changes=(new(1), new(2)))) == 2
    assert writer.commit(Batch(statuses=(SourceStatus(source="kern.log", state="ok"),))) == 3
    assert writer.commit(Batch()) == 3
    assert writer.commit(Batch(changes=(new(3),))) == 4


def test_the_changes_of_an_alert_in_a_batch_are_one(writer: StoreWriter, reader: StoreReader) -> None:
    """It came and grew: a reader hears that it is new, and finds both packets."""
    grown = Change(kind="grown", alert=alert(1, packets=2), touched=((1, packet(NOON + 4)),))
    writer.commit(Batch(changes=(new(1), grown)))
    assert reader.changes_since(0).rows == (ChangeRow("new", 1),)
    assert [each.packets for each in reader.alerts([1])] == [2]
    assert len(reader.packets(1)) == 2


def test_the_number_of_an_alert_is_never_used_again(writer: StoreWriter, path: Path) -> None:
    """Not after it was merged or is gone, and not after a restart."""
    writer.commit(Batch(changes=(new(1), new(5), new(3))))
    writer.commit(Batch(changes=(Change(kind="gone", alert=alert(5)),)))
    assert writer.next_alert_id() == 6
    writer.close()
    again = StoreWriter(path)
    assert again.open() is None
    assert again.next_alert_id() == 6
    again.close()


def test_lines_move_to_the_archive_with_their_alerts(writer: StoreWriter, reader: StoreReader) -> None:
    """The sum holds after growing, merging and pruning: received is what is shown, archived, other and lost."""
    read = reading(0, 500, received=9, other=1, lost=2)
    writer.commit(Batch(changes=(new(1, lines=3), new(2, lines=4), new(3)), readings=(read,)))
    grown = Change(kind="grown", alert=alert(1, lines=7))
    writer.commit(Batch(changes=(Change(kind="merged", alert=alert(2), into=1), grown)))
    writer.commit(Batch(changes=(Change(kind="gone", alert=alert(3)),)))
    totals = reader.totals()
    assert (totals.alerts, totals.lines, totals.archived) == (1, 7, 1)
    assert totals.received == totals.lines + totals.archived + totals.other + totals.unparsed + totals.lost


def test_open_alerts_come_back_with_their_packets(writer: StoreWriter) -> None:
    """The correlator goes on where it was: with what was seen latest, the last one at the end."""
    long = Change(kind="new", alert=alert(1, last=NOON + 60 * SECOND), touched=((0, packet(1)), (1, packet(2))))
    writer.commit(Batch(changes=(long, new(2), new(3))))
    assert [(each.id, len(packets)) for each, packets in writer.open_alerts()] == [(2, 1), (3, 1), (1, 2)]
    assert [each.id for each, _ in writer.open_alerts(since=NOON + 3 * SECOND)] == [3, 1]
    assert [each.id for each, _ in writer.open_alerts(limit=1)] == [1]


def test_the_oldest_changes_are_forgotten(writer: StoreWriter, reader: StoreReader) -> None:
    """A store does not grow with what everybody has seen."""
    writer.commit(Batch(changes=[Change(kind="grown", alert=alert(number)) for number in range(1, 11)]))
    more = [Change(kind="grown", alert=alert(number)) for number in range(11, KEPT + 6)]
    number = writer.commit(Batch(changes=more))
    assert number == KEPT + 5
    assert not reader.changes_since(4).complete
    assert reader.changes_since(5).complete


def test_a_damaged_store_is_rebuilt_with_a_message(writer: StoreWriter, path: Path) -> None:
    """Collecting goes on in a new store, from the first byte of the logs."""
    writer.commit(Batch(changes=(new(1),), readings=(reading(0, 500),)))
    writer.close()
    path.write_bytes(b"\xff" * 20_000)
    message = writer.open()
    assert message is not None
    assert "set aside" in message
    assert writer.committed("kern.log") == {}
    assert writer.commit(Batch(changes=(new(1),))) == 1


def test_a_writer_that_is_not_open_says_so(path: Path) -> None:
    """No file is made by asking."""
    with pytest.raises(StoreError, match="is not open"):
        StoreWriter(path).commit(Batch())
    assert not path.exists()


@pytest.mark.parametrize("commits", [1, 2, 5, 17, 60])
def test_a_kill_leaves_ranges_and_alerts_in_step(path: Path, commits: int) -> None:
    """Killed at any moment, twice: what is in the store is whole batches, and all that were reported."""
    last = 0
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.endless", str(path)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(commits):
            last = int(process.stdout.readline())
        process.kill()
        process.communicate()
        assert_whole(path, last)


def assert_whole(path: Path, last: int) -> None:
    writer = StoreWriter(path)
    assert writer.open() is None
    ((start, end),) = writer.committed("kern.log")[STREAM].ranges
    writer.close()
    batches, rest = divmod(end, BYTES)
    assert (start, rest) == (0, 0)
    reader = StoreReader(path)
    reader.open()
    totals = reader.totals()
    assert reader.number() >= last
    assert totals.received == batches * (LINES + 1)
    assert totals.alerts == batches * (ALERTS - 1) + 1 == len(reader.index().ids)
    assert totals.received == totals.lines + totals.archived + totals.unparsed
    assert sum(reader.index().lines) == totals.lines
    assert all(len(reader.packets(number)) == 1 for number in reader.index().ids)
    assert [each.number for each in reader.sightings()] == list(range(1, batches * (ALERTS + 1)))
    reader.close()


def test_gaps_and_changes_of_address_are_in_the_store(writer: StoreWriter, reader: StoreReader) -> None:
    """With the words by which the source knows again how far it was."""
    gap = Gap(source="kern.log", stream=STREAM, at=NOON, reason="A copy is gone.", size=9)
    moved = AddressChange(at=NOON, before="192.0.2.1", after="192.0.2.9")
    read = reading(0, 500, mark="500:1a2b", cursor="s=1;i=7")
    writer.commit(Batch(readings=(read,), gaps=(gap,), address_changes=(moved,)))
    assert [row.gaps for row in reader.sources()] == [1]
    assert reader.address_changes() == [moved]
    committed = Committed(stream=STREAM, ranges=((0, 500),), mark="500:1a2b", cursor="s=1;i=7")
    assert writer.committed("kern.log") == reader.streams("kern.log") == {STREAM: committed}


def test_raw_lines_are_found_for_every_sighting_at_once(writer: StoreWriter, reader: StoreReader) -> None:
    """Also for the newest one, in whichever batch it came, and after a restart."""
    for first, count in ((1, 1), (2, 3_000), (3_002, 7)):
        assert writer.next_number() == first
        writer.commit(knocks(first, count))
        for number in (first, first + count - 1):
            assert [each.raw for seen in reader.packets(number) for each in seen.sightings] == [f"line {number}"]
    writer.close()
    assert writer.open() is None
    assert writer.next_number() == 3_009
    assert [each.raw for each in reader.sightings()] == lines(1, 3_008)


def test_every_sighting_of_a_crowd_is_kept(writer: StoreWriter, reader: StoreReader) -> None:
    """More packets than an alert keeps, and older ones that come late: each sighting is there once, in its order."""
    correlator = Correlator()
    flood = [packet_at(NOON + place * SECOND) for place in range(100, PACKETS_KEPT + TAIL + 200)]
    late = [packet_at(NOON + place * SECOND) for place in range(50, 60)]
    count = 0
    for batch in (flood[:500], flood[500:], late):
        came = [replace(each, number=number, raw="") for number, each in enumerate(batch, count + 1)]
        changes = correlator.add(came)
        held = {each.number for change in changes for _, seen in change.touched for each in seen.sightings}
        spare = [each for each in came if each.number not in held]
        writer.commit(Batch(changes=changes, spare=spare, number=count + 1, raw=[each.raw for each in batch]))
        count += len(batch)
    (alert,) = reader.alerts(reader.index().ids)
    assert alert.packets == count > len(reader.packets(alert.id)) == PACKETS_KEPT
    for found in (reader.sightings(), reader.sightings(Sql("id = ?", (alert.id,)))):
        assert [each.raw for each in found] == [each.raw for each in (*flood, *late)]
    assert list(reader.sightings(Sql("id = ?", (99,)))) == []


def packet_at(time: int) -> Sighting:
    return sighting(time, proto="udp", raw=f"at {time}", format="netfilter", host="greatwall")


def test_a_sighting_that_was_dated_anew_comes_back_so(writer: StoreWriter, reader: StoreReader) -> None:
    """Its year became known after it had been committed; the collector goes on with the true one."""
    (one,) = arrived(1, 1)
    writer.commit(Batch(changes=(knock(one),), number=1, raw=lines(1, 1)))
    dated = replace(knock(replace(one, time=5)), kind="grown")
    writer.commit(Batch(changes=(dated,)))
    assert [each.time for each in reader.sightings()] == [5]
    assert [(seen.time, seen.sightings[0].time) for seen in reader.packets(1)] == [(5, 5)]
    assert [seen.time for _, packets in writer.open_alerts() for seen in packets] == [5]
