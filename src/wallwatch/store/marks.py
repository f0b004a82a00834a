"""What people did to alerts: done, starred, notes, incidents, noise rules. All can be undone, also after a restart.

It is human work, so it lies in a file of its own that survives a power cut (synchronous FULL) and a new store. Nothing
in it is ever overwritten: an operation is a row, undoing it is its state. A journal beside it has it all once more.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from wallwatch.filter.values import folded
from wallwatch.model import Alert
from wallwatch.store import operations
from wallwatch.store.database import Database, now
from wallwatch.store.decisions import Decision, Word, decisions_in, is_decided
from wallwatch.store.journal import Journal, Made, Moved
from wallwatch.store.ledger import (
    CHANGED_INTO,
    NO_MARK,
    Incident,
    Kind,
    Ledger,
    Mark,
    Marked,
    Operation,
    State,
    Subject,
    subject_of,
)
from wallwatch.store.person import person_name
from wallwatch.store.recovery import bring_into_step, note
from wallwatch.store.schema import MARKS_STEPS


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """An operation that was undone or done again, and what is left to do.

    The file of the noise rules is the caller's: ``remove_rule`` is the name of a rule that has to be taken out of it,
    ``add_rule`` the text of one that has to be put in, in place of ``instead_of`` where it was changed.
    """

    kind: Kind
    turned_on: bool
    text: str
    alerts: int
    """How many alerts it was about."""
    remove_rule: str | None = None
    add_rule: str | None = None
    instead_of: str | None = None
    rule: str = ""
    """The name of the rule whose members it was about, or of the incident."""


class Marks:
    """The marks of one person, or of a box. Several consoles may have the same file open.

    ``person`` is who marks here (the user, if it is ``None``): only what this person did is undone.

    All that is asked is answered from memory; :meth:`changed` brings in what other consoles did. It is used by one
    thread, but for :meth:`of` and :meth:`all`, which others may ask meanwhile. ``clock`` gives microseconds since the
    epoch. Methods that write raise :class:`StoreError`, and then nothing was written.
    """

    def __init__(self, path: Path, *, clock: Callable[[], int] = now, person: str | None = None) -> None:
        self._database = Database(path, MARKS_STEPS, synchronous="FULL")
        self._journal = Journal(path.with_suffix(".jsonl"))
        self._clock = clock
        self.person = person_name() if person is None else person
        self._ledger = Ledger()
        self._known = 0
        self._version = 0

    def open(self) -> str | None:
        """Open the marks; return a sentence if there is something to be told: they had to be restored, say."""
        message = self._database.open(self._clock())
        with self._database.writing() as connection:
            restored = bring_into_step(connection, self._journal)
        self._ledger, self._known = Ledger(), 0
        self._refresh()
        if not restored:
            return message
        return f"{message or ''} The marks were restored from {self._journal.path.name}.".lstrip()

    def close(self) -> None:
        """Close the file. What was read stays in memory."""
        self._database.close()

    def done(self, alerts: Iterable[Alert], on: bool) -> int:  # noqa: FBT001 (the mark is on or off)
        """Mark alerts as done, or not done; return how many were not so already. None is no operation."""
        return self._mark(alerts, "done", on=on)

    def star(self, alerts: Iterable[Alert], on: bool) -> int:  # noqa: FBT001
        """Star alerts, or take their star away; return how many were not so already."""
        return self._mark(alerts, "starred", on=on)

    def note(self, alerts: Iterable[Alert], text: str) -> int:
        """Give alerts a note, or none (``""``); return how many had another one."""
        return self._mark(alerts, "note", on=bool(text), text=text)

    def put_into(self, name: str, alerts: Iterable[Alert], note: str) -> int:
        """Put alerts into the incident of a name, which has this note from then on; return how many were not in it.

        An incident is begun by its first alert; its name is the same whatever the case of its letters.
        """
        known = self.incident(name)
        operation = self._operation("incident", True, note, known.name if known else name)
        subjects = [subject_of(alert) for alert in alerts if not _is_in(self.of(alert), name)]
        if subjects or (known and known.note != note):
            with self._database.writing() as connection:
                self._put(connection, operation, subjects)
            self._refresh()
        return len(subjects)

    def take_out(self, name: str, alerts: Iterable[Alert]) -> int:
        """Take alerts out of the incident of a name; return how many were in it. Without alerts there is none."""
        return self._take_out(name, [subject_of(alert) for alert in alerts if _is_in(self.of(alert), name)])

    def dissolve(self, name: str) -> int:
        """Take everything out of the incident of a name, which ends it; return how many alerts were in it."""
        known = self.incident(name)
        return self._take_out(name, known.subjects if known else ())

    def incidents(self) -> tuple[Incident, ...]:
        """Return the incidents, the first made first."""
        return self._ledger.incidents()

    def incident(self, name: str) -> Incident | None:
        """Return the incident of a name, whatever the case of its letters; ``None`` if there is none."""
        return next((each for each in self.incidents() if folded(each.name) == folded(name)), None)

    def decide(self, one: Alert, other: Alert, word: Word, note: str) -> None:
        """Say of two alerts whether one machine sent both, with a note, in place of what was said before."""
        with self._database.writing() as connection:
            self._put(connection, self._operation("actor", True, note, word), [subject_of(one), subject_of(other)])
        self._refresh()

    def decisions(self) -> tuple[Decision, ...]:
        """Return what was said of two alerts each, and was not taken back, oldest first."""
        return decisions_in(self._ledger)

    def record_rule(self, name: str, rule_text: str, added: bool) -> None:  # noqa: FBT001
        """Remember that a noise rule was added to its file, or removed from it, so that it can be undone."""
        with self._database.writing() as connection:
            self._put(connection, self._operation("rule", added, rule_text, name), ())

    def record_edit(self, name: str, before: str, after: str) -> None:
        """Remember that a noise rule was changed, so that it can be changed back."""
        with self._database.writing() as connection:
            self._put(connection, self._operation("edited", True, f"{before}{CHANGED_INTO}{after}", name), ())

    def widen(self, rule: str, text: str) -> None:
        """Remember what is usual of the members of a noise rule as well, in the words of who reads it."""
        with self._database.writing() as connection:
            self._put(connection, self._operation("wider", True, text, rule), ())
        self._refresh()

    def widenings(self) -> tuple[tuple[str, str], ...]:
        """Return all that is usual as well and was not undone, oldest first: the name of the rule, and the text."""
        return self._ledger.widenings()

    def undo(self) -> Undone | None:
        """Undo this person's last operation that is not undone; return it, or ``None`` if there is none."""
        return self._move("undone")

    def redo(self) -> Undone | None:
        """Do the operation again that this person undid last; ``None`` if there is none, or another came after it."""
        return self._move("applied")

    def of(self, alert: Alert) -> Mark:
        """Return the mark of an alert."""
        return self._ledger.mark_of(subject_of(alert))

    def apply_to(self, alerts: Iterable[Alert]) -> dict[int, Mark]:
        """Return the marks of those alerts that bear one, by the alert's number."""
        marks = ((alert.id, self.of(alert)) for alert in alerts)
        return {number: mark for number, mark in marks if mark != NO_MARK}

    def kept(self, alerts: Iterable[Alert]) -> set[int]:
        """Return which alerts retention has to leave alone, by number.

        Those are starred, have a note, are in an incident, or were decided on.
        """
        self.changed()
        alerts, decisions = list(alerts), self.decisions()
        marked = self.apply_to(alerts).items()
        kept = {number for number, mark in marked if mark.starred or mark.note or mark.incidents}
        return kept | {alert.id for alert in alerts if is_decided(decisions, subject_of(alert))}

    def all(self) -> list[Marked]:
        """Return every alert that bears a mark, as it was when it was marked."""
        return self._ledger.all()

    def changed(self) -> bool:
        """Bring in what other consoles did since the last call; tell whether they did anything. Costs microseconds."""
        if _version(self._database.connection) == self._version:
            return False
        self._refresh()
        return True

    def _mark(self, alerts: Iterable[Alert], kind: Kind, *, on: bool, text: str = "") -> int:
        operation = self._operation(kind, on, text)
        subjects = [subject_of(alert) for alert in alerts if operation.upon(mark := self.of(alert)) != mark]
        if subjects:
            with self._database.writing() as connection:
                self._put(connection, operation, subjects)
            self._refresh()
        return len(subjects)

    def _take_out(self, name: str, subjects: Sequence[Subject]) -> int:
        if subjects:
            with self._database.writing() as connection:
                self._put(connection, self._operation("incident", False, "", name), subjects)
            self._refresh()
        return len(subjects)

    def _operation(self, kind: Kind, on: bool, text: str, rule: str = "") -> Operation:  # noqa: FBT001
        return Operation(0, kind, on, text, rule, "applied", self.person)

    def _put(self, connection: sqlite3.Connection, operation: Operation, subjects: Sequence[Subject]) -> None:
        at = self._clock()
        numbered = operations.put_operation(connection, operation, subjects, at)
        note(connection, self._journal, Made(at, numbered, tuple(subjects)))

    def _move(self, state: State) -> Undone | None:
        with self._database.writing() as connection:
            operation = operations.move_next(connection, state, self.person)
            if operation is None:
                return None
            note(connection, self._journal, Moved(self._clock(), operation.id, state))
            alerts = operations.count_subjects(connection, operation.id)
        self._refresh()
        return _undone(operation, alerts)

    def _refresh(self) -> None:
        """Read what is new: operations change their state, but what they are about never changes."""
        with self._database.reading() as connection:
            self._version = _version(connection)
            for operation in operations.list_operations(connection):
                self._ledger.put(operation)
            for number, subject in operations.subjects_after(connection, self._known):
                self._ledger.attach(number, subject)
        self._known = self._ledger.last


