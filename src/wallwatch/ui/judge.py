"""What is shown and what is not: the filter and the noise rules, held against one alert or against the whole store.

Noise needs a rule that matches, and the filter lets through only what it certainly matches: what an alert does not know
never hides it by a rule, and never shows it by a filter.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from wallwatch.filter.clause import TRUE, Sql, all_of, any_of, certain, negated
from wallwatch.filter.facts import INCIDENT, Facts, incident_key, scans_by_kind
from wallwatch.filter.fields import FIELDS, MARKS
from wallwatch.filter.match import matches
from wallwatch.filter.query import Query, Term
from wallwatch.filter.sql import to_sql
from wallwatch.filter.values import Span, Value, folded
from wallwatch.model import GAP, Alert
from wallwatch.model.scan import ScanKind
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.shape import Oddity
from wallwatch.noise.shapes import NO_GAP, Shapes
from wallwatch.store import Marked, StoreReader
from wallwatch.store.ledger import Mark
from wallwatch.ui.ledger import FILTERED, HIDDEN, ODD, SHOWN, Entry
from wallwatch.ui.rows import Rows, standings

EVERYTHING = Query()
"""The filter that lets all alerts through."""


@dataclass(frozen=True, kw_only=True)
class Judge:
    """A filter, the rules, what their members are like, and the facts that the filter and the rules ask for."""

    facts: Facts
    query: Query = EVERYTHING
    rules: Ruleset = field(default_factory=Ruleset)
    shapes: Shapes = field(default_factory=Shapes)

    def entry(self, alert: Alert) -> Entry:
        """Return what the rows keep of an alert, its class among it."""
        noise = self._noise(alert)
        passes = True
        if self.query.terms:
            passes = matches(self.query, alert, self._asking({alert.id} if noise == ODD else ())) is True
        scan = alert.scan or 0 if self.folds else 0
        return Entry(alert.first, alert.id, alert.lines, noise | (SHOWN if passes else FILTERED), scan)

    @property
    def folds(self) -> bool:
        """Whether the alerts of a scan are one row: unless the filter asks for one scan, to see these."""
        return not any(_asks_for_one_scan(term) for term in self.query.terms)

    def count(self, alert: Alert) -> set[int]:
        """Count an alert with its source's others; return the alerts that have to be judged again for it."""
        return self.shapes.count(alert, self._rules_of(alert)) if self.shapes.learned else set()

    def oddities(self, alert: Alert) -> Iterator[tuple[NoiseRule, tuple[Oddity, ...]]]:
        """Yield each rule that an alert is a member of, and in what it differs from the others: in nothing, maybe."""
        return ((rule, self.shapes.oddities(rule, alert)) for rule in self._rules_of(alert))

    def hidden_by(self, alert: Alert) -> NoiseRule | None:
        """Return the rule that hides an alert, ``None`` if none does."""
        return next((rule for rule, oddities in self.oddities(alert) if not oddities), None)

    def rows(self, reader: StoreReader, *, show_hidden: bool, within: Sql = TRUE) -> Rows:
        """Return the rows of all alerts ``within`` a part of the store; of a million it takes up to some seconds."""
        everything = reader.index(within)
        hidden, odd = self._of_store(reader, within) if self.rules.rules else (None, ())
        passing = None
        if self.query.terms:
            passing = reader.index(all_of([within, to_sql(self.query, self._asking(odd))])).ids
        classes = standings(everything.ids, hidden, passing, odd)
        if not self.folds:
            everything = everything._replace(scans=array("q", bytes(8 * len(everything.ids))))
        return Rows.load(everything, classes, show_hidden=show_hidden)

    def hidden(self) -> Sql:
        """Return the condition that some rule hides an alert, which looks like the others of that rule; never NULL."""
        usual = [all_of([part, negated(self.shapes.sql(rule))]) for rule, part in self.rules.conditions(self.facts)]
        return _either(usual, certain(to_sql(NO_GAP, self.facts)))

    def passing(self, odd: Collection[int] = ()) -> Sql:
        """Return the condition that an alert passes the filter, ``odd`` being those that are; it is never NULL."""
        return certain(to_sql(self.query, self._asking(odd)))

    def listed(self, odd: Collection[int], *, show_hidden: bool) -> Sql:
        """Return the condition that an alert is on the list; ``odd`` are those that are, by number. It is never NULL.

        What one of a rule's sources did over time is held against it as of now.
        """
        parts = [self.passing(odd)] if self.query.terms else []
        if self.rules.rules and not show_hidden:
            parts.append(negated(self.hidden()))
        return all_of(parts)

    def _noise(self, alert: Alert) -> int:
        """Return whether an alert is noise: a rule hides it if it looks like the others of that rule."""
        found = SHOWN
        for rule in self._rules_of(alert):
            if not self.shapes.oddities(rule, alert):
                return HIDDEN
            found = ODD
        return found

    def _rules_of(self, alert: Alert) -> Iterable[NoiseRule]:
        return () if alert.proto == GAP else self.rules.members(alert, self.facts)

    def _of_store(self, reader: StoreReader, within: Sql) -> tuple[Sequence[int], Sequence[int]]:
        """Return the alerts that a rule hides, and those that are odd, as numbers in the feed's order."""
        no_gap = all_of([within, certain(to_sql(NO_GAP, self.facts))])
        conditions = self.rules.conditions(self.facts)
        members = reader.index(_either([part for _, part in conditions], no_gap)).ids
        if not self.shapes.learned:
            return members, ()
        hidden = reader.index(all_of([within, self.hidden()])).ids
        return hidden, _without(members, hidden)

    def _asking(self, odd: Collection[int]) -> Facts:
        """Return the facts for the filter. The rules do not have them: what is odd depends on the rules."""
        return replace(self.facts, marks={**self.facts.marks, "odd": odd})


