import pytest
from rich.style import Style
from textual.color import Color

from tests.ui.desk import alerts_of, watching
from wallwatch.ui.paint import INKS
from wallwatch.ui.widgets.inked import style_of


async def test_every_ink_has_a_style_of_the_theme(session):
    """A widget knows a style for each ink, and another one when the theme changes."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        dark = feed.inks
        assert set(dark) == set(INKS)
        assert dark["cursor"].reverse
        assert dark["starred"].color != dark["shown"].color
        pilot.app.theme = "light"
        await pilot.pause()
        assert feed.inks["shown"].color != dark["shown"].color


@pytest.mark.parametrize(
    ("value", "style", "made"),
    [
        ("#102030", "bold", Style(color="#102030", bold=True)),
        ("ansi_red", "none", Style(color="color(1)")),
        ("#ffffff 50%", "underline", Style(color="#7f7f7f", underline=True)),
        ("auto", "none", Style(color="#ffffff")),
        ("initial", "dim", Style(dim=True)),
        ("", "none", Style()),
    ],
)
def test_a_theme_says_what_an_ink_looks_like(value, style, made):
    """In the words of a style sheet."""
    assert style_of("odd", {"odd": value, "odd-style": style}, Color.parse("#000000")) == made
