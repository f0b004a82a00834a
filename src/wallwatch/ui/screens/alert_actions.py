"""What keys do to the filter and to what is searched for; undo, and copies of what is under the cursor."""

from textual import work
from textual.screen import Screen

from wallwatch.errors import WallwatchError
from wallwatch.ui.copying import copied
from wallwatch.ui.desk import Desk
from wallwatch.ui.screens.deeds import Deeds
from wallwatch.ui.screens.filtered import Filtered
from wallwatch.ui.screens.prompt import PromptScreen
from wallwatch.ui.widgets.feed import Feed
from wallwatch.ui.widgets.lines import Lines
from wallwatch.ui.widgets.status import NoteLine, StatusLine
from wallwatch.ui.words import many


class AlertActions(Deeds, Filtered, Screen[None]):
    """A screen with a feed and the lines that say what was done; a subclass lays them out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.feed = Feed(desk, id="feed")
        self.note_line = NoteLine(id="note")
        self.status = StatusLine(desk, id="status")
        self._sought = ""

    @work
    async def action_search_open(self) -> None:
        """Ask what to search for, let it stand out, and go to the next match; searching for nothing ends that."""
        text = await self.app.push_screen_wait(PromptScreen("Search the rows for"))
        if text is None:
            return
        self._sought = text
        self.feed.look_for(text)
        if text:
            self._search(forward=True)

    def action_search_next(self) -> None:
        """Go to the next match."""
        self._search(forward=True)

    def action_search_previous(self) -> None:
        """Go to the match before."""
        self._search(forward=False)

    def action_filter_only(self) -> None:
        """Let only alerts through that are like the cell under the cursor."""
        self._filter_by_cell(negate=False)

    def action_filter_not(self) -> None:
        """Let no alert through that is like the cell under the cursor."""
        self._filter_by_cell(negate=True)

    def action_noise_show_hidden(self) -> None:
        """Show what noise rules hide, or hide it again."""
        self._switch_hidden()

    def action_copy_cell(self) -> None:
        """Copy the cell under the cursor."""
        self._copy(self._lines.cell_text())

    def action_copy_row(self) -> None:
        """Copy the row under the cursor."""
        self._copy(self._lines.current_text())

    def action_copy_filter(self) -> None:
        """Copy the filter as it can be typed, also behind ``--where``."""
        text = self.desk.follower.query.text()
        if text:
            self._copy(text)
        else:
            self._say(f"There is no filter to copy; {self.desk.keys['filter.open']} sets one.", mistake=True)

    def _filter_by_cell(self, *, negate: bool) -> None:
        term = self.feed.term(negate=negate)
        if term is not None:
            self._narrow(term)

    @work(exclusive=True, group="action.search")
    async def _search(self, *, forward: bool) -> None:
        if not self._sought:
            self._say(f"There is nothing to search for yet; {self.desk.keys['search.open']} asks for it.", mistake=True)
            return
        try:
            found = await self.desk.find(self._sought)
        except WallwatchError as error:
            self._say(str(error), mistake=True)
            return
        if not found.ids:
            self._say(f"No alert has {self._sought}.", mistake=True)
        elif await self.feed.go_to_next(found, forward=forward):
            self._say(f"{many(len(found.ids), 'alert')} with {self._sought}")
        else:
            self._say(f"No row {'below' if forward else 'above'} with {self._sought}", mistake=True)

    def _copy(self, text: str) -> None:
        if text:
            sentence, is_whole = copied(self.app, self.desk.session.copied, text)
            self._say(sentence, mistake=not is_whole)

    @property
    def _lines(self) -> Lines:
        """The list that has the focus."""
        return self.focused if isinstance(self.focused, Lines) else self.feed
