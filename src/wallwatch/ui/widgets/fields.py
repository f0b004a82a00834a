"""The current packet field by field, what sent it, and the lines in which its witnesses speak of it."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual import work

from wallwatch.errors import StoreError
from wallwatch.model import GAP, Alert, Packet
from wallwatch.model.times import to_datetime
from wallwatch.ui.paint import Part
from wallwatch.ui.widgets.footed_lines import FootedLines
from wallwatch.ui.widgets.gap_lines import gap_lines
from wallwatch.ui.widgets.laid_lines import BETWEEN, RAW, LaidLine
from wallwatch.ui.widgets.lines import HEADING
from wallwatch.ui.widgets.packets import Selected

if TYPE_CHECKING:
    from textual.timer import Timer

    from wallwatch.evidence.court import Companion, Stacks

Companions = Callable[[Alert], Awaitable["tuple[Companion, ...]"]]
"""What finds other alerts of the same source."""

_SOON: Final = 0.05
"""Seconds after which what lays out the fields is imported: the first rows stand on the screen by then."""
_LAYS: Final = "wallwatch.ui.widgets.field_lines"


class Fields(FootedLines):
    """What is known of one packet. Nothing is made up: a field that no source logged is not there.

    Where the field under the cursor was read from stands out in the records; where none of these is in sight, the
    first such line is at the foot.

    ``now`` gives microseconds since the epoch, ``second`` asks p0f's own database.
    """

    TITLE: ClassVar[str] = "fields"

    def __init__(
        self,
        companions: Companions | None = None,
        *,
        now: Callable[[], int] | None = None,
        second: "Stacks | None" = None,
        rest: float = 0,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._now = now
        self._second = second
        self._companions = companions
        self._rest = rest
        self._resting: Timer | None = None
        self._alert: Alert | None = None
        self._selected = Selected(None)
        self._others: tuple[Companion, ...] = ()
        self._shown: tuple[int | None, int] = (None, 0)
        self._place = self._read_from = ""
        self._read: tuple[int, ...] = ()

    @property
    def alert(self) -> Alert | None:
        """The alert that is shown."""
        return self._alert

    @property
    def _packet(self) -> Packet | None:
        return self._selected.packet

    def on_show(self) -> None:
        """Lay out, and ask, what was not worth it while nobody saw it."""
        self.lay_again()
        self._ask_soon()

    def lay_again(self) -> None:
        """Lay out the fields as they are now, where somebody sees them; the first time shortly after the first rows."""
        if self.is_attached and not self.display:
            return
        if self._rest and self.is_attached and _LAYS not in sys.modules:
            self.set_timer(_SOON, self._bring)
            return
        super().lay_again()
        lines = enumerate(self._laid) if self._read_from else ()
        self._read = tuple(at for at, line in lines if line.entry.endswith(RAW) and _stands_out(line))

    @work(exclusive=True, group="bring")
    async def _bring(self) -> None:
        """Import what lays out the fields, while keys have their turn."""
        await asyncio.to_thread(import_module, _LAYS)
        self.lay_again()

    def show(self, alert: Alert | None, selected: Selected) -> None:
        """Show a packet of an alert. The cursor stays where it is while it is the same one."""
        shown = (None if alert is None else alert.id, selected.place)
        is_other = shown[0] != self._shown[0]
        if shown != self._shown:
            self.cursor = self.top = 0
        self._alert, self._selected, self._shown = alert, selected, shown
        self._place = f"packet {selected.place + 1} of {selected.of}"
        if is_other:
            self._others = ()
            self._ask_soon()
        self.lay_again()

    def subject(self, width: int) -> str:
        """Return which packet it is, and its time."""
        if self._packet is None or self._alert is None:
            return ""
        moment = to_datetime(self._packet.time, self._alert.zone)
        time = f"{moment:%H:%M:%S}" if self._packet.tick > 1 else f"{moment:%H:%M:%S.%f}"
        return f"{self._place}, {time}" if len(self._place) + len(time) + 2 <= width else self._place

    def foot(self, width: int) -> tuple[Part, ...]:
        """Return the line of a record that the field was read from, unless it is in sight; the first look is whole."""
        sight = range(self.top, self.top + self.window.height - HEADING)
        if not (self.cursor and self._read) or any(place in sight for place in self._read):
            return ()
        line = self._laid[self._read[0]]
        name: Part = (f" {line.entry.removesuffix(RAW)}: ", "label")
        words = [part for part in line.parts if part[0].strip()]
        return (name, *words) if cell_len(name[0]) < width else ()

    def lay(self, width: int) -> Iterator[LaidLine]:
        """Yield the groups: IP header, transport header, stack, witnesses."""
        if self._alert is not None and self._alert.proto == GAP:
            yield from gap_lines(self._alert, width)
        if self._packet is None or self._alert is None:
            return
        # Imported here: the first rows do without all that judges them.
        from wallwatch.ui.widgets.field_lines import field_lines  # noqa: PLC0415

        now = self._now() if self._now else None
        yield from field_lines(
            self._alert,
            self._selected,
            self._others,
            width=width,
            marked=self._read_from,
            now=now,
            second=self._second,
        )

    def move(self, to: int) -> None:
        """Make another line the current one; where its field was read from stands out in the records below."""
        super().move(to)
        marked = (self.entry or "").partition(BETWEEN)[2]
        if marked != self._read_from:
            self._read_from = marked
            self.lay_again()

    def _ask_soon(self) -> None:
        """Ask for the other alerts of the source once the selection rests on one."""
        if self._companions is None:
            return
        if self._resting is not None:
            self._resting.stop()
        if self._rest == 0:
            self._ask()
        else:
            self._resting = self.set_timer(self._rest, self._ask)

    @work(exclusive=True, group="companions")
    async def _ask(self) -> None:
        """Hear the court again with the other alerts of the source. A store that cannot be read is told elsewhere."""
        alert = self._alert
        if alert is None or alert.proto == GAP or self._companions is None or not self.is_on_screen:
            return
        try:
            others = await self._companions(alert)
        except StoreError:
            return
        if others and self._alert is not None and self._alert.id == alert.id:
            self._others = others
            self.lay_again()


def _stands_out(line: LaidLine) -> bool:
    return any(ink == "found" for _, ink in line.parts)
