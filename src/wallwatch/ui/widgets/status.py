"""The lines around a screen: who is watched and how the sources are, what was said, the sum of all lines."""

from collections import Counter
from collections.abc import Awaitable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from wallwatch.errors import WallwatchError
from wallwatch.model.times import SECOND, to_datetime
from wallwatch.store import SourceRow
from wallwatch.ui.desk import Desk
from wallwatch.ui.key_names import key_names_of
from wallwatch.ui.messages import SourcesChanged, Sum, SumChanged
from wallwatch.ui.paint import Ink, Parts, fit
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.sums import sum_words
from wallwatch.ui.widgets.bar import Bar
from wallwatch.ui.widgets.key_line import Hint, said

if TYPE_CHECKING:
    from textual.timer import Timer

_MINUTE: Final = 60 * SECOND
_SAID_SECONDS: Final = 8.0
_PAUSED: Final = "PAUSED"
_LEAST: Final = 4
"""Cells of the sum that are shown in any case."""
_WELL: Final = frozenset({"ok", "ended"})
_HINTS: Final = (
    Hint("help", "help"),
    Hint("search.open", "find"),
    Hint("noise.draft", "noise"),
    Hint("filter.open", "filter"),
    Hint("mark.done", "done"),
    Hint("level.in", "opens"),
    Hint("quit", "leaves"),
)


class TopLine(Bar):
    """The title, the state of each source, and the time to the minute."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._desk = desk
        self._sources: Sequence[SourceRow] = ()

    def on_mount(self) -> None:
        """Follow the sources and the minutes."""
        follower = self._desk.follower
        subscribe(self, self._desk.bus, SourcesChanged, self._take, lambda: SourcesChanged(follower.sources))
        self._tick()

    def parts(self, width: int) -> Parts:
        """Return the line, with as much of the sources as there is room for."""
        session = self._desk.session
        title = f" wallwatch · {session.title}"
        clock = f"{to_datetime(session.clock()).astimezone(session.zone):%H:%M} "
        room = width - cell_len(title) - cell_len(clock) - 4
        forms = (_named(self._sources), _failures_named(self._sources), _counted(self._sources))
        states = next((form for form in forms if _cells(form) <= room), ())
        gap = max(room + 4 - _cells(states), 0)
        left, right = " " * (gap * 2 // 3), " " * (gap - gap * 2 // 3)
        return [(title, "strong"), (left, "shown"), *states, (right + clock, "shown")]

    def _take(self, news: SourcesChanged) -> None:
        self._sources = news.sources
        self.changed()

    def _tick(self) -> None:
        """Show the time, and come back when the next minute begins."""
        self.changed()
        self.set_timer((_MINUTE - self._desk.session.clock() % _MINUTE) / SECOND, self._tick)


def _named(sources: Sequence[SourceRow]) -> Parts:
    """Return each source with its state."""
    return [(f"{PurePath(row.name).stem} {row.state}  ", _ink(row.state)) for row in sources]


def _failures_named(sources: Sequence[SourceRow]) -> Parts:
    """Return how many sources are well, and the others with their states."""
    well = [row for row in sources if row.state in _WELL]
    return [*_counted(well), *_named([row for row in sources if row not in well])]


def _counted(sources: Sequence[SourceRow]) -> Parts:
    """Return how many sources are in each state."""
    counts = Counter(row.state for row in sources)
    return [(f"{count} {state}  ", _ink(state)) for state, count in counts.items()]


def _ink(state: str) -> Ink:
    return "sound" if state in _WELL else "failed"


def _cells(parts: Parts) -> int:
    return sum(cell_len(text) for text, _ in parts)


class NoteLine(Bar):
    """What the last action did, for some seconds; then what does not work, what came meanwhile, or the filter."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._said = ""
        self._trouble = ""
        self._is_mistake = False
        self._greeting = ""
        self._filter = ""
        self._arrangement = ""
        self._silence: Timer | None = None

    def say(self, sentence: str, *, mistake: bool = False) -> None:
        """Show a sentence."""
        if self._silence is not None:
            self._silence.stop()
        self._said, self._is_mistake = sentence, mistake
        self.changed()
        if sentence:
            self._silence = self.set_timer(_SAID_SECONDS, lambda: self.say(""))

    async def tell(self, deed: Awaitable[str]) -> None:
        """Wait for something to be done, and show what it says, or why it was not done."""
        try:
            self.say(await deed)
        except WallwatchError as error:
            self.say(str(error), mistake=True)

    def stand(self, trouble: str) -> None:
        """Show a sentence for as long as it is true; an empty one takes it back."""
        self._trouble = trouble
        self.changed()

    def greet(self, sentence: str) -> None:
        """Show a sentence until somebody has seen enough of it; an empty one takes it back."""
        self._greeting = sentence
        self.changed()

    @property
    def greeting(self) -> str:
        """What is shown until it is dismissed."""
        return self._greeting

    def show_filter(self, text: str) -> None:
        """Show the filter that is in force; an empty one is none. Another one is more worth knowing than what was."""
        if text and text != self._filter:
            self._said = self._greeting = ""
        self._filter = text
        self.changed()

    def show_arrangement(self, words: str) -> None:
        """Show how the alerts are arranged; nothing where they are in order of time."""
        if words and words != self._arrangement:
            self._greeting = ""
        self._arrangement = words
        self.changed()

    def parts(self, width: int) -> Parts:
        """Return the line."""
        if self._said:
            return [(fit(f" {self._said}", width), "failed" if self._is_mistake else "remedy")]
        if self._trouble:
            return [(fit(f" {self._trouble}", width), "failed")]
        keys = key_names_of(self.app)
        if self._greeting:
            bye = f"  {keys['since.left']} all  {keys['level.out']} "
            return [(fit(f" {self._greeting}", width - len(bye)), "remedy"), (bye, "label")]
        if not self._filter and not self._arrangement:
            return ()
        dropping = f"  {keys['filter.pop']}, {keys['filter.clear']} drop "
        arranging = f"  {keys['sort.by']} sort  {keys['group.by']} group  {keys['level.out']} back "
        help_ = dropping if self._filter else arranging
        arranged = f" {self._arrangement}" if self._arrangement else ""
        chosen = f" filter {self._filter}" if self._filter else ""
        return [(fit(f"{arranged}{chosen}", width - len(help_)), "found"), (help_, "label")]


