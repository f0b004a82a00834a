"""What people do to alerts, each with the sentence that says what was done. All of it can be undone."""

from collections.abc import Callable, Sequence
from typing import Final

from wallwatch.errors import WallwatchError
from wallwatch.model import GAP, Alert
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.rules import with_rule
from wallwatch.noise.shape import Oddity
from wallwatch.noise.widening import widening
from wallwatch.store import Marks, Undone
from wallwatch.store.decisions import Word
from wallwatch.ui.key_names import AS_THEY_ARE, KeyNames
from wallwatch.ui.rulebook import Rulebook
from wallwatch.ui.words import endpoint, many

_FOREVER: Final = 2**63
MARKED_MAX: Final = 20_000
"""Alerts that are marked at once: each mark is kept for good, and in memory, while a noise rule costs nothing."""

_NAMES: Final = {
    "done": "done",
    "starred": "star",
    "note": "note",
    "rule": "noise rule",
    "edited": "noise rule",
    "wider": "fine, too, for",
    "actor": "decision on",
    "incident": "incident",
}

_REFUSED: Final = (
    "This console is read-only.",
    "Start it without --read-only to change anything.",
)

_Step = Callable[[], Undone | None]


class Triage:
    """Writes marks and noise rules. Every method raises :class:`WallwatchError` where it may or can not."""

    def __init__(self, marks: Marks, rulebook: Rulebook, *, read_only: bool, keys: KeyNames = AS_THEY_ARE) -> None:
        self._marks = marks
        self._rulebook = rulebook
        self._read_only = read_only
        self._keys = keys

    @property
    def refusal(self) -> str:
        """Why nothing can be done here; nothing where it can. Whoever asks for words first asks for this before."""
        return " ".join(_REFUSED) if self._read_only else ""

    def done(self, alerts: Sequence[Alert]) -> str:
        """Mark alerts as done, or as not done if all of them were; that is one operation."""
        self._must_mark(alerts)
        on = not all(self._marks.of(alert).done for alert in alerts)
        changed = self._marks.done(alerts, on)
        return self._counted(alerts, changed, "done" if on else "not done")

    def star(self, alerts: Sequence[Alert]) -> str:
        """Star alerts, or take their stars away if all of them have one; that is one operation."""
        self._must_mark(alerts)
        on = not all(self._marks.of(alert).starred for alert in alerts)
        changed = self._marks.star(alerts, on)
        return self._counted(alerts, changed, "starred" if on else "not starred any more")

    def note(self, alerts: Sequence[Alert], text: str) -> str:
        """Give alerts a note; an empty one takes it away. That is one operation."""
        self._must_mark(alerts)
        changed = self._marks.note(alerts, text)
        if not changed:
            whose = _named(alerts[0]) if len(alerts) == 1 else "Each of them"
            return f"{whose} has {'this' if text else 'no'} note already."
        if len(alerts) == 1:
            return f"{_named(alerts[0])} has {'a' if text else 'no'} note; {self._undo}."
        return self._counted(alerts, changed, "with this note" if text else "without a note")

    def decide(self, one: Alert, other: Alert, word: Word, note: str) -> str:
        """Say of two alerts whether one machine sent both."""
        self._must_write()
        self._marks.decide(one, other, word, note)
        return f"{one.src} and {other.src}: {word}; {self._undo}."

    def gather(self, name: str, alerts: Sequence[Alert], note: str) -> str:
        """Put alerts into an incident, or take them out if all of them are in it and its note stays as it is."""
        self._must_mark(alerts)
        known = self._marks.incident(name)
        changed = self._marks.put_into(name, alerts, note)
        if changed:
            return f"{many(changed, 'alert')} put into {known.name if known else name}; {self._undo}."
        if known and known.note != note:
            return f"{known.name} has {'another' if note else 'no'} note; {self._undo}."
        return f"{many(self._marks.take_out(name, alerts), 'alert')} taken out of {name}; {self._undo}."

    def annotate(self, name: str, note: str) -> str:
        """Give an incident a note; an empty one takes it away."""
        self._must_write()
        known = self._marks.incident(name)
        if known is None:
            return f"{name} is no incident any more."
        self._marks.put_into(name, (), note)
        if known.note == note:
            return f"{name} has this note already."
        return f"{name} has {'another' if note else 'no'} note; {self._undo}."

    def dissolve(self, name: str) -> str:
        """Take all alerts out of an incident, which ends it."""
        self._must_write()
        gone = self._marks.dissolve(name)
        if not gone:
            return f"{name} is no incident any more."
        return f"{many(gone, 'alert')} taken out of {name}, which is no more; {self._undo}."

    def hide(self, rule: NoiseRule) -> str:
        """Put a noise rule in force."""
        self._must_write()
        self._rulebook.add(rule)
        self._marks.record_rule(rule.name, with_rule("", rule), True)
        return f"{rule.name} is in force; {self._undo}, {self._show_hidden} shows what it hides."

    def change(self, before: NoiseRule, after: NoiseRule) -> str:
        """Make the change from ``before`` to ``after`` to a noise rule, whatever others did to it meanwhile."""
        self._must_write()
        was, now = self._rulebook.change(before, after)
        if was is None:
            self._marks.record_rule(after.name, with_rule("", after), True)
        else:
            self._marks.record_edit(after.name, with_rule("", was), with_rule("", now.rule))
        done = f"{after.name} is {_changed(before, after)}"
        return f"{done}. {now.sentence}" if now.sentence else f"{done}; {self._undo}."

    def remove(self, rule: NoiseRule) -> str:
        """Take a noise rule out of the file; what it hid is shown again."""
        self._must_write()
        was = self._rulebook.remove(rule.name)
        if was is None:
            return f"{rule.name} was deleted elsewhere already."
        self._marks.record_rule(rule.name, with_rule("", was), False)
        meanwhile = "" if was == rule else " It comes back as it was changed elsewhere meanwhile."
        return f"{rule.name} is no rule any more; {self._undo}.{meanwhile}"

    def fine(self, alert: Alert, odd: Sequence[tuple[NoiseRule, Sequence[Oddity]]]) -> str:
        """Let what an alert differs in be usual for the first rule that it is a member of."""
        self._must_write()
        if not odd:
            raise WallwatchError(f"{_named(alert)} is not odd.", "Only what is odd can be fine, too.")
        (rule, oddities), *_ = odd
        self._marks.widen(rule.name, widening(rule.name, oddities).text())
        said = ", ".join(oddity.words.partition(", was ")[0] for oddity in oddities)
        return f"{said}: fine for {rule.name}, too; {self._undo}."

    def undo(self) -> str:
        """Undo what was done last."""
        return self._again(self._marks.undo, self._marks.redo, "Undone", "There is nothing to undo.")

    def redo(self) -> str:
        """Do again what was undone last."""
        return self._again(self._marks.redo, self._marks.undo, "Done again", "There is nothing to do again.")

    def _again(self, step: _Step, back: _Step, words: str, nothing: str) -> str:
        self._must_write()
        undone = step()
        if undone is None:
            return nothing
        try:
            rule, said = self._upon_file(undone)
        except WallwatchError:
            back()
            raise
        counted = many(undone.alerts, "alert") if undone.alerts else ""
        named = undone.rule if undone.kind == "incident" or not counted else ""
        about = ", ".join(filter(None, (named, counted))) or rule
        return f"{words}: {_NAMES[undone.kind]} {about}".rstrip() + f". {said}".rstrip()

    def _upon_file(self, undone: Undone) -> tuple[str, str]:
        """Do to the rules what has to be done; return the rule, and in a sentence what others did to it meanwhile."""
        book = self._rulebook
        if undone.remove_rule is not None:
            return undone.remove_rule, book.take_out(book.read(undone.text))
        if undone.add_rule is None:
            return "", ""
        rule = book.read(undone.add_rule)
        if undone.instead_of is None:
            return rule.name, book.put_back(rule)
        return rule.name, book.change(book.read(undone.instead_of), rule, revive=False)[1].sentence

    def hides(self, rule: NoiseRule, alerts: int, lines: int) -> str:
        """Return what a rule took from the screen, once that was counted."""
        took = f"{rule.name} hides {many(alerts, 'row')}, {many(lines, 'line')}"
        return f"{took}; {self._undo}, {self._show_hidden} shows them."

    def must_be_few(self, alerts: int) -> None:
        """Refuse to take so many alerts in hand one by one.

        Raises:
            WallwatchError: they are more than :data:`MARKED_MAX`.
        """
        if alerts > MARKED_MAX:
            raise WallwatchError(
                f"{many(alerts, 'alert')} are too many to mark; {MARKED_MAX:,} are the most.",
                f"A noise rule hides any number of them: {self._keys['noise.draft']}.",
            )

    def _counted(self, alerts: Sequence[Alert], changed: int, words: str) -> str:
        """Return what was done to how many alerts, and how many of them were like that already."""
        if len(alerts) == 1:
            return f"{_named(alerts[0])} is {words}; {self._undo}."
        already = len(alerts) - changed
        if not changed:
            return f"All {many(already, 'alert')} are {words} already."
        before = f", {already:,} {'was' if already == 1 else 'were'} already" if already else ""
        return f"{many(changed, 'alert')} {words}{before}; {self._undo}."

    @property
    def _show_hidden(self) -> str:
        return f"{self._keys['noise.show_hidden']} among the alerts"

    @property
    def _undo(self) -> str:
        return f"{self._keys['triage.undo']} undoes it"

    def _must_mark(self, alerts: Sequence[Alert]) -> None:
        self._must_write()
        self.must_be_few(len(alerts))

    def _must_write(self) -> None:
        if self._read_only:
            raise WallwatchError(*_REFUSED)


def _changed(before: NoiseRule, after: NoiseRule) -> str:
    """Return in a word or two what became of a rule."""
    if before.enabled != after.enabled:
        return "in force again" if after.enabled else "disabled"
    if before.match == after.match and before.why == after.why:
        ends, ended = (_FOREVER if rule.ends is None else rule.ends for rule in (after, before))
        return f"{'shortened' if ends < ended else 'extended'} to {after.expires}"
    return "changed"


def _named(alert: Alert) -> str:
    if alert.proto == GAP:
        return f"The gap in {alert.src}"
    return f"{alert.src} > {endpoint(alert.dst, alert.dport)}"
