from collections.abc import Hashable, Iterator

import pytest
from textual.app import App, ComposeResult

from wallwatch.ui.paint import Part
from wallwatch.ui.theme import theme_variable_defaults
from wallwatch.ui.widgets.footed_lines import FootedLines
from wallwatch.ui.widgets.laid_lines import LaidLine


class Letters(FootedLines):
    """Ten letters; of every second one there is something to say."""

    TITLE = "letters"

    def subject(self, width: int) -> str:  # noqa: ARG002 - as the pane has it
        return ""

    def heading_key(self) -> Hashable:
        return None

    def lay(self, width: int) -> Iterator[LaidLine]:  # noqa: ARG002 - as above
        yield from (LaidLine(letter, ((letter, "shown"),)) for letter in "abcdefghij")

    def foot(self, width: int) -> tuple[Part, ...]:  # noqa: ARG002 - as above
        return ((f" about {self.entry}", "label"),) if self.cursor % 2 else ()


class Around(App[None]):
    """An app with such a pane."""

    def compose(self) -> ComposeResult:
        yield Letters()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme_variable_defaults()


def rows(app: App[None]) -> list[str]:
    """Return the lines of the pane."""
    pane = app.query_one(Letters)
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


async def test_the_foot_is_at_the_lower_edge_and_covers_no_cursor():
    """It comes and goes with the line under the cursor; the page is a line shorter then."""
    app = Around()
    async with app.run_test(size=(20, 7)) as pilot:
        pane = app.query_one(Letters)
        pane.focus()
        await pilot.pause()
        assert rows(app)[1:] == [" >a", "  b", "  c", "  d", "  e", "  f"]
        await pilot.press("j")
        assert rows(app)[1:] == ["  a", " >b", "  c", "  d", "  e", " about b"]
        await pilot.press("G")
        assert rows(app)[-2:] == [" >j", " about j"]
        await pilot.press("k")
        assert rows(app)[-1] != " about i"


@pytest.mark.parametrize(("height", "focused"), [(5, True), (7, False)])
async def test_there_is_no_foot_where_nobody_looks_or_there_is_no_room(height, focused):
    """Neither in a window of a few lines nor in one without the focus."""
    app = Around()
    async with app.run_test(size=(20, height)) as pilot:
        pane = app.query_one(Letters)
        pane.move(1)
        if focused:
            pane.focus()
        else:
            app.screen.set_focus(None)
        await pilot.pause()
        assert not any("about" in row for row in rows(app))
