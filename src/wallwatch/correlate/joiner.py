"""What becomes of one sighting: whom it joins, where a packet is put, and what has to give way."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from math import inf
from operator import or_

from wallwatch.correlate.answer import cause, told
from wallwatch.correlate.attempt import Attempt, attempt_of, first_attempt, in_order
from wallwatch.correlate.changelog import Changelog
from wallwatch.correlate.facts import Key, contradict, key_of, known
from wallwatch.correlate.find import Told, astray, find, fit, is_vague, rival
from wallwatch.correlate.register import Register
from wallwatch.correlate.repeat import Copies, copies
from wallwatch.correlate.stitch import NEVER, Stitch
from wallwatch.correlate.together import closest, together
from wallwatch.correlate.translated import Place, Translated
from wallwatch.correlate.witness import Witnesses
from wallwatch.model import Header, Sighting


class Joiner:
    """Puts sightings to packets, and packets into alerts, of which those that may grow are ``open``.

    A line that names no packet of its tuple (an IDS's, p0f's) is put where its time goes best, also when that packet,
    or a line that goes there still better, comes later. ``window`` is in microseconds.
    """

    def __init__(self, open_: Register, changes: Changelog, window: int) -> None:
        self.open = open_
        self.changes = changes
        self.witnesses = Witnesses()
        self._translated = Translated(open_, window)
        self._window = window

    def take(self, sighting: Sighting, key: Key | None = None) -> None:
        """Take in a sighting: put it to a packet that is known, or open one. ``key`` is its own, if it is at hand."""
        key = key or key_of(sighting)
        bits = self.witnesses[sighting.source, sighting.kind]
        attempts = self.open.of(key)
        if sighting.repeat:
            self._repeat(key, sighting, bits)
            return
        if sighting.quote is not None and self._answer(sighting, sighting.quote, bits):
            return
        found = find(attempts, sighting, bits, self._window) if attempts else None
        rivals = rival(attempts, sighting, bits, self._window) if attempts and is_vague(sighting) else None
        if rivals and (found is None or fit(rivals[1], sighting) < fit(found[1], sighting)):
            self._take_place(rivals, sighting, bits)
        elif found:
            was_vague = all(map(is_vague, found[1].sightings))
            self._join(*found, sighting, bits)
            if was_vague and not is_vague(sighting):
                self._collect(found[1], bits)
                self._cross(*found, sighting, bits)
        elif other_side := self._across(key, sighting, bits):
            self._join(*other_side, sighting, bits)
        else:
            fresh = first_attempt(key, sighting, bits)
            packet = fresh.packets[0]
            self._place(fresh)
            self._translated.remember((fresh, packet), sighting)
            if attempts and not is_vague(sighting):
                self._collect(packet, bits)

    def _across(self, key: Key, sighting: Sighting, bits: int) -> Place | None:
        """Return the packet of a sighting, with its alert, that is known by its tuple on the other side of a NAT."""
        if found := self._translated.find(sighting, bits):
            self._pair(key, found[0])
            return found[0].heir, found[1]
        partner = self._translated.partner(key)
        return None if partner is None else find(self.open.of(partner), sighting, bits, self._window)

    def _cross(self, attempt: Attempt, stitch: Stitch, sighting: Sighting, bits: int) -> None:
        """Put a packet, of which ``sighting`` is the first to tell more than a time, to what it is beyond a NAT."""
        home = attempt.heir
        if stitch not in home.packets:  # it has just been parted from this alert
            return
        found = self._translated.find(sighting, bits)
        if found is None or found[0] is home:
            self._translated.remember((home, stitch), sighting)
            return
        self._hand_over(home, stitch, found, stitch.sightings)
        self._pair(home.key, found[0].heir)

    def _pair(self, key: Key, attempt: Attempt) -> None:
        """Know ``key`` for the other side of an alert's tuple, and put together what has been told under either."""
        self._translated.pair(key, attempt.key)
        others = tuple(self.open.of(key))
        if not others or attempt not in self.open.of(attempt.key):  # that had to make room
            return
        for other in in_order(others):
            if other is not attempt and other.into is None and together(attempt, other):
                attempt = self._merge(attempt, other)

    def recall(self, attempt: Attempt) -> None:
        """Know the packets of an alert of an earlier run again on the other side of a NAT."""
        for stitch in attempt.packets:
            self._translated.recall((attempt, stitch))

    def _answer(self, error: Sighting, quoted: Header, bits: int) -> bool:
        """Put an ICMP error to the packet that it quotes; tell whether that was logged."""
        key = key_of(quoted)
        attempts = self.open.of(key) or self.open.of(self._translated.partner(key) or key)
        if again := told(attempts, error, bits, self._window):
            self._join(*again, error, bits)
            return True
        found = cause(attempts, error, self._window)
        if found is None:
            return False
        attempt, stitch = found
        fresh = first_attempt(attempt.key, error, bits)
        fresh.packets[0].time = max(fresh.packets[0].time, stitch.time)
        attempt.take(fresh)
        self.changes.touch(attempt)
        return True

    def _take_place(self, told: Told, sighting: Sighting, bits: int) -> None:
        """Put a sighting where one of the same witness was that goes less well with the packet, and that elsewhere."""
        attempt, stitch, other = told
        self._give(attempt, stitch, other)
        self._join(attempt, stitch, sighting, bits)
        self.take(other)

    def _collect(self, packet: Stitch, bits: int) -> None:
        """Put those sightings to a new packet that were put to others for want of it."""
        attempts = self.open.of(key_of(packet.best))
        home = next((attempt for attempt in attempts if packet in attempt.packets), None)
        if home is None:
            return
        for attempt, stitch, other in astray(attempts, packet, bits, self._window):
            others = self.witnesses[other.source, other.kind]
            if packet.witnesses & others != others and len(stitch.sightings) > 1:
                self._give(attempt, stitch, other)
                self._join(home.heir, packet, other, others)

    def _give(self, attempt: Attempt, stitch: Stitch, sighting: Sighting) -> None:
        """Take a sighting from a packet that it was put to."""
        attempt, others = attempt.heir, tuple(each for each in stitch.sightings if each is not sighting)
        stitch.give(sighting, reduce(or_, (self.witnesses[each.source, each.kind] for each in others), 0))
        attempt.lines -= sighting.lines
        attempt.recount()
        self.changes.touch(attempt)

    def _join(self, attempt: Attempt, stitch: Stitch, sighting: Sighting, bits: int) -> None:
        """Let a sighting tell of a packet that is known."""
        identity = stitch.identity
        attempt.join(stitch, sighting, bits)
        self.changes.touch(attempt)
        if stitch.identity == identity:
            return
        if len(attempt.packets) > 1 and contradict(stitch.identity, attempt.identity):
            self._part(attempt, stitch)
        else:
            attempt.identity = known(attempt.identity, stitch.identity)
            self.unite(attempt)

    def _repeat(self, key: Key, repeat: Sighting, bits: int) -> None:
        """Let a repeat stand for packets that others saw, and for estimates of the rest."""
        found = copies(self.open.of(key), repeat, bits, self._window)
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
            self.changes.touch(found.home)
        return fresh

    def _place(self, fresh: Attempt) -> None:
        """Open a new alert, or put its packets into the open one that they are a part of."""
        attempts = self.open.of(fresh.key)
        home = closest(attempts, fresh) if attempts else None
        if home is None and (partner := self._translated.partner(fresh.key)):
            home = closest(self.open.of(partner), fresh)
        if home is None:
            self.open.open(fresh)
            self.changes.touch(fresh)
            return
        home.take(fresh)
        self.changes.touch(home)
        self.unite(home)

    def _part(self, attempt: Attempt, stitch: Stitch) -> None:
        """Take a packet out of an alert, because it is proven to be of another connection."""
        if stitch not in attempt.packets:  # it was one too many to be kept
            return
        if stitch.place != NEVER:
            self.changes.replace(attempt)
        self._place(attempt.release(stitch))

    def unite(self, attempt: Attempt) -> None:
        """Merge the alert with those of its key that turn out to be the same connection attempt."""
        attempts = tuple(self.open.of(attempt.key))
        if len(attempts) < 2 or attempt not in attempts:  # noqa: PLR2004 - alone, or evicted
            return
        for other in in_order(attempts):
            if other is not attempt and other.into is None and together(attempt, other):
                attempt = self._merge(attempt, other)

    def _merge(self, one: Attempt, other: Attempt) -> Attempt:
        """Put one alert into the other, into the one that was told of first, and return that."""
        keep, gone = sorted((one, other), key=lambda attempt: attempt.id or inf)
        self.changes.merge(gone, keep)
        self.open.close(gone)
        keep.take(gone)
        self.changes.touch(keep)
        return keep

    def stitch_again(self, attempt: Attempt, stitch: Stitch, told: Callable[[Sighting], Sighting]) -> None:
        """Put what is said of a packet to the packet that others have told of, if there is one at its true time."""
        sightings = tuple(map(told, stitch.sightings))
        best = told(stitch.best)
        stitch.move(best.at - stitch.best.at, sightings, best)
        others = [each for each in self.open.of(attempt.key) if each is not attempt or len(each.packets) > 1]
        found = find(others, best, stitch.witnesses, self._window, but=stitch)
        self.changes.touch(attempt)
        if found is None:
            attempt.recount()
            return
        self._hand_over(attempt, stitch, found, sightings)

    def _hand_over(self, attempt: Attempt, stitch: Stitch, to: Place, sightings: Sequence[Sighting]) -> None:
        """Put what is said of a packet of one alert to the packet of another that it turned out to be."""
        goal, twin = to
        if stitch.place != NEVER and len(attempt.packets) > 1:
            self.changes.replace(attempt)
        self._drop(attempt, stitch, goal)
        for sighting in sightings:
            self._join(goal.heir, twin, sighting, self.witnesses[sighting.source, sighting.kind])

    def _drop(self, attempt: Attempt, stitch: Stitch, goal: Attempt) -> None:
        """Take a packet out of an alert because it is one of ``goal``, and the alert away if it was the only one."""
        attempt.lines -= stitch.lines
        if len(attempt.packets) > 1:
            attempt.packets.remove(stitch)
            attempt.recount()
            return
        self.open.close(attempt)
        self.changes.merge(attempt, goal)
        attempt.into = goal

    def loosen(self, attempt: Attempt, stitch: Stitch, source: str) -> Iterator[Sighting]:
        """Take away what nothing but time put to a packet that ``source`` has told of."""
        if any(sighting.source == source for sighting in stitch.sightings):
            for sighting in stitch.sightings:
                if is_vague(sighting) and len(stitch.sightings) > 1:
                    self._give(attempt, stitch, sighting)
                    yield sighting
