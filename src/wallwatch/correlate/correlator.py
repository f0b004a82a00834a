"""The state machine over it all: sightings in, changes of alerts out."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Final

from wallwatch.correlate.attempt import Attempt, attempt_of
from wallwatch.correlate.calendar import Calendar
from wallwatch.correlate.changelog import Changelog
from wallwatch.correlate.facts import Key, contradict, facts_of, key_of
from wallwatch.correlate.joiner import Joiner
from wallwatch.correlate.register import AT_HAND, Register
from wallwatch.correlate.skew import Skews
from wallwatch.correlate.stitch import NEVER, Stitch, reopen, reopen_last
from wallwatch.correlate.tail import Tail, put_on, tail_of
from wallwatch.model import Alert, Change, Packet, Sighting
from wallwatch.model.times import SECOND

WINDOW: Final = 2 * SECOND
"""How far two stamps of one packet may be apart, in microseconds."""

Restored = tuple[Alert, tuple[Packet, ...]]
"""An alert of an earlier run, with its packets."""

CAPACITY: Final = 50_000
"""Alerts that are open at a time."""


class Correlator:
    """Stitches sightings into packets and groups packets into alerts, whichever source is ahead.

    ``window`` is in microseconds. At most ``capacity`` alerts are open; those that were silent longest make room
    (``evicted``) and cannot grow any more. Those of ``at_hand`` keys wait unpacked for their next line. The first alert
    gets the number ``next_id``.
    """

    def __init__(
        self, *, window: int = WINDOW, capacity: int = CAPACITY, at_hand: int = AT_HAND, next_id: int = 1
    ) -> None:
        self.calendar = Calendar()
        self.skews = Skews()
        self._open = Register(capacity, at_hand)
        self._changes = Changelog(next_id)
        self._joiner = Joiner(self._open, self._changes, window)
        self._witnesses = self._joiner.witnesses
        self.remembered: dict[int, Tail] = {}
        """Of alerts of earlier runs, by their numbers, what their packets do not tell; see :meth:`tails`."""

    @property
    def evicted(self) -> int:
        """How many alerts were closed early to make room."""
        return self._open.evicted

    def add(self, sightings: Iterable[Sighting]) -> list[Change]:
        """Take in ``sightings`` and return what became of it, one change for each alert.

        Each source in its own order, give or take the window, gives the same alerts, whichever source is ahead. A line
        that repeats another has to come after it.
        """
        batch = list(sightings)
        if off := self.calendar.learn(batch):
            self._redate(off)
        for sighting in batch:
            self._take(self.skews.told(self.calendar.dated(sighting)))
        changes = self._changes.drain()
        self._open.pack()
        return changes

    def number(self) -> int:
        """Return a number for a row that is no connection attempt; no alert ever has it."""
        return self._changes.number()

    def tails(self) -> dict[int, Tail | None]:
        """Return what changed, since this was asked last, of what :attr:`remembered` has to have at the next start."""
        long, self._changes.long = self._changes.long, {}
        return {number: None if alert is None else tail_of(alert, self._witnesses) for number, alert in long.items()}

    def forget_all_but(self, numbers: Collection[int]) -> None:
        """Forget what is remembered of alerts that are not among ``numbers``: nothing will speak of them any more."""
        for number in self.remembered.keys() - frozenset(numbers):
            del self.remembered[number]
            self._changes.long[number] = None

    def restore(self, alerts: Iterable[tuple[Alert, tuple[Packet, ...]]]) -> None:
        """Open alerts of an earlier run again, the one that was silent longest first."""
        for attempt in self._reopen(alerts):
            self._open.open(attempt)

    def shelve(self, alerts: Iterable[Alert], fetch: Callable[[Sequence[int]], Iterable[Restored]]) -> None:
        """Know of alerts of an earlier run, the one that was silent longest first; not more than ``CAPACITY``.

        ``fetch`` is asked for some of them, by their numbers, when a sighting may belong to them.
        """
        shown = [(_key_shown(alert), alert.id) for alert in alerts]
        for _, number in shown:
            self._changes.reserve(number)
        self._open.shelve(shown, lambda numbers: self._reopen(fetch(numbers)))

    def take_down(self, alerts: Iterable[Alert]) -> None:
        """Fetch these alerts from the shelf now."""
        self._open.take_down(map(_key_shown, alerts))
        self._open.pack()

    def _reopen(self, alerts: Iterable[Restored]) -> Iterator[Attempt]:
        for alert, packets in alerts:
            self._changes.reserve(alert.id)
            if packets:
                self.calendar.recall(sighting for packet in packets for sighting in packet.sightings)
                yield self._reopened(alert, packets)

    def _take(self, sighting: Sighting) -> None:
        key = key_of(sighting)
        attempts = self._open.of(key)
        if len(attempts) == 1:
            sighting = self._compare_clocks(attempts[0], sighting)
        self._joiner.take(sighting, key)

    def _compare_clocks(self, attempt: Attempt, sighting: Sighting) -> Sighting:
        """Learn from the first line of a source about a tuple; return it with what is known of its clock then."""
        first, bits = attempt.packets[0], self._witnesses[sighting.source, sighting.kind]
        if attempt.witnesses & bits == bits or contradict(first.facts, facts_of(sighting)):
            return sighting
        off = self.skews.compare(sighting, first)
        if off is not None:
            self._heal(off)
        return self.skews.told(sighting)

    def _heal(self, source: str) -> None:
        """Stitch again what was said of packets that ``source`` told of before its clock was known."""
        for attempt in self._open.told_by(frozenset({source})):
            if attempt.into is not None:
                continue
            packets = attempt.packets[:]
            loose = [sighting for stitch in packets for sighting in self._joiner.loosen(attempt, stitch, source)]
            for stitch in packets:
                if stitch.is_told_by(source):
                    self._joiner.stitch_again(attempt.heir, stitch, self.skews.told)
            for sighting in loose:
                self._joiner.take(self.skews.told(sighting))

    def _redate(self, sources: frozenset[str]) -> None:
        """Put the sightings of ``sources`` into their year, which has just become known."""
        off = self._open.told_by(sources)
        for attempt in off:
            for stitch in attempt.packets:
                self._move(stitch, sources, restored=attempt.restored)
            attempt.recount()
            self._changes.touch(attempt)
        for attempt in off:
            self._joiner.unite(attempt.heir)

    def _move(self, stitch: Stitch, sources: frozenset[str], *, restored: bool) -> None:
        def dated(sighting: Sighting) -> Sighting:
            done = sighting.source not in sources or (restored and self.calendar.is_dated(sighting))
            return sighting if done else self.calendar.dated(sighting)

        best = dated(stitch.best)
        stitch.move(best.time - stitch.best.time, tuple(map(dated, stitch.sightings)), best)

    def _reopened(self, alert: Alert, packets: tuple[Packet, ...]) -> Attempt:
        stitches = [reopen(packet, self._bits(packet), place) for place, packet in enumerate(packets)]
        tail = self.remembered.get(alert.id)
        uncounted = alert.packets - len(packets)
        if tail is not None:
            stitches += [reopen(packet, self._bits(packet), NEVER) for packet in tail.packets]
        elif uncounted > 0:
            stitches.append(reopen_last(stitches, alert.last))
        attempt = attempt_of(key_of(packets[0]), stitches, alert.lines)
        attempt.id, attempt.restored = alert.id, True
        if tail is not None:
            put_on(attempt, tail, self._witnesses)
        else:
            attempt.uncounted = max(0, uncounted - 1)
        self._joiner.recall(attempt)
        return attempt

    def _bits(self, packet: Packet) -> int:
        witnesses = (self._witnesses[sighting.source, sighting.kind] for sighting in packet.sightings)
        return reduce(or_, witnesses, 0)


def _key_shown(alert: Alert) -> Key:
    """Return the key of an alert, unless its packets are fragments: those go without ports."""
    if alert.sport is None:
        return (alert.proto, alert.src, alert.dst)
    return (alert.proto, alert.src, alert.sport, alert.dst, alert.dport)
