import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tests.ui.hostile import HOSTILE
from tests.ui.tour import STOPS, go, leave, the_incident, touring
from wallwatch.text import visible
from wallwatch.ui.ascii import AsciiOnly, WholeCells, in_ascii
from wallwatch.ui.spark import BARS, PLAIN

SAMPLES = [
    ("plain ~ text", "plain ~ text"),
    ("┌─┬─┐", "+-+-+"),
    ("│x║", "|x|"),
    ("└╌┴╍┘", "+-+-+"),
    ("▔▁", "--"),
    ("▊▌▎", "|||"),
    ("a · b", "a | b"),
    ("Search…", "Search~"),
    ("“so” \N{EN DASH} or «so»", "'so' - or 'so'"),
    ("café ßé", "cafe ?e"),
    ("1\N{NO-BREAK SPACE}000", "1 000"),
    ("→ ← ↑ ↓", "> < ^ v"),
    ("日本", "????"),
    ("🔎 find", "?? find"),
    ("e\u0301", "e"),
]


@pytest.mark.parametrize(("text", "plain"), SAMPLES)
def test_what_is_drawn_is_drawn_with_letters(text: str, plain: str) -> None:
    """Frames stay frames, and what is like nothing in ASCII is a question mark for each of its cells."""
    assert in_ascii(text) == plain


def test_the_bars_keep_their_heights() -> None:
    """A full bar is heavier than a low one."""
    assert [in_ascii(bar) for bar in BARS[1:]] == [*PLAIN[1:3], "-", *PLAIN[4:7], "#"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_row_moves(text: str) -> None:
    """Whatever a stranger wrote takes as many cells as before."""
    shown = visible(text)
    assert in_ascii(shown).isascii()
    assert cell_len(in_ascii(shown)) == cell_len(shown)


def test_colours_stay() -> None:
    """The gate changes letters alone, and passes what needs no change as it is."""
    bold = Style(bold=True)
    gate, black = AsciiOnly(), Color.parse("black")
    assert gate.apply([Segment("─", bold)], black) == [Segment("-", bold)]
    same = [Segment("-", bold)]
    assert gate.apply(same, black) is same


async def test_no_screen_has_more_than_ascii(tmp_path, monkeypatch) -> None:
    """On a terminal that has nothing else, dialogs, plots and the palette are drawn with letters."""
    monkeypatch.setenv("TERM", "linux")
    names = ("alerts", "rules", "overview", "help", "palette")
    async with touring(await the_incident(tmp_path), (80, 24), ascii=True) as pilot:
        for stop in STOPS:
            if stop.name in names:
                assert (await go(pilot, stop)).isascii()
                await leave(pilot, stop)


def test_a_scroll_bar_has_whole_cells():
    """Wherever it stands, it is made of blanks alone."""
    for position in range(0, 80, 7):
        bar = WholeCells.render_bar(size=10, virtual_size=100, window_size=20, position=position, thickness=2)
        assert {segment.text for segment in bar.segments} == {"  "}
