"""What people said of alerts, as far as a command asks for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from wallwatch.cli.places import Places
from wallwatch.engine.shapes import odd_alerts
from wallwatch.filter.facts import Facts
from wallwatch.filter.query import Query
from wallwatch.model import Alert
from wallwatch.noise.ruleset import Ruleset
from wallwatch.store import Mark, Marks, StoreReader
from wallwatch.store.database import now


@contextmanager
def opened_marks(path: Path) -> Iterator[Marks | None]:
    """Give the block the marks at ``path``, ``None`` where nobody has made any yet.

    Raises:
        StoreError: they cannot be read.
    """
    if not path.exists():
        yield None
        return
    marks = Marks(path, clock=now)
    marks.open()
    try:
        yield marks
    finally:
        marks.close()


def marks_of(
    queries: Sequence[Query], rules: Ruleset, reader: StoreReader, places: Places
) -> Mapping[str, frozenset[int]]:
    """Return the alerts of a store that bear each mark, if one of the filters or rules asks for marks."""
    # Imported here: nothing else of the screen is needed, and that much only where marks are asked for.
    from wallwatch.ui.judge import asks_for_marks, marked_ids  # noqa: PLC0415

    if not asks_for_marks([*(rule.query for rule in rules.rules), *queries]):
        return {}
    with opened_marks(places.marks) as marks:
        if marks is None:
            return _with_odd(marked_ids(reader, [], lambda _: Mark()), rules, reader, ())
        return _with_odd(marked_ids(reader, marks.all(), marks.of), rules, reader, marks.widenings())


def marks_of_alerts(queries: Sequence[Query], alerts: Iterable[Alert], places: Places) -> Mapping[str, frozenset[int]]:
    """Return the same of alerts that are in no store: they are known by what they are. What is odd is not known."""
    from wallwatch.ui.judge import asks_for_marks, ids_by_mark  # noqa: PLC0415

    if not asks_for_marks(queries):
        return {}
    with opened_marks(places.marks) as marks:
        return ids_by_mark({alert.id: marks.of(alert) for alert in alerts} if marks else {})


def _with_odd(
    marked: Mapping[str, frozenset[int]], rules: Ruleset, reader: StoreReader, widenings: Iterable[tuple[str, str]]
) -> Mapping[str, frozenset[int]]:
    """Return the marks with the alerts that differ from the noise they are part of."""
    return {**marked, "odd": odd_alerts(reader, rules, Facts(now=now(), marks=marked), widenings)}