def _is_in(mark: Mark, name: str) -> bool:
    return folded(name) in map(folded, mark.incidents)


def _version(connection: sqlite3.Connection) -> int:
    """Return a number that differs when another connection has committed."""
    row: tuple[int] = connection.execute("PRAGMA data_version").fetchone()
    return row[0]


def _undone(operation: Operation, alerts: int) -> Undone:
    is_rule = operation.kind == "rule"
    # A rule belongs in its file if it was added and that holds, or was removed and that does not hold any more.
    wanted = operation.turned_on == (operation.state == "applied")
    return Undone(
        kind=operation.kind,
        turned_on=operation.turned_on,
        text=operation.text,
        alerts=alerts,
        remove_rule=operation.rule if is_rule and not wanted else None,
        add_rule=operation.text if is_rule and wanted else _edited(operation)[1],
        instead_of=_edited(operation)[0],
        rule=operation.rule if operation.kind in {"wider", "incident"} else "",
    )


def _edited(operation: Operation) -> tuple[str | None, str | None]:
    """Return the rule that an edit, or its undoing, replaces, and the one that belongs in its file then."""
    if operation.kind != "edited":
        return None, None
    before, _, after = operation.text.partition(CHANGED_INTO)
    return (before, after) if operation.state == "applied" else (after, before)
