"""How things stand in a store, for a status line: quickly, and without an engine that runs."""

from datetime import tzinfo
from pathlib import Path
from typing import Final

import msgspec

from wallwatch.engine.lock import is_held, lock_path
from wallwatch.engine.made_room import MadeRoom, made_room
from wallwatch.filter.clause import FALSE, Sql
from wallwatch.filter.facts import Facts
from wallwatch.model.times import SECOND
from wallwatch.store import SourceRow, StoreReader, Totals
from wallwatch.store.room import space_at

WINDOW: Final = 3_600 * SECOND
"""How far back attempts are counted, in microseconds."""
COUNTED: Final = 20_000
"""Attempts that are looked at, the newest ones: in a flood the answer is not to take longer."""

_WELL: Final = frozenset({"ok", "ended", "waiting"})


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a store, and who fills it.

    ``new`` and ``noise`` are the attempts of the last hour that no noise rule is about, and those that one is; odd ones
    are among the noise, for telling them apart takes passes over the store. ``at_least`` tells that there are more.
    """

    collected: bool
    full: bool
    totals: Totals
    sources: tuple[SourceRow, ...]
    new: int
    noise: int
    at_least: bool
    room: MadeRoom = MadeRoom()
    """What was dropped from memory."""

    @property
    def failing(self) -> tuple[SourceRow, ...]:
        """The sources that cannot be read."""
        return tuple(row for row in self.sources if row.state not in _WELL)

    @property
    def is_well(self) -> bool:
        """Whether nothing asks for attention."""
        return self.collected and not self.full and bool(self.sources) and not self.failing


def status(reader: StoreReader, store: Path, rules: str, *, now: int, zone: tzinfo) -> Status:
    """Return how things stand ``now`` (microseconds) in the ``store`` of a reader, by the text of its noise rules.

    Dates in the rules are read in ``zone``.

    Raises:
        StoreError: the store cannot be read.
    """
    hidden = _hidden(reader, rules, Facts(now=now, zone=zone)) if rules.strip() else FALSE
    count, noise = _counted(reader, hidden, now - WINDOW)
    return Status(
        collected=is_held(lock_path(store)),
        full=not space_at(store.parent).is_enough,
        totals=reader.totals(),
        sources=tuple(reader.sources()),
        new=count - noise,
        noise=noise,
        at_least=count >= COUNTED,
        room=made_room(reader),
    )


def _hidden(reader: StoreReader, text: str, facts: Facts) -> Sql:
    """Return the condition that some rule in force is about an attempt."""
    # Who has no rules does not wait for what reads them.
    from wallwatch.noise.rules import parse_rules  # noqa: PLC0415
    from wallwatch.noise.ruleset import Ruleset  # noqa: PLC0415

    rules, _ = parse_rules(text, facts.now)
    newest = max((change.at for change in reader.address_changes()), default=None)
    return Ruleset(rules, newest).sql(facts)


def _counted(reader: StoreReader, hidden: Sql, since: int) -> tuple[int, int]:
    """Return how many of the newest attempts began since then, and how many of these a rule is about."""
    # The index is in order of time; a gap is no attempt, and no noise.
    text = (
        f"SELECT count(*), ifnull(sum({hidden.text}), 0) FROM "  # noqa: S608 - what people wrote is bound
        "(SELECT * FROM alerts WHERE first >= ? AND proto != 'gap' ORDER BY first DESC LIMIT ?)"
    )
    ((count, noise),) = reader.ask(Sql(text, (*hidden.parameters, since, COUNTED)))
    return count, noise
