from textual.app import ComposeResult
from textual.screen import Screen

from tests.ui.console import Console
from tests.ui.hostile import screen_lines
from wallwatch.noise.draft import Draft
from wallwatch.ui.widgets.draft_lines import DraftLines

DRAFTS = (
    Draft("192.0.2.7 to tcp port 6346", "src:192.0.2.7 dport:6346 proto:tcp", "tcp/6346 from 192.0.2.7"),
    Draft("192.0.2.7 to anything", "src:192.0.2.7", "from 192.0.2.7"),
    Draft("tcp port 6346", "dport:6346 proto:tcp", "tcp/6346"),
)


class Choice(Screen[None]):
    """A screen that keeps which drafts were looked at and picked."""

    DEFAULT_CSS = "DraftLines { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.looked: list[str] = []
        self.picked: list[str] = []

    def compose(self) -> ComposeResult:
        yield DraftLines(DRAFTS)

    def on_draft_lines_looked(self) -> None:
        self.looked.append(self.query_one(DraftLines).draft.name)

    def on_draft_lines_picked(self) -> None:
        self.picked.append(self.query_one(DraftLines).draft.name)


async def test_the_drafts_are_lines_to_choose_from() -> None:
    """The cursor starts at the narrowest one; the arrows look at the others, Enter picks."""
    choice, app = Choice(), Console()
    async with app.run_test(size=(60, 10)) as pilot:
        await app.push_screen(choice)
        await pilot.pause()
        assert screen_lines(app)[:4] == [
            " Known noise: what should be hidden?",
            " >192.0.2.7 to tcp port 6346",
            "  192.0.2.7 to anything",
            "  tcp port 6346",
        ]
        choice.looked.clear()
        await pilot.press("down", "j", "k", "enter")
        assert choice.looked == ["from 192.0.2.7", "tcp/6346", "from 192.0.2.7"]
        assert choice.picked == ["from 192.0.2.7"]


async def test_a_new_width_is_no_new_look() -> None:
    """What was filled in for a draft is not proposed again because the window changed."""
    choice, app = Choice(), Console()
    async with app.run_test(size=(60, 10)) as pilot:
        await app.push_screen(choice)
        await pilot.press("j")
        choice.looked.clear()
        await pilot.resize_terminal(20, 10)
        await pilot.pause()
        assert choice.looked == []
        assert choice.query_one(DraftLines).draft is DRAFTS[1]
