"""What keys do to the way in which the alerts are shown: sorted, in groups, one group opened; and the row's menu."""

from collections.abc import Iterable
from typing import Final

from textual import work

from wallwatch.errors import WallwatchError
from wallwatch.ui.arrangement import Within
from wallwatch.ui.commands import commands
from wallwatch.ui.groupings import GROUPINGS
from wallwatch.ui.keymap import OF_ROW
from wallwatch.ui.screens.menu import Entry, MenuScreen
from wallwatch.ui.screens.triage_actions import TriageActions

_ALONE: Final = "alerts, one by one"


class ViewActions(TriageActions):
    """A screen whose feed can be arranged."""

    @work
    async def action_sort_by(self) -> None:
        """Choose what the rows are sorted by."""
        levels = self.feed.levels
        orders = {order.name: order for order in levels.arrangement.orders}
        chosen = await self.app.push_screen_wait(
            MenuScreen("Sort by", _numbered(orders), levels.arrangement.order.name)
        )
        if chosen is not None:
            levels.sort(orders[chosen])
            self._tell_sorted()

    def action_sort_reverse(self) -> None:
        """Turn the order round."""
        levels = self.feed.levels
        levels.sort(levels.arrangement.order, backwards=not levels.arrangement.backwards)
        self._tell_sorted()

    @work
    async def action_group_by(self) -> None:
        """Choose what alerts are put together by, or show them one by one again."""
        feed, groupings = self.feed, {grouping.name: grouping for grouping in GROUPINGS}
        now = feed.levels.arrangement.grouping
        entries = _numbered([*groupings, *([_ALONE] if now else ())])
        chosen = await self.app.push_screen_wait(MenuScreen("Group by", entries, now.name if now else ""))
        if chosen == _ALONE:
            feed.levels.back()
        elif chosen is not None:
            feed.levels.group(groupings[chosen], feed.place)
        feed.tell_arrangement()

    @work
    async def action_row_menu(self) -> None:
        """Show what can be done with the row, and do what is chosen."""
        here = {command.id: command for command in commands(self.active_bindings)}
        entries = [Entry(id_, here[id_].words, here[id_].bound[:1]) for id_ in OF_ROW if id_ in here]
        chosen = await self.app.push_screen_wait(MenuScreen("This row", entries))
        if chosen is not None:
            self.app.call_later(self.app.run_action, here[chosen].action, here[chosen].node)

    def action_feed_follow(self) -> None:
        """Follow what comes in."""
        self._follow(on=True)

    def action_feed_pause(self) -> None:
        """Stand still, or follow again."""
        self._follow(on=not self.feed.following)

    def open_group(self) -> bool:
        """Open the group or scan under the cursor, as soon as there are groups; tell whether there are to be some."""
        if self.feed.levels.arrangement.grouping is None and self.feed.group is None:
            return False
        self._open_group()
        return True

    def back_from_group(self) -> bool:
        """Go back to where the groups, or this one, were opened; tell whether there was a level to leave."""
        was_inside = self.feed.levels.back()
        self.feed.tell_arrangement()
        return was_inside

    @work(exclusive=True, group="action.open")
    async def _open_group(self) -> None:
        feed = self.feed
        await feed.levels.arranger.ready.wait()
        grouping, alert, row, place = feed.grouping, feed.current, feed.row_id, feed.place
        if grouping is None or alert is None or row is None:
            return
        try:
            where = await self.desk.members_of(grouping, row)
        except WallwatchError as error:
            self._say(str(error), mistake=True)
            return
        feed.levels.open(Within(f"{grouping.name} {grouping.label(alert)}", where), place)
        feed.tell_arrangement()

    def _follow(self, *, on: bool) -> None:
        if self.feed.can_follow:
            self.feed.follow(on=on)
        else:
            self._say(self._still, mistake=True)

    @property
    def _still(self) -> str:
        return f"Only the order of time can be followed; {self.desk.keys['sort.by']} brings it back."

    def _tell_sorted(self) -> None:
        arrangement = self.feed.levels.arrangement
        if arrangement.is_live and arrangement.backwards:
            keys = self.desk.keys
            follow, turn = keys["feed.follow"], keys["sort.reverse"]
            self._say(f"Newest first: {follow} follows at the top, {turn} turns it back.")
        elif not arrangement.is_live and arrangement.grouping is None:
            words, back = arrangement.order.words(backwards=arrangement.backwards), self.desk.keys["sort.by"]
            self._say(f"Sorted by {words}; {back} brings the order of time back.")
        self.feed.tell_arrangement()


def _numbered(names: Iterable[str]) -> list[Entry]:
    """Return entries, the first nine of which have their number as a key."""
    return [
        Entry(name, name, (str(place),) if place <= len("123456789") else ()) for place, name in enumerate(names, 1)
    ]
