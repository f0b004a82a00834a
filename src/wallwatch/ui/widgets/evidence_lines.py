"""The ledgers of some hypotheses: what is for each (+) and against it (-), by how much, and why."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from wallwatch.engine.actors import Actor
from wallwatch.evidence.actor import Hypothesis
from wallwatch.evidence.entries import Entry, odds_words
from wallwatch.ui.paint import Ink, Part, Parts, fit, fit_right
from wallwatch.ui.widgets.actor_words import addresses_of, decided, odds_of, others_of, result_of, times_of
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped

NOTHING: Final = "There is no other address to hold against this one."
WHY_NOTHING: Final = (
    "That would be one of the same range (/16, of IPv6 /32), with a system of the same family, that tried more than"
    " once within two days. Of this alert, a TCP attempt, the system has to be known; a tool has none of its own."
)
_TITLE: Final = " ONE MACHINE AT TWO ADDRESSES?"
_NAME: Final = 8
_ODDS: Final = 11
_NARROW: Final = 44
"""Cells below which the words of an entry stand under its name."""
_INKS: Final[dict[str, Ink]] = {"+": "sound", "-": "failed", ".": "label", " ": "label"}


class EvidenceLines(LaidLines):
    """The hypotheses on one alert, or on two, the likeliest first."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        super().__init__()
        self._actors = actors

    def show(self, actors: Sequence[Actor]) -> None:
        """Show these instead of those before."""
        self._actors = actors
        self.lay_again()

    @property
    def actor(self) -> Actor | None:
        """The one under the cursor."""
        return next((each for each in self._actors if addresses_of(each) == self.entry), None)

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the ledgers, with an empty line between them."""
        if not self._actors:
            yield from wrapped("", NOTHING, width, "strong")
            yield from wrapped("", WHY_NOTHING, width, "remedy")
        for index, actor in enumerate(self._actors):
            if index:
                yield LaidLine(addresses_of(actor), ())
            yield from _ledger(actor, width)

    def heading(self, width: int) -> Parts:
        """Return the question."""
        return [(fit(_TITLE, width), "frame")]

    def heading_key(self) -> Hashable:
        """Return nothing: the heading is always the same."""
        return None


def _ledger(actor: Actor, width: int) -> Iterator[LaidLine]:
    entry, (result, ink) = addresses_of(actor), result_of(actor)
    yield from wrapped(entry, entry, width, "strong")
    yield from wrapped(entry, times_of(actor), width, "shown", "  ")
    if (hypothesis := actor.hypothesis) is not None:
        yield from _entries(entry, hypothesis, width)
        yield from wrapped(entry, f"= {result}, {odds_of(actor)}, not proven; {others_of(actor)}", width, ink)
    if said := decided(actor.decision):
        yield from wrapped(entry, said, width, "strong", "  ")


def _entries(name: str, hypothesis: Hypothesis, width: int) -> Iterator[LaidLine]:
    yield from _entry(name, " ", hypothesis.prior, width)
    for entry in hypothesis.entries:
        yield from _entry(name, entry.side, entry, width)


def _entry(name: str, side: str, entry: Entry, width: int) -> Iterator[LaidLine]:
    head: tuple[Part, ...] = (
        (f"{side} ", _INKS[side]),
        (fit(entry.name, _NAME), "label"),
        (fit_right(odds_words(entry.factor), _ODDS), _INKS[side]),
    )
    taken = sum(len(text) for text, _ in head) + len("  ")
    if width < _NARROW:
        yield LaidLine(name, head)
        yield from wrapped(name, entry.words, width, "shown", "    ")
        return
    first, *rest = wrapped(name, entry.words, width - taken, "shown")
    yield LaidLine(name, (*head, ("  ", "shown"), *first.parts))
    for line in rest:
        yield LaidLine(name, ((" " * taken, "shown"), *line.parts))
