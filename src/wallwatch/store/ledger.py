"""Marks in memory: which operations people made on which alerts, and what follows from them.

An alert is known again by what it is, its tuple and its span of time, not by its number: the numbers and, by a second
or two, the times differ after the store was built anew, and a merge widens the span. So a mark belongs to every alert
of the same tuple whose span touches the marked one, give or take :data:`TOLERANCE`.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Final, Literal

import msgspec

from wallwatch.filter.values import folded
from wallwatch.model import Alert
from wallwatch.model.times import SECOND

TOLERANCE: Final = 2 * SECOND
"""How far the times of an alert may shift (microseconds) and it is still taken for the same one."""

Kind = Literal["done", "starred", "note", "rule", "edited", "wider", "incident", "actor"]
_TOGETHER: Final = frozenset({"incident", "actor"})
State = Literal["applied", "undone", "dropped"]
"""``undone`` can be done again; ``dropped`` was undone and then left behind by another operation."""

_Tuple = tuple[str, str, int | None, str, int | None]


CHANGED_INTO: Final = "\x1e"
"""Stands between a rule as it was and as it is: no TOML has it."""


class Mark(msgspec.Struct, frozen=True):
    """What people said of an alert."""

    done: bool = False
    starred: bool = False
    note: str = ""
    incidents: tuple[str, ...] = ()
    """The names of the incidents that it was put into."""


NO_MARK: Final = Mark()


class Subject(msgspec.Struct, frozen=True):
    """What an alert is: its tuple, and the time of its first and last packet (microseconds since the epoch)."""

    proto: str
    src: str
    sport: int | None
    dst: str
    dport: int | None
    icmp_type: int | None
    icmp_code: int | None
    first: int
    last: int

    @property
    def tuple(self) -> _Tuple:
        """What has to be equal. ICMP type and code are not in it: not every log has them."""
        return self.proto, self.src, self.sport, self.dst, self.dport

    def touches(self, other: "Subject") -> bool:
        """Tell whether a subject of the same tuple may be the same alert."""
        return (
            self.first <= other.last + TOLERANCE
            and other.first <= self.last + TOLERANCE
            and _agree(self.icmp_type, other.icmp_type)
            and _agree(self.icmp_code, other.icmp_code)
        )


class Marked(msgspec.Struct, frozen=True):
    """An alert that was marked, and how."""

    subject: Subject
    mark: Mark


class Incident(msgspec.Struct, frozen=True):
    """Alerts that a person put together under a name, in the order in which that was done, with a note on all."""

    name: str
    note: str
    person: str
    """Who had the last word in it."""
    subjects: tuple[Subject, ...]


class Operation(msgspec.Struct, frozen=True):
    """What a person did. A ``rule`` operation has no subjects; its ``text`` is the rule, ``rule`` its name.

    So it is with a ``wider`` one: ``text`` is what is usual of the members of ``rule`` as well. The ``text`` of an
    ``edited`` one is the rule as it was and as it is, with :data:`CHANGED_INTO` between them.

    An ``incident`` operation puts its subjects into the incident called ``rule``, or takes them out of it; ``text`` is
    the note that the incident has from then on.

    An ``actor`` operation says ``rule`` (``same``, ``not same``, ``unsure``) of its two subjects, with a note.
    """

    id: int
    kind: Kind
    turned_on: bool
    text: str
    rule: str
    state: State
    person: str = ""
    """Who did it; ``""`` is not known, and anybody may undo it."""

    def upon(self, mark: Mark) -> Mark:
        """Return what the operation makes of a mark."""
        if self.state != "applied" or self.kind == "actor":
            return mark
        if self.kind == "incident":
            others = tuple(name for name in mark.incidents if folded(name) != folded(self.rule))
            return msgspec.structs.replace(mark, incidents=(*others, self.rule) if self.turned_on else others)
        return msgspec.structs.replace(mark, **{self.kind: self.text if self.kind == "note" else self.turned_on})


class Ledger:
    """All operations and their subjects. The order of the operations is that of their numbers.

    One thread writes. What it has written may be asked for in others meanwhile.
    """

    def __init__(self) -> None:
        self._operations: dict[int, Operation] = {}
        self._buckets: dict[_Tuple, _Bucket] = {}
        self._gathered: dict[int, list[Subject]] = {}
        """The subjects of the operations that are about several alerts together."""

    @property
    def last(self) -> int:
        """The number of the last operation, 0 if there is none."""
        return max(self._operations, default=0)

    def put(self, operation: Operation) -> None:
        """Enter an operation, or its new state."""
        self._operations[operation.id] = operation

    def attach(self, operation: int, subject: Subject) -> None:
        """Let an operation be about an alert."""
        self._buckets.setdefault(subject.tuple, _Bucket()).add(operation, subject)
        if self._operations[operation].kind in _TOGETHER:
            self._gathered.setdefault(operation, []).append(subject)

    def mark_of(self, subject: Subject) -> Mark:
        """Return what all operations together make of an alert."""
        mark = NO_MARK
        bucket = self._buckets.get(subject.tuple)
        for operation in () if bucket is None else bucket.operations_on(subject):
            mark = self._operations[operation].upon(mark)
        return mark

    def widenings(self) -> tuple[tuple[str, str], ...]:
        """Return what people said is usual of rules' members, in its order: the name of the rule, and the text."""
        made = (self._operations[number] for number in sorted(self._operations))
        return tuple((each.rule, each.text) for each in made if each.kind == "wider" and each.state == "applied")

    def said_of_actors(self) -> Iterator[tuple[Operation, tuple[Subject, ...]]]:
        """Yield what people said of two alerts and did not take back, in its order."""
        for number in sorted(self._operations):
            operation = self._operations[number]
            if operation.kind == "actor" and operation.state == "applied":
                yield operation, tuple(self._gathered.get(number, ()))

    def incidents(self) -> tuple[Incident, ...]:
        """Return the incidents that have an alert, the first made first."""
        found: dict[str, Incident] = {}
        for number in sorted(self._operations):
            operation = self._operations[number]
            if operation.kind == "incident" and operation.state == "applied":
                key = folded(operation.rule)
                found[key] = _after(found.get(key), operation, self._gathered.get(number, []))
        return tuple(incident for incident in found.values() if incident.subjects)

    def all(self) -> list[Marked]:
        """Return every alert that bears a mark, as it was when it was marked."""
        marked = (Marked(subject, self.mark_of(subject)) for subject in self._subjects())
        return [each for each in marked if each.mark != NO_MARK]

    def _subjects(self) -> Iterable[Subject]:
        # A dict and not a set, so that the order is the same in every run.
        return dict.fromkeys(subject for bucket in list(self._buckets.values()) for subject in bucket.subjects())


