import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from wallwatch.ui.wire.pen import PLAIN, after, blank, change, look

FULL = "1;38;5;253;48;5;16"

AFTER = [
    (PLAIN, "1;38;5;253;48;5;16", FULL),
    (PLAIN, "48;5;16;1;38;5;253", FULL),
    (FULL, "0", PLAIN),
    (FULL, "", PLAIN),
    (FULL, "0;7", "7"),
    (FULL, "31", "1;31;48;5;16"),
    (FULL, "39;49", "1"),
    (PLAIN, "38;2;1;2;3;48;2;4;5;6", "38;2;1;2;3;48;2;4;5;6"),
    (PLAIN, "97;107;9;3", "3;9;97;107"),
]


@pytest.mark.parametrize(("pen", "parameters", "then"), AFTER)
def test_a_pen_takes_the_parameters_of_sgr_in_one_order(pen: str, parameters: str, then: str) -> None:
    """Pens that draw alike are equal, in whatever order they were put together."""
    assert after(pen, parameters) == then


@pytest.mark.parametrize("parameters", ["22", "10", "38", "38;5", "38;7;1", "1;x"])
def test_a_parameter_that_textual_never_writes_is_refused(parameters: str) -> None:
    """What is not known is not guessed."""
    with pytest.raises(ValueError, match="nothing that Textual writes"):
        after(PLAIN, parameters)


CHANGES = [
    (FULL, FULL, ""),
    (PLAIN, FULL, "\x1b[1;38;5;253;48;5;16m"),
    (FULL, PLAIN, "\x1b[m"),
    (FULL, "38;5;253;48;5;16", "\x1b[22m"),
    (FULL, "1;38;5;114;48;5;16", "\x1b[38;5;114m"),
    (FULL, "1;48;5;16", "\x1b[39m"),
    ("1;2", "2", "\x1b[0;2m"),
    ("1;2;38;5;253;48;5;16", "2;38;5;253;48;5;16", "\x1b[22;2m"),
    ("7", "1", "\x1b[0;1m"),
]


@pytest.mark.parametrize(("old", "new", "written"), CHANGES)
def test_the_way_from_pen_to_pen_is_the_shortest(old: str, new: str, written: str) -> None:
    """What stays is not written again, unless a reset is shorter."""
    assert change(old, new, takes_back=True) == written


def test_a_terminal_that_takes_nothing_back_is_reset() -> None:
    """A VT100 knows no SGR 22: there each pen begins with a reset."""
    assert change(FULL, "38;5;253;48;5;16", takes_back=False) == "\x1b[0;38;5;253;48;5;16m"


def test_a_blank_shows_the_background_alone() -> None:
    """Any pen draws it alike that has the same background, unless an attribute shows on it."""
    assert blank("38;5;253;48;5;16") == blank("38;5;1;48;5;16") == "48;5;16"
    assert blank("7;48;5;16") is None


@given(
    st.builds(
        Style,
        bold=st.booleans(),
        dim=st.booleans(),
        italic=st.booleans(),
        underline=st.booleans(),
        blink=st.booleans(),
        reverse=st.booleans(),
        conceal=st.booleans(),
        strike=st.booleans(),
        underline2=st.booleans(),
        frame=st.booleans(),
        overline=st.booleans(),
        color=st.sampled_from([None, "red", "bright_red", "#102030", "color(99)", "default"]),
        bgcolor=st.sampled_from([None, "blue", "bright_blue", "#405060", "color(250)", "default"]),
    ),
    st.sampled_from(ColorSystem),
)
def test_whatever_textual_draws_with_is_a_pen(style: Style, colors: ColorSystem) -> None:
    """Every style of Rich, in every colour system, can be read; were that to change, this test says so."""
    pen = after(PLAIN, Strip.render_ansi(style, colors))
    assert look(pen).pen == pen
