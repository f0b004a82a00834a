"""The actors, one after the other: the result, the odds, what a person said, the addresses; below each, why."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from wallwatch.engine.actors import Actor
from wallwatch.ui.key_names import key_names_of
from wallwatch.ui.paint import Parts, fit
from wallwatch.ui.widgets.actor_words import addresses_of, odds_of, others_of, result_of, times_of
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped
from wallwatch.ui.widgets.lines import MARGIN

NOTHING: Final = "No two addresses look like one machine's."
WHY_NOTHING: Final = (
    "Held against each other are attempts of more than one packet that come from one range of addresses, from one"
    " family of systems, within two days. {} on an alert says what there is of it, also if that is unlikely."
)
LOOKING: Final = "Looking ..."

_RESULT: Final = 10
_ODDS: Final = 10
_SAID: Final = 9
_INDENT: Final = "    "


class ActorLines(LaidLines):
    """Which addresses may be one machine's."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._actors: Sequence[Actor] | None = None

    def show(self, actors: Sequence[Actor]) -> None:
        """Show these instead of those before."""
        self._actors = actors
        self.lay_again()

    @property
    def actor(self) -> Actor | None:
        """The one under the cursor."""
        return next((each for each in self._actors or () if addresses_of(each) == self.entry), None)

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the lines of all actors; in words, that there is none."""
        if not self._actors:
            yield from wrapped("", LOOKING if self._actors is None else NOTHING, width, "strong")
        if self._actors is not None and not self._actors:
            yield from wrapped("", WHY_NOTHING.format(key_names_of(self.app)["actor.ledger"]), width, "remedy")
        for actor in self._actors or ():
            yield from _actor(actor, width)

    def heading(self, width: int) -> Parts:
        """Return the names of the columns."""
        words = f"{fit('RESULT', _RESULT)} {fit('ODDS', _ODDS)} {fit('SAID', _SAID)} ADDRESSES"
        return [(fit(" " * MARGIN + words, width), "frame")]

    def heading_key(self) -> Hashable:
        """Return nothing: the heading is always the same."""
        return None


def _actor(actor: Actor, width: int) -> Iterator[LaidLine]:
    entry, (result, ink) = addresses_of(actor), result_of(actor)
    said = actor.decision.word if actor.decision is not None else ""
    table: Parts = (
        (fit(result, _RESULT), ink),
        (f" {fit(odds_of(actor), _ODDS)}", "shown"),
        (f" {fit(said, _SAID)} ", "strong"),
    )
    room = width - sum(len(text) for text, _ in table)
    if len(entry) <= room:
        yield LaidLine(entry, (*table, (entry, "strong")))
    else:
        # An address is never cut.
        yield LaidLine(entry, tuple(table))
        yield from wrapped(entry, entry, width, "strong", _INDENT)
    yield from wrapped(entry, times_of(actor), width, "shown", _INDENT)
    if others := others_of(actor):
        yield from wrapped(entry, others, width, "label", _INDENT)
