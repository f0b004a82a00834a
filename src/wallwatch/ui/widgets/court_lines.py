"""What sent it, witness by witness: who says what, and whether that speaks for the best answer or against it."""

from collections.abc import Iterator
from typing import Final

from wallwatch.evidence.court import Court
from wallwatch.evidence.opinion import Opinion, Stance
from wallwatch.ui.paint import Ink, Part, fit
from wallwatch.ui.widgets.laid_lines import LaidLine, wrapped

TITLE: Final = "STACK"

_GROUP: Final = 7
_WITNESS: Final = 10
_STANCE: Final = 12
_NARROW: Final = 44
"""Cells below which the words of a witness stand under its name."""

_INKS: Final[dict[Stance, Ink]] = {"best": "strong", "agrees": "sound", "contradicts": "failed", "": "label"}


def court_lines(court: Court, width: int) -> Iterator[LaidLine]:
    """Yield the lines of all opinions, for ``width`` cells."""
    for index, opinion in enumerate(court.opinions):
        yield from _opinion(opinion, "" if index else TITLE, width)
    if court.best is not None:
        yield from _details(court, width)
    if contradicting := court.contradicting:
        words = f"! disputed: {' and '.join(contradicting)} {'contradict' if contradicting[1:] else 'contradicts'}"
        yield from _below("disputed", words, width, "failed")


def _opinion(opinion: Opinion, title: str, width: int) -> Iterator[LaidLine]:
    entry = f"{TITLE}{opinion.witness}{opinion.says}"
    head: tuple[Part, ...] = (
        (fit(f" {title}", _GROUP), "frame"),
        (fit(opinion.witness, _WITNESS), "label"),
        (fit(opinion.stance, _STANCE), _INKS[opinion.stance]),
    )
    ink: Ink = "strong" if opinion.stance == "best" else "shown"
    if width < _NARROW:
        yield LaidLine(entry, head)
        yield from _below(entry, opinion.says, width, ink)
        return
    first, *rest = wrapped(entry, opinion.says, width - _GROUP - _WITNESS - _STANCE, ink)
    yield LaidLine(entry, (*head, *first.parts))
    indent: Part = (" " * (_GROUP + _WITNESS + _STANCE), "shown")
    for line in rest:
        yield LaidLine(entry, (indent, *line.parts))


def _details(court: Court, width: int) -> Iterator[LaidLine]:
    """Yield what the best answer was read from, and what was not there to be read."""
    stack = court.best
    if stack is not None and stack.raw_sig:
        yield from _below("raw_sig", stack.raw_sig, width, "shown")
    if stack is not None and stack.unseen:
        yield from _below("unseen", f"not logged: {', '.join(stack.unseen)}", width, "shown")


def _below(entry: str, words: str, width: int, ink: Ink) -> Iterator[LaidLine]:
    return wrapped(f"{TITLE}{entry}", words, width, ink, " " * _GROUP)
