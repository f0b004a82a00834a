"""One kind of bars of the overview: which ports, networks, systems or verdicts there are most of."""

from collections.abc import Hashable, Sequence
from typing import Final

from rich.cells import cell_len

from wallwatch.ui.bars import Bar
from wallwatch.ui.look import is_plain
from wallwatch.ui.paint import Parts, fit, fit_right
from wallwatch.ui.plot import ASCII, BLOCKS, lying
from wallwatch.ui.widgets.lines import MARGIN, Lines

_COUNT_MIN: Final = 5
_BAR_MIN: Final = 8
_LABEL_MIN: Final = 8


class BarLines(Lines):
    """A bar a line, the longest first. What is noise counts, and is shown, where ``with_noise`` says so."""

    def __init__(self, title: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._title = title
        self._bars: Sequence[Bar] = ()
        self._with_noise = False
        self._why = ""
        self._is_moved = False

    def step(self, by: int) -> None:
        """Go ``by`` bars down, or up where it is negative."""
        self._is_moved = True
        super().step(by)

    def show(self, bars: Sequence[Bar], *, with_noise: bool) -> None:
        """Show these bars; once it was moved, the cursor stays on the one that it was on."""
        terms = self.terms if self._is_moved else ()
        self._bars, self._with_noise = bars, with_noise
        places = [place for place, bar in enumerate(bars) if bar.terms == terms]
        self.move(places[0] if places else self.cursor)

    def say(self, words: str) -> None:
        """Show some words where there is no bar."""
        self._why = words
        self.changed()

    @property
    def terms(self) -> tuple[str, ...]:
        """The filter terms of the bar under the cursor."""
        return self._bars[self.cursor].terms if self._bars else ()

    @property
    def count(self) -> int:
        """How many bars there are."""
        return len(self._bars)

    def heading(self, width: int) -> Parts:
        """Return what the bars stand for."""
        return [(fit(f"{' ' * MARGIN}{self._title}", width), "strong" if self.has_focus else "frame")]

    def heading_key(self) -> Hashable:
        """Return what the heading depends on."""
        return self.has_focus

    def key(self, index: int) -> Hashable:
        """Return what a bar depends on."""
        return self._bars[index], self._most, self._longest, self._with_noise

    def parts(self, index: int, width: int) -> Parts:
        """Return a bar: what it stands for, how many alerts, and how long it is beside the others."""
        bar = self._bars[index]
        label, count, room = self._widths(width)
        new, noise = lying(bar.new, self._noise(bar), self._most, room, ASCII if is_plain() else BLOCKS)
        counted = f" {fit_right(f'{self._counted(bar):,}', count)} "
        return [(fit(bar.label, label), "shown"), (counted, "label"), (new, "service"), (noise, "hidden")]

    def empty(self, width: int) -> Sequence[Parts]:
        """Return why there is no bar."""
        return (((fit(self._why, width), "label"),),) if self._why else ()

    def _widths(self, width: int) -> tuple[int, int, int]:
        """Return the cells of a label, of a count, and of the longest bar; a label has what it needs, if there is."""
        count = max(len(f"{self._most:,}"), _COUNT_MIN)
        room = width - count - 2
        if room < _LABEL_MIN + _BAR_MIN:
            return max(room, 0), count, 0
        label = min(self._longest, room - _BAR_MIN)
        return label, count, room - label

    @property
    def _longest(self) -> int:
        return max((cell_len(bar.label) for bar in self._bars), default=0)

    def _noise(self, bar: Bar) -> int:
        return bar.noise if self._with_noise else 0

    def _counted(self, bar: Bar) -> int:
        return bar.new + self._noise(bar)

    @property
    def _most(self) -> int:
        return max(map(self._counted, self._bars), default=0)
