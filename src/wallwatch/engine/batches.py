"""What a source said becomes what is committed: sightings numbered and joined, gaps as rows, all in one batch."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from wallwatch.correlate import Correlator
from wallwatch.engine import memory
from wallwatch.engine.identify import Identifier
from wallwatch.engine.made_room import NAME, MadeRoom, room_words
from wallwatch.evidence.scan import Scans
from wallwatch.model import Alert, Change, Sighting
from wallwatch.model.line import Gap, Reading, SourceStatus
from wallwatch.store import Batch

GAP: Final = "gap"
"""What stands where an alert has its protocol, in the row of a gap."""


class Batches:
    """Makes one batch after the other; the first sighting gets ``number``, ``made`` is what made room before.

    Batches are to be committed in the order in which they are made, each of them, before anything that comes later.
    """

    def __init__(
        self,
        correlator: Correlator,
        identifier: Identifier,
        number: int,
        scans: Scans | None = None,
        made: MadeRoom | None = None,
    ) -> None:
        self._correlator = correlator
        self._identifier = identifier
        self._number = number
        self._scans = scans or Scans()
        self._evicted = 0
        self._made = made or MadeRoom()
        self._before: MadeRoom | None = None
        """What made room when the first reading came: that was no news."""
        self._learned = -1
        self._corrected = 0

    def of_reading(self, reading: Reading, gaps: Sequence[Gap] = ()) -> Batch:
        """Return what a reading, and gaps that were found before it, make of the alerts.

        A sighting has its raw lines no longer: they are beside it, by its number.
        """
        self._before = self._before or self._dropped()
        first = self._number
        numbered = [
            replace(sighting, number=number, raw="") for number, sighting in enumerate(reading.sightings, start=first)
        ]
        self._number += len(numbered)
        rows = self._rows(gaps)
        changes = self._identifier.revise(
            [self._identifier.complete(change) for change in self._correlator.add(numbered)]
        )
        found = self._scans.take(changes)
        changes, turned = self._identifier.join(changes, found.reasons)
        evicted, self._evicted = self._correlator.evicted - self._evicted, self._correlator.evicted
        return Batch(
            changes=[*rows, *changes],
            readings=(replace(reading, sightings=()),),
            evicted=evicted,
            gaps=gaps,
            address_changes=self._identifier.address_changes(),
            number=first,
            raw=[sighting.raw for sighting in reading.sightings],
            spare=self._spare(numbered, changes),
            memory=self._memory(),
            scans=found.scans,
            joined=found.joined,
            turned=turned,
        )

    def of_gaps(self, gaps: Sequence[Gap]) -> Batch:
        """Return the rows that tell of gaps."""
        return Batch(changes=self._rows(gaps), gaps=gaps, number=self._number)

    def of_status(self, status: SourceStatus) -> Batch:
        """Return how a source is."""
        return Batch(statuses=(status,), number=self._number)

    def _memory(self) -> dict[str, bytes]:
        """Return what the next engine has to know beside the alerts, as far as that is not what it was."""
        words = {str(number): memory.tail_words(tail) for number, tail in self._correlator.tails().items()}
        calendar = self._correlator.calendar
        if calendar.learned != self._learned:
            self._learned = calendar.learned
            words[memory.CALENDAR] = memory.calendar_words(calendar.lessons())
        skews = self._correlator.skews
        if skews.learned != self._corrected:
            self._corrected = skews.learned
            words[memory.SKEWS] = memory.skew_words(skews.ahead)
        before, now = self._before, self._dropped()
        if before is not None and now != before:
            more = now.scans - before.scans, now.knocks - before.knocks
            self._before, self._made = now, MadeRoom(0, self._made.scans + more[0], self._made.knocks + more[1])
            words[NAME] = room_words(self._made)
        return words

    def _dropped(self) -> MadeRoom:
        """Return what the recogniser of scans has dropped so far."""
        return MadeRoom(scans=self._scans.evicted, knocks=self._scans.forgotten)

    def _rows(self, gaps: Sequence[Gap]) -> list[Change]:
        return [Change(kind="new", alert=gap_row(gap, self._correlator.number())) for gap in gaps]

    def _spare(self, numbered: Sequence[Sighting], changes: Sequence[Change]) -> list[Sighting]:
        """Return the sightings that no packet keeps: of an alert, and of a packet, only the first ones are kept."""
        kept = {sighting.number for change in changes for _, packet in change.touched for sighting in packet.sightings}
        return [self._correlator.calendar.dated(sighting) for sighting in numbered if sighting.number not in kept]


def gap_row(gap: Gap, number: int) -> Alert:
    """Return the row that shows a gap, so that a filter, a mark and a list treat it as any other."""
    return Alert(
        id=number,
        first=gap.at,
        last=gap.at,
        proto=GAP,
        src=gap.source,
        dst="",
        packets=0,
        lines=0,
        because=gap.reason,
        sources=(gap.source,),
    )
