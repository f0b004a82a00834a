"""What a source said, as it is committed."""

from msgspec.structs import replace

from tests.correlate.incident import firewall, seconds
from tests.evidence.samples import an_alert
from wallwatch.correlate import Correlator
from wallwatch.correlate.attempt import PACKETS_KEPT, TAIL
from wallwatch.engine.batches import GAP, Batches
from wallwatch.engine.identify import Identifier
from wallwatch.engine.made_room import NAME, MadeRoom, remembered
from wallwatch.engine.memory import CALENDAR
from wallwatch.evidence.scan import Scans
from wallwatch.model import Sighting
from wallwatch.model.line import Gap, Reading, SourceStatus


def _batches(number: int = 1, next_id: int = 1) -> Batches:
    return Batches(Correlator(next_id=next_id), Identifier(lambda _header: None, lambda _address: None), number)


def test_what_the_recogniser_of_scans_drops_is_counted_over_all_runs() -> None:
    """From what was counted before on; what it had dropped before the first reading is no news, nor is nothing."""
    scans = Scans(knocks=8)
    scans.recall([an_alert(id=number, src=f"198.51.100.{number}") for number in range(1, 13)], 12)
    dropped = scans.forgotten
    assert dropped > 0
    identifier = Identifier(lambda _header: None, lambda _address: None)
    batches = Batches(Correlator(next_id=13), identifier, 1, scans, MadeRoom(scans=2, knocks=5))
    words = [
        batches.of_reading(_reading(*(_line(second, sport=2_000 + second) for second in seconds_))).memory.get(NAME)
        for seconds_ in (range(4), range(100, 103), ())
    ]
    assert scans.forgotten - dropped == 7
    assert [each and remembered({NAME: each}) for each in words] == [MadeRoom(0, 2, 9), MadeRoom(0, 2, 12), None]


def _reading(*sightings: Sighting) -> Reading:
    return Reading(source="kern", stream="s", start=0, end=9, received=len(sightings), sightings=sightings)


def _line(second: int, **fields: object) -> Sighting:
    return replace(firewall(seconds(second)), ip_id=second + 1, raw=f"line {second}", **fields)


def test_sightings_are_numbered_in_the_order_in_which_they_arrive() -> None:
    """Their raw lines lie beside them, the first of which belongs to the batch's number."""
    batches = _batches(41)
    first = batches.of_reading(_reading(_line(0), _line(3)))
    second = batches.of_reading(_reading(_line(9)))
    assert (first.number, first.raw) == (41, ["line 0", "line 3"])
    assert (second.number, second.raw) == (43, ["line 9"])
    kept = [line for change in first.changes for _, packet in change.touched for line in packet.sightings]
    assert [(line.number, line.raw) for line in kept] == [(41, ""), (42, "")]


def test_a_sighting_that_no_packet_keeps_is_spare() -> None:
    """Beyond the packets that an alert keeps, sightings are kept beside them."""
    lines = [_line(second, seq=7) for second in range(PACKETS_KEPT + TAIL + 5)]
    batch = _batches().of_reading(_reading(*lines))
    kept = {line.number for change in batch.changes for _, packet in change.touched for line in packet.sightings}
    spare = {line.number for line in batch.spare}
    assert len(kept) == PACKETS_KEPT
    assert kept | spare == set(range(1, len(lines) + 1))
    assert not kept & spare


def test_a_gap_is_a_row_of_its_own() -> None:
    """It has a number that no alert gets, its source where an alert has its sender, and its reason."""
    batches = _batches(next_id=5)
    gap = Gap(source="kern", stream="s", at=77, reason="A copy was deleted.")
    (row,) = batches.of_gaps([gap]).changes
    assert (row.kind, row.alert.id, row.alert.proto, row.alert.src, row.alert.dst) == ("new", 5, GAP, "kern", "")
    assert (row.alert.first, row.alert.last, row.alert.packets, row.alert.because) == (77, 77, 0, "A copy was deleted.")
    with_lines = batches.of_reading(_reading(_line(0)), [gap])
    assert [change.alert.id for change in with_lines.changes] == [6, 7]
    assert with_lines.gaps == [gap]


def test_a_status_is_committed_by_itself() -> None:
    """It changes no alert."""
    batch = _batches().of_status(SourceStatus(source="kern", state="denied"))
    assert [status.state for status in batch.statuses] == ["denied"]
    assert not batch.changes


def test_what_the_next_engine_has_to_know_is_told_when_it_changes() -> None:
    """The calendar at first and when it has learned; alerts with more packets than are kept, each time they grow."""
    batches = _batches()
    assert set(batches.of_reading(_reading(_line(0))).memory) == {CALENDAR}
    assert batches.of_reading(_reading(_line(3))).memory == {}
    long = [_line(second, sport=9, seq=7) for second in range(PACKETS_KEPT + 1)]
    batch = batches.of_reading(_reading(*long))
    number = next(change.alert.id for change in batch.changes if change.alert.sport == 9)
    assert set(batch.memory) == {str(number)}
    assert batch.memory[str(number)]
