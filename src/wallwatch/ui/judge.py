"""What is shown and what is not: the filter and the noise rules, held against one alert or against the whole store.

Noise needs a rule that matches, and the filter lets through only what it certainly matches: what an alert does not know
never hides it by a rule, and never shows it by a filter.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wallwatch.filter.facts import Facts
from wallwatch.filter.fields import FIELDS
from wallwatch.filter.match import matches
from wallwatch.filter.query import Query
from wallwatch.filter.sql import to_sql
from wallwatch.model import Alert
from wallwatch.noise.ruleset import Ruleset
from wallwatch.store import Marked, StoreReader
from wallwatch.store.ledger import Mark
from wallwatch.ui.ledger import FILTERED, HIDDEN, SHOWN, Entry
from wallwatch.ui.rows import Rows, standings

EVERYTHING = Query()
"""The filter that lets all alerts through."""


@dataclass(frozen=True, kw_only=True)
class Judge:
    """A filter, the rules, and the facts that both ask for."""

    facts: Facts
    query: Query = EVERYTHING
    rules: Ruleset = field(default_factory=Ruleset)

    def entry(self, alert: Alert) -> Entry:
        """Return what the rows keep of an alert, its class among it."""
        hidden = HIDDEN if self.rules.rule_for(alert, self.facts) else SHOWN
        filtered = SHOWN if matches(self.query, alert, self.facts) else FILTERED
        return Entry(alert.first, alert.id, alert.lines, hidden | filtered)

    def rows(self, reader: StoreReader, *, show_hidden: bool) -> Rows:
        """Return the rows of all alerts of the store. This takes up to some seconds for a million."""
        everything = reader.index()
        hidden = reader.index(self.rules.sql(self.facts)).ids if self.rules.rules else None
        passing = reader.index(to_sql(self.query, self.facts)).ids if self.query.terms else None
        classes = standings(everything.ids, hidden, passing)
        return Rows.load(everything, classes, show_hidden=show_hidden)


def asks_for_marks(queries: Iterable[Query]) -> bool:
    """Tell whether a filter has a term such as ``starred`` or ``-done``."""
    return any(FIELDS[term.field].kind == "mark" for query in queries for term in query.terms)


def marked_ids(
    reader: StoreReader, marked: list[Marked], mark_of: Callable[[Alert], Mark]
) -> dict[str, frozenset[int]]:
    """Return the numbers of the alerts that bear each mark, by its field. Marks are kept by what an alert is."""
    marks = {alert.id: mark_of(alert) for alert in reader.alike(each.subject for each in marked)}
    return {
        name: frozenset(number for number, mark in marks.items() if getattr(mark, name))
        for name in ("done", "starred", "note")
    }
