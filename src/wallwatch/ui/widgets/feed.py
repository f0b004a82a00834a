"""The feed: one row per connection attempt, at the same cost however many there are."""

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from itertools import chain
from typing import ClassVar, Final

from textual.reactive import var

from wallwatch.model import GAP, Alert
from wallwatch.ui import scan_rows, words
from wallwatch.ui.desk import Desk
from wallwatch.ui.empty import empty_words
from wallwatch.ui.folds import Group
from wallwatch.ui.groupings import SCAN, Grouping
from wallwatch.ui.ledger import Columns
from wallwatch.ui.levels import Levels, Shown
from wallwatch.ui.messages import AlertsChanged, MarksChanged, SourcesChanged, Troubled
from wallwatch.ui.pages import Kept, Pages
from wallwatch.ui.paint import Ink, Parts, lit
from wallwatch.ui.rows import Rows
from wallwatch.ui.scan_rows import ScanPages
from wallwatch.ui.search import next_place, wanted_of
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.views import Backwards
from wallwatch.ui.widgets import columns, group_cells
from wallwatch.ui.widgets.columns import Column, Slot
from wallwatch.ui.widgets.lines import MARGIN
from wallwatch.ui.widgets.viewed_lines import ViewedLines

_FLAG: Final = 1
"""Cells between the margin and the first column, for the mark."""
_MINUTE: Final = 60.0
_BESIDE: Final = 16
"""Rows before and after those in sight that are read with them: who goes row by row does not ask for each."""
_MODES: Final[tuple[words.TimeMode, ...]] = ("absolute", "relative", "delta")


