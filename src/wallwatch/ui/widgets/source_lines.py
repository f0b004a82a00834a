"""The sources, one a line; under each that is not well, the reason and what to do about it, in full."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from wallwatch.store.sources import SourceRow
from wallwatch.ui.paint import Ink, Part, Parts, fit, fit_right
from wallwatch.ui.widgets.laid_lines import LaidLine, LaidLines, wrapped
from wallwatch.ui.widgets.lines import MARGIN
from wallwatch.ui.words import age, many

NOTHING: Final = "Nothing is watched."
NOTHING_REMEDY: Final = "Name what to watch: wallwatch watch PATH... or see a recorded incident: wallwatch demo"

_STATE_INKS: Final[Mapping[str, Ink]] = {
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

_COLUMNS: Final = (("STATE", 8), ("LINES/S", 9), ("LAST", 6), ("LINES", 12), ("UNPARSED", 12))
_COLUMNS_WIDTH: Final = sum(width + 1 for _, width in _COLUMNS)


class SourceLines(LaidLines):
    """How each source is: state, lines a second, age of its last event, lines received and not understood."""

    # The list is short, so that half a page up is not missed.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("u", "screen.sources_unparsed", show=False)]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[SourceRow] = ()
        self._now = 0

    def show(self, rows: Sequence[SourceRow], now: int) -> None:
        """Show ``rows`` as they are ``now`` (microseconds since the epoch)."""
        self._rows, self._now = rows, now
        self.lay_again()

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the lines of all sources; a hint where there is none."""
        for row in self._rows:
            yield LaidLine(row.name, tuple(_cells(row, self._now, width)))
            yield from wrapped(row.name, row.reason, width, "label", _INDENT)
            yield from wrapped(row.name, row.remedy, width, "remedy", _INDENT)
            yield from wrapped(row.name, _warning(row), width, "failed", _INDENT)
        if not self._rows:
            yield LaidLine("", ((NOTHING, "strong"),))
            yield from wrapped("", NOTHING_REMEDY, width, "remedy")

    def heading(self, width: int) -> Parts:
        """Return the names of the columns."""
        state, *numbers = _COLUMNS
        words = [fit("SOURCE", _name_width(width - MARGIN)), fit(*state), *(fit_right(*column) for column in numbers)]
        return [(" " * MARGIN + " ".join(words), "frame")]

    def heading_key(self) -> Hashable:
        """Return nothing: the heading is always the same."""
        return None


def _cells(row: SourceRow, now: int, width: int) -> Iterator[Part]:
    state, *columns = (size for _, size in _COLUMNS)
    numbers = (f"{row.rate(now):,.1f}", _last(row, now), _received(row), _unparsed(row))
    yield fit(row.name, _name_width(width)), "strong"
    yield f" {fit(row.state, state)}", _STATE_INKS[row.state]
    for text, size in zip(numbers, columns, strict=True):
        yield f" {fit_right(text, size)}", "shown"


def _name_width(width: int) -> int:
    return max(width - _COLUMNS_WIDTH, _NAME_MIN)


def _last(row: SourceRow, now: int) -> str:
    return "-" if row.last_event is None else age(now - row.last_event)


def _received(row: SourceRow) -> str:
    """Return how many lines came; where some are known to be missing, that there were more."""
    return f">={row.received:,}" if row.lost else f"{row.received:,}"


def _warning(row: SourceRow) -> str:
    """Return what somebody tried to make this source say, in one sentence however often."""
    if not row.forged:
        return ""
    return (
        f"possible forgery: {many(row.forged, 'line')} of another program with a record inside; no event was made of it"
    )


def _unparsed(row: SourceRow) -> str:
    """Return how many lines were not understood, and which share of all that is."""
    if not row.unparsed:
        return "0"
    return f"{row.unparsed:,} {100 * row.unparsed / max(row.received, 1):.0f}%"
