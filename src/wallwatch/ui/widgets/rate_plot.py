"""How many alerts began when: what is new above, noise below it, over one axis of time."""

from typing import ClassVar, Final

from textual.binding import BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.strip import Strip

from wallwatch.engine.overview import step_for
from wallwatch.ui.bars import Rate, lasting
from wallwatch.ui.keymap import bindings
from wallwatch.ui.look import is_plain
from wallwatch.ui.paint import Ink, Parts, fit, fit_right, strip
from wallwatch.ui.plot import ASCII, BLOCKS, short, upright
from wallwatch.ui.widgets.inked import Inked
from wallwatch.ui.widgets.lines import LEFT

_NAME: Final = 8
_MOST: Final = 6
_SCALE: Final = _NAME + _MOST + 1
"""Cells at the left: what the lines stand for, and what the highest bar counts."""
_FRAME: Final = 2
"""Lines that no bar stands in: the heading and the axis."""


class RatePlot(Inked, can_focus=True):
    """Alerts over time, in as many bars as there is room for. The cursor is on one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._given: Rate | None = None
        self._rate: Rate | None = None
        self._at: int | None = None
        """When the bar under the cursor begins; ``None`` for the last one, whichever that is."""
        self._lines: list[Parts] = []
        self._cells = 1
        """How wide a bar is."""
        self._new = 0
        self._noise = 0
        self._window = Size(0, 0)
        self._laid: tuple[Size, bool] | None = None

    def show(self, rate: Rate | None) -> None:
        """Show these bars, or none; the cursor stays at the time that it was at."""
        self._given = rate
        self._new = sum(new for new, _ in rate.bars.values()) if rate else 0
        self._noise = sum(noise for _, noise in rate.bars.values()) if rate else 0
        self.changed()

    @property
    def terms(self) -> tuple[str, ...]:
        """The filter terms for the time of the bar under the cursor."""
        return self._rate.terms(self.cursor) if self._rate else ()

    @property
    def cursor(self) -> int:
        """The place of the bar under the cursor."""
        if self._rate is None:
            return 0
        last = self._rate.length - 1
        if self._at is None:
            return last
        return max(min((self._at + self._rate.shift) // self._rate.step - self._rate.first, last), 0)

    def move(self, to: int) -> None:
        """Make the bar at a place (as near as there is one) the current one; on the last one, the cursor stays last."""
        if self._rate is not None:
            place = max(min(to, self._rate.length - 1), 0)
            self._at = self._rate.begins(place) if place < self._rate.length - 1 else None
            self.changed()

    def changed(self) -> None:
        """Paint the lines again that look different from what is on the screen."""
        before = self._lines
        self._lay()
        height = self._window.height
        pairs = zip(_filled(before, height), _filled(self._lines, height), strict=True)
        if stale := [y for y, (was, now) in enumerate(pairs) if was != now]:
            self.refresh(*(Region(0, y, self._window.width, 1) for y in stale))

    def render_line(self, y: int) -> Strip:
        """Return line ``y``."""
        # Textual says that the focus came, or went, before it is so.
        if (self.size, self.has_focus) != self._laid:
            self._lay()
        return strip(self._lines[y] if y < len(self._lines) else (), self._window.width, self.inks)

    def on_resize(self) -> None:
        """Divide the time anew."""
        self.changed()

    def on_click(self, event: Click) -> None:
        """Go to the bar that is clicked on; a second click is Enter."""
        if event.button == LEFT and event.x >= _SCALE:
            self.move((event.x - _SCALE) // self._cells)
            if event.chain > 1:
                self.app.simulate_key("enter")

    def on_mouse_scroll_down(self) -> None:
        """Go to the next bar with the wheel."""
        self.move(self.cursor + 1)

    def on_mouse_scroll_up(self) -> None:
        """Go to the bar before with the wheel."""
        self.move(self.cursor - 1)

    def action_feed_down(self) -> None:
        """Go to the next bar."""
        self.move(self.cursor + 1)

    def action_feed_up(self) -> None:
        """Go to the bar before."""
        self.move(self.cursor - 1)

    action_feed_cell_right = action_feed_down
    action_feed_cell_left = action_feed_up

    def action_feed_half_down(self) -> None:
        """Go a quarter of the bars on."""
        self.move(self.cursor + self._quarter)

    def action_feed_half_up(self) -> None:
        """Go a quarter of the bars back."""
        self.move(self.cursor - self._quarter)

    def action_feed_page_down(self) -> None:
        """Go half of the bars on."""
        self.move(self.cursor + 2 * self._quarter)

    def action_feed_page_up(self) -> None:
        """Go half of the bars back."""
        self.move(self.cursor - 2 * self._quarter)

    def action_feed_top(self) -> None:
        """Go to the first bar."""
        self.move(0)

    def action_feed_end(self) -> None:
        """Go to the last bar, and stay on the last one as time goes on."""
        if self._rate is not None:
            self.move(self._rate.length - 1)

    @property
    def _quarter(self) -> int:
        return max(self._rate.length // 4, 1) if self._rate else 1

    def _lay(self) -> None:
        """Make the lines for the room that there is."""
        self._window = self.size
        self._laid = self._window, self.has_focus
        room = self._window.width - _SCALE - 1
        if self._given is None or not self._given.length or room < 1:
            self._rate, self._lines = None, []
            return
        given = self._given
        self._rate = rate = given.coarser(max(step_for(given.length * given.step, room), given.step))
        self._cells = cells = max(room // rate.length, 1)
        self._lines = [self._heading(rate), *self._bars(rate, cells), self._axis(rate, cells, room)]

    def _heading(self, rate: Rate) -> Parts:
        """Return what is shown; with the focus, also what the bar under the cursor stands for."""
        width = self._window.width
        counted = f"{self._new:,} new, {self._noise:,} noise"
        forms = (f"  ATTEMPTS OVER TIME: {counted}; a bar is {lasting(rate.step)}", f"  {counted}")
        if not self.has_focus:
            return [(fit(next((form for form in forms if len(form) <= width), forms[-1]), width), "frame")]
        new, noise = rate.at(self.cursor)
        here = f"  {rate.words(self.cursor)}: {new:,} new, {noise:,} noise"
        title = next((form for form in (*forms, "") if len(form) + len(here) < width), "")
        return [(title, "strong"), (fit_right(here, width - len(title) - 1), "found")]

    def _bars(self, rate: Rate, cells: int) -> list[Parts]:
        """Return the lines of both plots; noise has a third of the room."""
        height = max(self._window.height - _FRAME, 2)
        below = max(height // 3, 1) if self._noise else 1
        counts = [rate.at(place) for place in range(rate.length) for _ in range(cells)]
        new, noise = [new for new, _ in counts], [noise for _, noise in counts]
        return [*_scaled("new", new, height - below, "service"), *_scaled("noise", noise, below, "hidden")]

    def _axis(self, rate: Rate, cells: int, room: int) -> Parts:
        """Return when the first and the last bar begin, and where the cursor is between them."""
        first, last = rate.words(0), rate.words(rate.length - 1)
        used = min(rate.length * cells, room)
        if not self.has_focus:
            return [(" " * _SCALE + _between(first, last, used), "label")]
        at = self.cursor * cells
        # The cursor stands in the place of the time that it would cover, and the heading tells its own.
        before = first if len(first) < at else ""
        after = last if at + cells < used - len(last) else ""
        return [
            (" " * _SCALE + before.ljust(at), "label"),
            ("^" * cells, "strong"),
            (after.rjust(max(used - at - cells, 0)), "label"),
        ]


def _filled(lines: list[Parts], height: int) -> list[Parts]:
    return [*lines, *[()] * height][:height]


def _between(first: str, last: str, width: int) -> str:
    """Return two texts at the ends of a line; where there is no room for both, the first."""
    room = width - len(first) - len(last)
    return f"{first}{' ' * room}{last}" if room > 0 else first


def _scaled(name: str, numbers: list[int], height: int, ink: Ink) -> list[Parts]:
    """Return the lines of a plot with what it stands for and what its highest bar counts at the left of the first."""
    lines = upright(numbers, height, ASCII if is_plain() else BLOCKS)
    scale = [fit(f"  {name}", _NAME) + fit_right(short(max(numbers, default=0)), _MOST) + " "]
    scale += [" " * _SCALE] * (height - 1)
    return [((words, "label"), (line, ink)) for words, line in zip(scale, lines, strict=True)]