class Feed(ViewedLines):
    """The listed alerts. At its end it follows, as ``tail`` does: any move up stops it, the end resumes it."""

    ALWAYS_MARKED: ClassVar[bool] = True

    selected: var[Alert | None] = var(None)
    """The alert under the cursor, as it was last read; of a group the one that stands for it."""
    arranged: var[str] = var("")
    """How the alerts are arranged, in words; nothing where they are in order of time."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(desk.follower.rows, id=id)
        self.cell = columns.FIRST_CELL
        self.mode: words.TimeMode = "absolute"
        self.levels = Levels(desk, self.tags, self._show)
        self._desk = desk
        self._rows = desk.follower.rows
        self._pages = Pages(desk.alerts)
        self._scans = ScanPages(desk.scans)
        self._arrangement = self.levels.arrangement

    def on_mount(self) -> None:
        """Follow what the bus says of alerts, and of what stands here while there are none."""
        bus = self._desk.bus
        self._desk.follower.place = lambda: None if self.following else self._anchor[0]
        subscribe(self, bus, AlertsChanged, self._take, lambda: AlertsChanged(self._desk.follower.rows))
        for kind in (MarksChanged, SourcesChanged, Troubled):
            subscribe(self, bus, kind, lambda _: self.changed())
        self.set_interval(_MINUTE, self.changed)
        self.run_worker(self.levels.arranger.run(), group="arrange")

    @property
    def current(self) -> Alert | None:
        """The alert under the cursor."""
        self.sync()
        kept = self._at(self.cursor)
        return None if kept is None else kept.alert

    def term(self, *, negate: bool = False) -> str | None:
        """Return the filter term for the cell under the cursor, ``None`` where there is no row."""
        alert = self.current
        if alert is None:
            return None
        if self._arrangement.grouping is not None:
            return self._arrangement.grouping.term(alert, negate=negate)
        column = self._slots[self._cell].column
        if self.group is not None and (of_scan := scan_rows.term(alert, column.name, negate=negate)):
            return of_scan
        return columns.term(alert, column, negate=negate)

    @property
    def address(self) -> str | None:
        """The address under the cursor: the target's in its column, the source's in all others; a gap has none."""
        alert = self.current
        grouping = self._arrangement.grouping
        if alert is None or alert.proto == GAP or (grouping is not None and not grouping.has_address):
            return None
        if grouping is not None:
            return alert.src
        return alert.dst if self._slots[self._cell].column.name == "TO" else alert.src

    def cell_text(self) -> str:
        """Return what stands in the cell under the cursor."""
        alert, grouping = self.current, self._arrangement.grouping
        if alert is None:
            return ""
        return self._text(alert, self._slots[self._cell].column) if grouping is None else grouping.label(alert)

    def current_text(self) -> str:
        """Return the current row as it is copied: its cells, none of them cut."""
        alert, group, grouping = self.current, self.group, self._arrangement.grouping
        if alert is not None and group is not None and grouping is not None:
            return group_cells.whole(grouping.label(alert), group, alert.zone)
        return "" if alert is None else "  ".join(self._text(alert, slot.column) for slot in self._slots)

    async def go_to_next(self, found: Columns, *, forward: bool) -> bool:
        """Go to the next row that is among ``found``, or to the one before; tell whether there is one."""
        wanted, scans = await asyncio.to_thread(wanted_of, found, self._rows)
        if isinstance(self.view, Rows | Backwards):
            wanted.put(self._rows.heads(scans), on=True)
        self.sync()
        row = next_place(wanted, self.view, self.cursor, forward=forward)
        if row is not None:
            self.follow(on=False)
            self.move(row)
        return row is not None

    def next_mode(self) -> None:
        """Show times in the next way: absolute, relative to now, since the row before."""
        self.mode = _MODES[(_MODES.index(self.mode) + 1) % len(_MODES)]
        self.changed()

    def move(self, to: int) -> None:
        """Make row ``to`` the current one."""
        super().move(to)
        self.selected = self.current

    @property
    def grouping(self) -> Grouping | None:
        """What the row under the cursor is a group by, ``None`` where it is an alert. Some rows may be scans."""
        return self._arrangement.grouping or (None if self.group is None else SCAN)

    def tell_tags(self) -> None:
        """Show the tags as they are now, those in groups as well."""
        super().tell_tags()
        self.levels.arranger.look_again(now=True)

    def tell_arrangement(self) -> None:
        """Say how the alerts are arranged, or are about to be."""
        levels = self.levels
        self.arranged = f"{levels.arrangement.words}{' ...' if levels.arranger.is_busy else ''}"

    def _show(self, shown: Shown) -> None:
        come = len(shown.view) - self.count if shown.arrangement == self._arrangement else 0
        self._arrangement = shown.arrangement
        self.show_view(shown.view, shown.goal)
        if self.waiting is not None:
            self.waiting += max(come, 0)
        self.selected = self.current
        self.tell_arrangement()

    def action_feed_cell_left(self) -> None:
        """Go to the cell on the left."""
        self.cell = max(self._cell - 1, 0)
        self.changed()

    def action_feed_cell_right(self) -> None:
        """Go to the cell on the right."""
        self.cell = min(self._cell + 1, len(self._slots) - 1)
        self.changed()

    def point(self, x: int) -> None:
        """Make the cell that is clicked on the current one, in a row as well as in the heading."""
        at = x - MARGIN - _FLAG
        self.cell = max((number for number, slot in enumerate(self._slots) if slot.at <= at), default=0)
        self.changed()

    def heading(self, width: int) -> Parts:  # noqa: ARG002 - the columns know it
        """Return the names of the columns; that of the current cell stands out."""
        if self._arrangement.grouping is not None:
            line = group_cells.heading(self._arrangement.grouping.name, self._width)
            return [(" " * (MARGIN + _FLAG) + line, "frame")]
        names = columns.header(self._width)
        inks: list[Ink] = ["strong" if at == self._cell else "frame" for at in range(len(names))]
        return [(" " * (MARGIN + _FLAG), "frame"), *zip(names, inks, strict=True)]

    def heading_key(self) -> Hashable:
        """Return what the heading depends on."""
        grouping = self._arrangement.grouping
        return self._cell, None if grouping is None else grouping.name

    def key(self, index: int) -> Hashable:
        """Return what a row depends on."""
        kept = self._at(index)
        if kept is None:
            return None
        group = self.view.group_at(index)
        if group is not None and self._arrangement.grouping is not None:
            return group, kept.serial, self.mode, self._group_text(kept.alert, group), self._sought
        cell = self._cell if index == self.cursor else None
        instead = tuple(self._instead(kept.alert, group).items())
        state, time = self._state(kept.alert), self._time(kept.alert, index)
        return kept.alert.id, kept.serial, state, time, cell, instead, self._sought

    def parts(self, index: int, width: int) -> Parts:  # noqa: ARG002 - the columns know it
        """Return the cells of a row."""
        kept = self._at(index)
        if kept is None:
            return ()
        group = self.view.group_at(index)
        if group is not None and self._arrangement.grouping is not None:
            return [(" " * _FLAG, "shown"), *lit(self._group_text(kept.alert, group), "shown", self._sought)]
        flag, ink = self._state(kept.alert)
        instead = self._instead(kept.alert, group)
        texts = columns.cells(kept.alert, self._width, self._time(kept.alert, index), instead)
        cell = self._cell if index == self.cursor else None
        cells = (lit(text, "cell" if at == cell else ink, self._sought) for at, text in enumerate(texts))
        return [(flag, ink), *chain.from_iterable(cells)]

    def empty(self, width: int) -> Sequence[Parts]:
        """Return what to say while there are no rows."""
        keys = self._desk.keys
        if len(self._rows):
            return [(), ((f"There is nothing here. {keys['level.out']} goes back.", "remedy"),)]
        return empty_words(self._desk.follower, keys, width)

    def _take(self, news: AlertsChanged) -> None:
        """Take in news of the rows; what is in sight and looks different is painted again."""
        if news.rows is not self._rows:
            is_of_another_store = 0 < self._rows.store != news.rows.store
            self._rows = news.rows
            if is_of_another_store:
                self.forget_tags()
                self.levels.back_to_first()
            if self._arrangement.is_live:
                self.view, self._seen = self.levels.arranger.live(), -1
        self.levels.arranger.look_again(now=news.touched is None)
        self._pages.forget(news.touched)
        self._scans.forget(None if news.touched is None else set(map(self._rows.scan_of, news.touched)))
        is_whole = self._desk.follower.is_whole(news.rows)
        if self.tags.count and is_whole:
            self.tags.keep(lambda alert_id: self._rows.standing(alert_id) is not None, news.touched)
            self.tagged = self.tags.count
        if self.waiting is not None and self._arrangement.is_live:
            self.waiting += news.arrived
        self.changed()
        self.selected = self.current
        if self.waiting and news.touched is None and is_whole:
            # Another filter may list fewer of those that came in.
            self.waiting = min(self.waiting, abs(self.view.newest - self.cursor))

    def _at(self, index: int) -> Kept | None:
        if not 0 <= index < self.count:
            return None
        return self._pages.get(self.view.id_at(index), self._around)

    def _around(self) -> Sequence[int]:
        """Return the numbers of the alerts in sight, and of some before and after them."""
        start = max(self.top - _BESIDE, 0)
        return self.view.page(start, self.top - start + self.page + _BESIDE)

    def _instead(self, alert: Alert, group: Group | None) -> Mapping[str, str]:
        """Return what stands in the cells of the row of a scan, instead of what its first alert says."""
        if group is None or not alert.scan:
            return columns.NOTHING
        scan = self._scans.get(alert.scan, [self._rows.scan_of(each) for each in self.view.page(self.top, self.page)])
        return columns.NOTHING if scan is None else scan_rows.texts(scan, group)

    def _text(self, alert: Alert, column: Column) -> str:
        """Return what a cell of the current row says, uncut; of a scan it is what all its alerts say together."""
        return self._instead(alert, self.group).get(column.name) or column.text(alert)

    def _group_text(self, alert: Alert, group: Group) -> str:
        grouping = self._arrangement.grouping
        label = grouping.label(alert) if grouping is not None else alert.src
        return group_cells.cells(label, group, self._width, self.mode, self._desk.session.clock(), zone=alert.zone)

    def _state(self, alert: Alert) -> tuple[str, Ink]:
        """Return the letter and the colour of what people and rules say of an alert."""
        return columns.flag(self._desk.marks.of(alert), self._rows.standing(alert.id) or 0)

    def _time(self, alert: Alert, index: int) -> str | None:
        if self.mode == "relative":
            return words.age(self._desk.session.clock() - alert.first)
        if self.mode == "delta":
            return words.delta(alert.first - self.view.first_at(index - 1)) if index else ""
        return None

    @property
    def _width(self) -> int:
        return max(self.window.width - MARGIN - _FLAG, 0)

    @property
    def _slots(self) -> Sequence[Slot]:
        return columns.slots(self._width)

    @property
    def _cell(self) -> int:
        return min(self.cell, len(self._slots) - 1)
