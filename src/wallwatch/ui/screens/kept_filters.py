"""What the key of kept filters does: apply one that was kept under a name, keep the one in force, forget one."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from textual import work

from wallwatch.config.views import keep_view, load_views
from wallwatch.errors import WallwatchError
from wallwatch.paths import read_text
from wallwatch.ui.screens.menu import Entry, MenuScreen
from wallwatch.ui.screens.prompt import PromptScreen
from wallwatch.ui.screens.view_actions import ViewActions

_KEEP: Final = "keep"
_FORGET: Final = "forget"
_KEPT: Final = "kept:"


class KeptFilters(ViewActions):
    """A screen whose filters can be kept in ``views.toml``."""

    @work(exclusive=True, group="action.views")
    async def action_filter_views(self) -> None:
        """Choose a view, or what is to be done with the views."""
        path, query = self.desk.session.views, self.desk.follower.query.text()
        if path is None:
            self._say("There is no configuration here that could keep a filter.", mistake=True)
            return
        views, problems = await asyncio.to_thread(_read, path)
        entries = list(_entries(views, query, may_write=not self.desk.session.read_only))
        if not entries and not problems:
            if query:
                self._say(f"No filter is kept yet. {self.desk.triage.refusal}", mistake=True)
                return
            set_, keep = self.desk.keys["filter.open"], self.desk.keys["filter.views"]
            self._say(f"No filter is kept yet, and none is in force: {set_} sets one, {keep} keeps it.")
            return
        chosen = await self.app.push_screen_wait(MenuScreen("Kept filters", entries)) if entries else None
        for problem in problems:
            self._say(problem, mistake=True)
        if chosen == _KEEP:
            name = await self.app.push_screen_wait(PromptScreen(f"Keep {query} under which name?", required=True))
            self._write(path, name, query)
        elif chosen == _FORGET:
            kept = [Entry(f"{_KEPT}{name}", f"{name}   {views[name]}") for name in views]
            gone = await self.app.push_screen_wait(MenuScreen("Forget which?", kept))
            self._write(path, None if gone is None else gone.removeprefix(_KEPT), None)
        elif chosen is not None:
            self._filter_to(views[chosen.removeprefix(_KEPT)])

    def _write(self, path: Path, name: str | None, query: str | None) -> None:
        if name is None:
            return
        try:
            self._say(keep_view(path, name, query))
        except WallwatchError as error:
            self._say(str(error), mistake=True)


def _read(path: Path) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return the views, and what is wrong with the file."""
    try:
        views, problems = load_views(read_text(path), path.name)
    except WallwatchError as error:
        return {}, (str(error),)
    return views, tuple(f"{problem.file}, line {problem.line}: {problem.sentence}" for problem in problems)


def _entries(views: Mapping[str, str], query: str, *, may_write: bool) -> Iterator[Entry]:
    for place, (name, text) in enumerate(views.items(), 1):
        yield Entry(f"{_KEPT}{name}", f"{name}   {text}", (str(place),) if place <= len("123456789") else ())
    if query and may_write:
        yield Entry(_KEEP, f"keep {query}", ("plus",))
    if views and may_write:
        yield Entry(_FORGET, "forget one of them", ("minus",))
