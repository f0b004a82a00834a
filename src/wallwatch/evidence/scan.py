"""Scans, recognised from alerts as they come: who knocks at many doors, fast or slowly, alone or in company.

A scan is told by its doors (pairs of host and port) and by the time between them, not by who sends it: a client calls
few doors, and retries are calls of the same one. Many sources with one tool are a scan by what they do together, not by
the tool alone: whoever else has it calls one door, and is left out until it calls another. Answers (backscatter),
packets that were sent from here, and many peers that call the port of an address's last holder are none. Everything
that is remembered is bounded, and follows from what the store holds: its scans, and its newest alerts that are in none.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from wallwatch.evidence import burst
from wallwatch.evidence.asking import counts, is_knock
from wallwatch.evidence.burst import USUAL, Limits
from wallwatch.evidence.kinship import NAMELESS, is_tool
from wallwatch.evidence.knocks import CAPACITY, Crew, Knock, Knocks
from wallwatch.evidence.member import finding_of, is_open
from wallwatch.evidence.track import Track
from wallwatch.model import Alert, Change
from wallwatch.model.scan import Scan

ROOM: Final = 8 * 1_048_576
"""Bytes that the scans that may go on take at most, roughly; those that were silent longest make room."""

_SEVERAL: Final = 2
"""Doors that make a source with the tool of a distributed scan one of its crew: an ordinary client has one."""


class Found(NamedTuple):
    """What some changes tell of scans: those that are new or have grown, and which scan alerts belong to now."""

    scans: Sequence[Scan]
    joined: dict[int, int]
    """The number of the scan by that of the alert."""
    reasons: dict[int, str]
    """By the number of an alert that joined, why it is a part of that scan; not of all that have a surer verdict."""


class Scans:
    """Recognises scans. Alerts come in the order of their numbers."""

    def __init__(self, limits: Limits = USUAL, *, knocks: int = CAPACITY, room: int = ROOM) -> None:
        self._limits = limits
        self._room = room
        self._knocks = Knocks(knocks)
        self._tracks: dict[int, Track] = {}
        """Those that may go on, the one that was silent longest first."""
        self._size = 0
        self._by_source: dict[str, Track] = {}
        self._by_crew: dict[Crew, Track] = {}
        self._next = 1
        self._touched: dict[int, Track] = {}
        self._joined: dict[int, int] = {}
        self._reasons: dict[int, str] = {}
        self.evicted = 0
        """Scans that would have begun anew had they gone on, because others needed their room."""

    @property
    def forgotten(self) -> int:
        """How many knocks were forgotten before they were a part of anything."""
        return self._knocks.evicted

    def restore(self, scans: Iterable[Scan], number: int) -> None:
        """Go on with the scans of an earlier run, that which grew last at the end; the next one gets ``number``."""
        self._next = number
        for scan in scans:
            self._keep(Track.of(scan))
            self._make_room()
        self.evicted = 0

    def recall(self, alerts: Iterable[Alert], newest: int) -> None:
        """Remember alerts of an earlier run that are in no scan, in the order of their numbers.

        ``newest`` is the highest number that any alert had.
        """
        for alert in alerts:
            self._knocks.put(_knock(alert), _crew(alert), counts=counts(alert))
        self._knocks.reach(newest)

    def take(self, changes: Iterable[Change]) -> Found:
        """Take in what became of alerts; return what that tells of scans."""
        for change in changes:
            alert = change.alert
            if change.kind == "new":
                self._arrive(alert)
            elif change.kind == "grown":
                self._knocks.update(_knock(alert), _crew(alert), counts=counts(alert))
            else:
                self._knocks.drop((alert.id,))
        found = Found([track.record() for track in self._touched.values()], self._joined, self._reasons)
        self._touched, self._joined, self._reasons = {}, {}, {}
        return found

    def _arrive(self, alert: Alert) -> None:
        knock, crew = _knock(alert), _crew(alert)
        track = self._going_on(alert, crew) if is_knock(alert) else None
        if track is not None:
            self._knocks.reach(alert.id)
            self._join(track, alert)
            return
        may_begin = counts(alert)
        self._knocks.put(knock, crew, counts=may_begin)
        if may_begin:
            self._find(alert, knock, crew)

    def _going_on(self, alert: Alert, crew: Crew | None) -> Track | None:
        """Return the scan that an alert is a part of. What was let through only is where it knocked before."""
        track, gap = self._by_source.get(alert.src), self._limits.slow_gap
        if (track is None or not track.covers(alert.first, gap)) and crew is not None:
            track, gap = self._by_crew.get(crew), self._limits.sources_gap
        if track is None or not track.covers(alert.first, gap):
            return None
        if track.crew is not None and not track.is_at_work(_knock(alert)):
            return None
        return track if alert.action != "allow" or alert.dst in track.targets else None

    def _find(self, alert: Alert, knock: Knock, crew: Crew | None) -> None:
        """Look whether a knock makes those before it a scan."""
        knocks, limits = self._knocks, self._limits
        if crew is not None and self._follow(alert, knock, crew):
            return
        if crew is not None and knocks.moves_on(knock, crew) and knocks.has_doors(crew, limits.doors):
            together = burst.of_crew(knocks.of_crew(crew), knock, limits)
            if together:
                self._begin(Track(self._next, crew, shared=burst.is_shared_out(together)), together, alert)
                return
        if not knocks.is_repeated(knock, limits.gap) and knocks.has_doors(knock.src, limits.fewest):
            together = burst.of_source(knocks.of_source(knock.src), knock, limits)
            if together:
                self._begin(Track(self._next), together, alert)

    def _follow(self, alert: Alert, knock: Knock, crew: Crew) -> bool:
        """Take a source into the scan of its crew that goes on, once it knocked at two doors; tell whether it has."""
        track, gap = self._by_crew.get(crew), self._limits.sources_gap
        if track is None or not track.covers(knock.time, gap):
            return False
        own = [each for each in self._knocks.of_source(knock.src) if each.dst == knock.dst]
        own = [each for each in own if track.covers(each.time, gap)]
        if len({each.door for each in own}) < _SEVERAL:
            return False
        self._knocks.drop(each.id for each in own)
        self._join(track, alert, *reversed(own))
        return True

    def _begin(self, track: Track, knocks: Sequence[Knock], alert: Alert) -> None:
        self._next += 1
        for knock in knocks:
            track.add(knock)
            self._joined[knock.id] = track.id
        track.describe(alert)
        self._knocks.drop(knock.id for knock in knocks)
        self._explain(track, knocks)
        self._keep(track)
        self._touched[track.id] = track
        self._make_room()

    def _join(self, track: Track, alert: Alert, *knocks: Knock) -> None:
        """Take knocks into a scan, the last of which is that of an alert; if none are given, its own."""
        del self._tracks[track.id]
        self._size -= track.size
        for knock in knocks or (_knock(alert),):
            track.add(knock)
            self._joined[knock.id] = track.id
        track.describe(alert)
        if knocks or is_open(alert.verdict):
            self._explain(track, knocks or (_knock(alert),))
        self._keep(track)
        self._touched[track.id] = track
        self._make_room()

    def _explain(self, track: Track, knocks: Sequence[Knock]) -> None:
        """Say of knocks that joined a scan why they are a part of it, as it stands now."""
        because = finding_of(track.record()).because or ""
        self._reasons.update(dict.fromkeys([knock.id for knock in knocks], because))

    def _keep(self, track: Track) -> None:
        """Put a scan behind all others: it was silent for the shortest time."""
        self._tracks[track.id] = track
        self._size += track.size
        if track.crew is not None:
            self._by_crew[track.crew] = track
        else:
            self._by_source[next(iter(track.sources))] = track

    def _make_room(self) -> None:
        while self._size > self._room and len(self._tracks) > 1:
            track = self._tracks.pop(next(iter(self._tracks)))
            self._size -= track.size
            self.evicted += 1
            if track.crew is not None:
                if self._by_crew.get(track.crew) is track:
                    del self._by_crew[track.crew]
            elif self._by_source.get(source := next(iter(track.sources))) is track:
                del self._by_source[source]


def _knock(alert: Alert) -> Knock:
    return Knock(alert.first, alert.id, alert.src, alert.proto, alert.dst, alert.dport)


def _crew(alert: Alert) -> Crew | None:
    """Return what a knock may have in common with those of others: its target, and the tool that made it.

    Systems do not count: peers that still call the many ports of an address's last holder have them in common. Nor does
    a tool that nobody can name.
    """
    stack = alert.os
    return (alert.dst, stack.label) if stack is not None and is_tool(stack) and stack.family != NAMELESS else None