class _Bucket:
    """The operations on one tuple, by time, so that a tuple marked ten thousand times is still found at once."""

    def __init__(self) -> None:
        self._entries: list[tuple[Subject, int]] = []
        """It is never changed, but another put in its place: other threads may be looking through it."""
        self._longest = 0

    def add(self, operation: int, subject: Subject) -> None:
        entries = self._entries.copy()
        insort(entries, (subject, operation), key=_first)
        self._longest = max(self._longest, subject.last - subject.first)
        self._entries = entries

    def operations_on(self, subject: Subject) -> list[int]:
        """Return the operations on this alert, in their order."""
        entries = self._entries
        low = bisect_left(entries, subject.first - TOLERANCE - self._longest, key=_first)
        high = bisect_right(entries, subject.last + TOLERANCE, key=_first)
        return sorted(operation for other, operation in entries[low:high] if other.touches(subject))

    def subjects(self) -> Iterable[Subject]:
        return (subject for subject, _ in self._entries)


def _after(before: Incident | None, operation: Operation, subjects: Iterable[Subject]) -> Incident:
    """Return an incident after an operation on it; one that lost all its alerts begins anew with the next one."""
    if before is None or not before.subjects:
        before = Incident(operation.rule, "", "", ())
    if operation.turned_on:
        members = tuple(dict.fromkeys((*before.subjects, *subjects)))
        return Incident(before.name, operation.text, operation.person, members)
    gone = list(subjects)
    members = tuple(each for each in before.subjects if not any(_is_same(each, other) for other in gone))
    return Incident(before.name, before.note, operation.person, members)


def _is_same(one: Subject, other: Subject) -> bool:
    return one.tuple == other.tuple and one.touches(other)


def subject_of(alert: Alert) -> Subject:
    """Return what an alert is."""
    return Subject(*_identity(alert))


_identity: Final = attrgetter(*Subject.__struct_fields__)


def _first(entry: tuple[Subject, int]) -> int:
    return entry[0].first


def _agree(one: int | None, other: int | None) -> bool:
    """Tell whether two values may be the same; one that is not known contradicts nothing."""
    return one is None or other is None or one == other