class StatusLine(Bar):
    """The sum of all lines, whether the feed follows, and the keys to know."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._desk = desk
        self._counted = SumChanged(Sum())
        self._has_gaps = False
        self._paused = ""
        self._noise = ""
        self._tags = ""
        self._hints: tuple[str, ...] = ()

    def on_mount(self) -> None:
        """Follow the sum, and the sources: some may have lines that nobody can read any more."""
        self._hints = said(_HINTS, self.app)
        follower = self._desk.follower
        subscribe(self, self._desk.bus, SumChanged, self._take, lambda: follower.sum)
        subscribe(self, self._desk.bus, SourcesChanged, self._hear, lambda: SourcesChanged(follower.sources))

    def show_waiting(self, waiting: int | None) -> None:
        """Show how many rows came in since the feed stands still; ``None`` where it follows."""
        self._paused = "" if waiting is None else f"{_PAUSED} +{waiting}"
        self.changed()

    def show_noise(self, *, shown: bool) -> None:
        """Show whether noise is listed."""
        self._noise = "NOISE SHOWN" if shown else ""
        self.changed()

    def show_tags(self, tagged: int, ranged: int = 0) -> None:
        """Show how many alerts are tagged, and how many rows the open range has."""
        words = (f"{tagged:,} tagged" if tagged else "", f"RANGE {ranged:,}" if ranged else "")
        self._tags = "  ".join(word for word in words if word)
        self.changed()

    def parts(self, width: int) -> Parts:
        """Return the line: the sum, the state, and as many hints as there is room for."""
        state = "  ".join(word for word in (self._noise, self._tags, self._paused) if word)
        left = f" {self._sum(width - cell_len(state) - 4)}"
        hints = _fitting(self._hints, width - cell_len(left) - cell_len(state) - 4)
        gap = width - cell_len(left) - cell_len(state) - cell_len(hints) - 3
        return [(left, "strong"), ("  ", "shown"), (state, "found"), (" " * max(gap, 0), "shown"), (hints, "label")]

    def _sum(self, room: int) -> str:
        """Return the sum as it fits beside the state, which is said nowhere else; the rules have a screen."""
        lines, rules, gaps = self._counted.sum, self._counted.rules, self._has_gaps
        full, short, bare = (
            sum_words(lines, rules, " + ", gaps=gaps),
            sum_words(lines, rules, "+", gaps=gaps),
            sum_words(lines, rules, "+", gaps=gaps, zeros=False),
        )
        forms = (full, short, *(form.rpartition("·")[0] for form in (short, bare)))
        if fitting := next((form for form in forms if cell_len(form) <= room), ""):
            return fitting
        # How many rows wait may be cut at the end of the line; that they do may not.
        wider = room + len(self._paused.removeprefix(_PAUSED)) + 1
        return fit(forms[-1], min(max(wider, _LEAST), cell_len(forms[-1])))

    def _take(self, news: SumChanged) -> None:
        self._counted = news
        self.changed()

    def _hear(self, news: SourcesChanged) -> None:
        self._has_gaps = any(row.gaps for row in news.sources)
        self.changed()


def _fitting(texts: Sequence[str], room: int) -> str:
    """Return as many of the hints as there is room for, the first of them first."""
    hints = ""
    for hint in texts:
        longer = f"{hints}  {hint}" if hints else hint
        if len(longer) > room:
            break
        hints = longer
    return hints