def _either(parts: Sequence[Sql], no_gap: Sql) -> Sql:
    return all_of([any_of(parts), no_gap])


def _without(some: Sequence[int], others: Iterable[int]) -> list[int]:
    """Return ``some`` without ``others``, which are in the same order."""
    following = iter(others)
    wanted = next(following, None)
    left = []
    for number in some:
        if number == wanted:
            wanted = next(following, None)
        else:
            left.append(number)
    return left


def _asks_for_one_scan(term: Term) -> bool:
    return term.field == "scan" and not term.negated and all(_is_number(value) for value in term.values)


def _is_number(value: Value) -> bool:
    return isinstance(value, Span) and value.low == value.high


def asks_for_marks(queries: Iterable[Query]) -> bool:
    """Tell whether a filter has a term such as ``starred``, ``-done`` or ``incident:gnutella``."""
    return any(FIELDS[term.field].kind in MARKS for query in queries for term in query.terms)


def marked_ids(
    reader: StoreReader, marked: list[Marked], mark_of: Callable[[Alert], Mark]
) -> dict[str, frozenset[int]]:
    """Return the numbers of the alerts that bear each mark, by its field, and those of the scans of each kind.

    Marks are kept by what an alert is.
    """
    marks = ids_by_mark({alert.id: mark_of(alert) for alert in reader.alike(each.subject for each in marked)})
    return marks | scans_by_kind(reader.scan_kinds())


def with_kinds(
    marked: Mapping[str, frozenset[int]], kinds: Mapping[int, ScanKind]
) -> tuple[dict[str, frozenset[int]], bool]:
    """Return the marks with the scans as they are now, and whether one that was known is of another kind now."""
    scans = scans_by_kind(kinds)
    is_other = any(marked.get(key, numbers) - numbers for key, numbers in scans.items())
    return {**marked, **scans}, is_other


def ids_by_mark(marks: Mapping[int, Mark]) -> dict[str, frozenset[int]]:
    """Return the numbers of the alerts that bear each mark, by its field, from the mark of each."""
    found = {
        name: {number for number, mark in marks.items() if getattr(mark, name)} for name in ("done", "starred", "note")
    }
    found[INCIDENT] = set()
    for number, mark in marks.items():
        for name in mark.incidents:
            found[INCIDENT].add(number)
            found.setdefault(incident_key(folded(name)), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}
