"""The sources, one a line; under each that is not well, what to do about it, or what is wrong with what it says."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import ClassVar, Final, NamedTuple

from textual.binding import Binding, BindingType
from textual.message import Message

from wallwatch.engine.remedies import WELL
from wallwatch.engine.survey import Surveyed
from wallwatch.ui.paint import Ink, Part, Parts, fit, fit_right
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped
from wallwatch.ui.widgets.lines import MARGIN
from wallwatch.ui.words import age, share

NOTHING: Final = "Nothing is watched."
NOTHING_REMEDY: Final = "Name what to watch: wallwatch watch PATH... or see a recorded incident: wallwatch demo"
UNKNOWN: Final = "-"

STATE_INKS: Final[Mapping[str, Ink]] = {
    "ok": "sound",
    "waiting": "waiting",
    "missing": "waiting",
    "ended": "label",
    "denied": "failed",
    "unfit": "failed",
    "failed": "failed",
}
_INDENT: Final = "    "
_NAME_MIN: Final = 12
_STATE: Final = 8
_WIDE: Final = 48
"""Cells below which the table is nothing but a table; the current source is in full in the pane below."""


class Number(NamedTuple):
    """A column of numbers: it stands in tables of at least ``since`` cells."""

    name: str
    width: int
    text: Callable[[Surveyed, int], str]
    since: int = 0


def _rate(source: Surveyed, now: int) -> str:
    return f"{source.row.rate(now):,.1f}"


def _last(source: Surveyed, now: int) -> str:
    event = source.row.last_event
    return UNKNOWN if event is None else age(now - event)


def _received(source: Surveyed, _now: int) -> str:
    """Return how many lines came; where some are known to be missing, that there were more."""
    row = source.row
    return f">={row.received:,}" if row.lost or row.gaps else f"{row.received:,}"


def _unparsed(source: Surveyed, _now: int) -> str:
    return share(source.row.unparsed, source.row.received)


def _lost(source: Surveyed, _now: int) -> str:
    return f"{source.row.lost:,}"


def _gaps(source: Surveyed, _now: int) -> str:
    return f"{source.row.gaps:,}"


def _read(source: Surveyed, _now: int) -> str:
    """Return how much of the file that is there was read."""
    position = source.position
    if position is None or position.size is None:
        return UNKNOWN
    return "100%" if position.rest == 0 else share(position.read, position.size)


_NUMBERS: Final = (
    Number("LINES/S", 7, _rate, since=_WIDE),
    Number("LAST", 5, _last),
    Number("LINES", 10, _received, since=64),
    Number("UNPARSED", 8, _unparsed, since=56),
    Number("LOST", 6, _lost, since=64),
    Number("GAPS", 4, _gaps, since=64),
    Number("READ", 5, _read),
)


class SourceLines(LaidLines):
    """How each source is: its state, how much comes in, when, what of it was not understood, and how far it is read."""

    # The list is short, so that half a page up is not missed.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("u", "screen.sources_unparsed", show=False)]

    class Looked(Message):
        """The cursor may be on another source, or its source may have changed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._sources: Sequence[Surveyed] = ()
        self._now = 0

    def show(self, sources: Sequence[Surveyed], now: int) -> None:
        """Show ``sources`` as they are ``now`` (microseconds since the epoch)."""
        self._sources, self._now = sources, now
        self.lay_again()

    @property
    def source(self) -> Surveyed | None:
        """The source under the cursor."""
        return next((each for each in self._sources if each.row.name == self.entry), None)

    def move(self, to: int) -> None:
        """Make another line the current one, and tell who shows more of its source."""
        super().move(to)
        self.post_message(self.Looked())

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the lines of all sources; a hint where there is none."""
        for source in self._sources:
            name = source.row.name
            yield LaidLine(name, tuple(_cells(source, self._now, width)))
            for text, ink in _below(source) if width >= _WIDE else ():
                yield from wrapped(name, text, width, ink, _INDENT)
        if not self._sources:
            yield LaidLine("", ((NOTHING, "strong"),))
            yield from wrapped("", NOTHING_REMEDY, width, "remedy")

    def heading(self, width: int) -> Parts:
        """Return the names of the columns."""
        inner = width - MARGIN
        words = [
            fit("SOURCE", _name_width(inner)),
            fit("STATE", _STATE),
            *(fit_right(number.name, number.width) for number in _numbers(inner)),
        ]
        return [(" " * MARGIN + " ".join(words), "frame")]

    def heading_key(self) -> Hashable:
        """Return nothing: the heading is always the same."""
        return None


def _below(source: Surveyed) -> Iterator[tuple[str, Ink]]:
    """Yield what stands under a source: what to do where it is not read, else what is wrong with what it says."""
    for finding in source.findings:
        if source.row.state in WELL or not finding.remedy:
            yield finding.reason, "failed"
        else:
            yield from ((line, "remedy") for line in finding.remedy.splitlines())


def _cells(source: Surveyed, now: int, width: int) -> Iterator[Part]:
    row = source.row
    yield fit(row.name, _name_width(width)), "strong"
    yield f" {fit(row.state, _STATE)}", STATE_INKS[row.state]
    for number in _numbers(width):
        yield f" {fit_right(number.text(source, now), number.width)}", "shown"


def _numbers(width: int) -> list[Number]:
    return [number for number in _NUMBERS if number.since <= width]


def _name_width(width: int) -> int:
    taken = _STATE + 1 + sum(number.width + 1 for number in _numbers(width))
    return max(width - taken, _NAME_MIN)
