from textual.app import App, ComposeResult

from wallwatch.ui.paint import Parts
from wallwatch.ui.theme import theme_variable_defaults
from wallwatch.ui.widgets.bar import Bar


class Words(Bar):
    """A line that counts how often it is painted."""

    words = "one"
    painted = 0

    def parts(self, width: int) -> Parts:
        return [(self.words[:width], "strong")]

    def render_line(self, y: int):
        self.painted += 1
        return super().render_line(y)


class Around(App[None]):
    """An app with such a line."""

    def compose(self) -> ComposeResult:
        yield Words()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme_variable_defaults()


async def test_a_line_is_painted_when_it_looks_different():
    """And not when it was only said that it may."""
    app = Around()
    async with app.run_test(size=(20, 3)) as pilot:
        line = app.query_one(Words)
        await pilot.pause()
        before = line.painted
        line.changed()
        await pilot.pause()
        assert line.painted == before
        line.words = "two"
        line.changed()
        await pilot.pause()
        assert line.painted > before
        assert line.render_line(0).text == "two".ljust(20)
