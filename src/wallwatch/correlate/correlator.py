"""The state machine over it all: sightings in, changes of alerts out."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import reduce
from math import inf
from operator import or_
from typing import Final

from wallwatch.correlate.attempt import Attempt, attempt_of, first_attempt, in_order
from wallwatch.correlate.calendar import Calendar
from wallwatch.correlate.changelog import Changelog
from wallwatch.correlate.facts import Key, contradict, key_of, known
from wallwatch.correlate.find import find
from wallwatch.correlate.register import Register
from wallwatch.correlate.repeat import Copies, copies
from wallwatch.correlate.stitch import NEVER, Stitch, reopen, reopen_last
from wallwatch.correlate.tail import Tail, put_on, tail_of
from wallwatch.correlate.together import closest, together
from wallwatch.correlate.witness import Witnesses
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
    (``evicted``) and cannot grow any more. The first alert gets the number ``next_id``.
    """

    def __init__(self, *, window: int = WINDOW, capacity: int = CAPACITY, next_id: int = 1) -> None:
        self.calendar = Calendar()
        self._window = window
        self._open = Register(capacity)
        self._changes = Changelog(next_id)
        self._witnesses = Witnesses()
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
            self._take(self.calendar.dated(sighting))
        return self._changes.drain()

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
        for alert in alerts:
            self._open.of(_key_shown(alert))

    def _reopen(self, alerts: Iterable[Restored]) -> Iterator[Attempt]:
        for alert, packets in alerts:
            self._changes.reserve(alert.id)
            if packets:
                self.calendar.recall(sighting for packet in packets for sighting in packet.sightings)
                yield self._reopened(alert, packets)

    def _take(self, sighting: Sighting) -> None:
        key = key_of(sighting)
        bits = self._witnesses[sighting.source, sighting.kind]
        attempts = self._open.of(key)
        if sighting.repeat:
            self._repeat(key, sighting, bits)
        elif attempts and (found := find(attempts, sighting, bits, self._window)):
            self._join(*found, sighting, bits)
        else:
            self._place(first_attempt(key, sighting, bits))

    def _join(self, attempt: Attempt, stitch: Stitch, sighting: Sighting, bits: int) -> None:
        """Let a sighting tell of a packet that is known."""
        identity = stitch.identity
        attempt.join(stitch, sighting, bits)
        self._changes.touch(attempt)
        if stitch.identity == identity:
            return
        if len(attempt.packets) > 1 and contradict(stitch.identity, attempt.identity):
            self._part(attempt, stitch)
        else:
            attempt.identity = known(attempt.identity, stitch.identity)
            self._unite(attempt)

    def _repeat(self, key: Key, repeat: Sighting, bits: int) -> None:
        """Let a repeat stand for packets that others saw, and for estimates of the rest."""
        found = copies(self._open.of(key), repeat, bits, self._window)
        teller = self._estimate(attempt_of(key, found.missing, 0), found) if found.missing else found.seen[-1][0]
        for attempt, stitch in found.seen:
            self._join(attempt.heir, stitch, repeat, bits)
        teller.heir.lines += repeat.lines

    def _estimate(self, fresh: Attempt, found: Copies) -> Attempt:
        """Put packets that nobody else has told of where the line that is repeated is."""
        fresh.uncounted = found.uncounted
        if found.home is None:
            self._place(fresh)
        else:
            found.home.take(fresh)
            self._changes.touch(found.home)
        return fresh

    def _place(self, fresh: Attempt) -> None:
        """Open a new alert, or put its packets into the open one that they are a part of."""
        attempts = self._open.of(fresh.key)
        home = closest(attempts, fresh) if attempts else None
        if home is None:
            self._open.open(fresh)
            self._changes.touch(fresh)
            return
        home.take(fresh)
        self._changes.touch(home)
        self._unite(home)

    def _part(self, attempt: Attempt, stitch: Stitch) -> None:
        """Take a packet out of an alert, because it is proven to be of another connection."""
        if stitch not in attempt.packets:  # it was one too many to be kept
            return
        if stitch.place != NEVER:
            self._changes.replace(attempt)
        self._place(attempt.release(stitch))

    def _unite(self, attempt: Attempt) -> None:
        """Merge the alert with those of its key that turn out to be the same connection attempt."""
        attempts = tuple(self._open.of(attempt.key))
        if len(attempts) < 2 or attempt not in attempts:  # noqa: PLR2004 - alone, or evicted
            return
        for other in in_order(attempts):
            if other is not attempt and other.into is None and together(attempt, other):
                attempt = self._merge(attempt, other)

    def _merge(self, one: Attempt, other: Attempt) -> Attempt:
        """Put one alert into the other, into the one that was told of first, and return that."""
        keep, gone = sorted((one, other), key=lambda attempt: attempt.id or inf)
        self._changes.merge(gone, keep)
        self._open.close(gone)
        keep.take(gone)
        self._changes.touch(keep)
        return keep

    def _redate(self, sources: frozenset[str]) -> None:
        """Put the sightings of ``sources`` into their year, which has just become known."""
        off = [attempt for attempt in self._open if not sources.isdisjoint(attempt.sources)]
        for attempt in off:
            for stitch in attempt.packets:
                self._move(stitch, sources, restored=attempt.restored)
            attempt.recount()
            self._changes.touch(attempt)
        for attempt in off:
            self._unite(attempt.heir)

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
        return attempt

    def _bits(self, packet: Packet) -> int:
        witnesses = (self._witnesses[sighting.source, sighting.kind] for sighting in packet.sightings)
        return reduce(or_, witnesses, 0)


def _key_shown(alert: Alert) -> Key:
    """Return the key of an alert, unless its packets are fragments: those go without ports."""
    if alert.sport is None:
        return (alert.proto, alert.src, alert.dst)
    return (alert.proto, alert.src, alert.sport, alert.dst, alert.dport)
