import pytest
from rich.cells import cell_len
from rich.style import Style

from tests.ui.hostile import HOSTILE
from wallwatch.text import visible
from wallwatch.ui.paint import INKS, fit, fit_right, lit, strip, wrap_cells

STYLES = dict.fromkeys(INKS, Style()) | {"failed": Style(color="red"), "cursor": Style(reverse=True)}


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("ssh", 5, "ssh  "),
        ("ssh", 3, "ssh"),
        ("telnet", 5, "teln~"),
        ("東京都", 4, "東 ~"),
        ("東京", 4, "東京"),
        ("x", 0, ""),
    ],
)
def test_a_text_fits_exactly(text, width, shown):
    """A text takes the cells it is given: padded, or cut with a mark, also where characters are two cells wide."""
    assert fit(text, width) == shown
    assert cell_len(fit(text, width)) == width


def test_numbers_stand_at_the_right():
    """A number is padded on its left, and cut as any text."""
    assert (fit_right("11", 3), fit_right("1234", 3)) == (" 11", "12~")


def test_a_line_has_its_width_and_joins_what_looks_the_same():
    """A line is as wide as it is told, and neighbours of one ink are one segment, which costs fewer bytes."""
    line = strip([("a", "shown"), ("b", "shown"), ("c", "failed")], 6, STYLES)
    assert line.text == "abc   "
    assert [segment.text for segment in line] == ["ab", "c", "   "]


def test_the_cursor_lies_over_every_ink():
    """On the cursor's row every piece is reversed."""
    line = strip([("a", "shown"), ("b", "failed")], 4, STYLES, "cursor")
    assert all(segment.style is not None and segment.style.reverse for segment in line)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_literal(text):
    """Whatever a stranger wrote is shown as it was made visible: no markup is read, no bracket is lost."""
    safe = visible(text)
    assert strip([(safe, "shown")], 200, STYLES).text.rstrip() == safe.rstrip()


@pytest.mark.parametrize("width", [1, 2, 5, 20])
@pytest.mark.parametrize("text", [*HOSTILE, "東京 " * 9, "sudo usermod -aG adm ann"])
def test_wrapping_loses_nothing(text, width):
    """A text that is too long goes on below; no character is lost, and no line is wider than it may be."""
    safe = visible(text)
    lines = wrap_cells(safe, width)
    assert "".join("".join(lines).split()) == "".join(safe.split())
    assert all(cell_len(line) <= max(width, 2) for line in lines)


def test_a_command_stays_as_it_is_typed():
    """An option is not broken at its hyphens."""
    assert wrap_cells("run it --read-only", 12, " ") == [" run it", " --read-only"]


FOUND = [
    ("", "", [("", "shown")]),
    ("", "gnu", [("", "shown")]),
    ("gnutella", "", [("gnutella", "shown")]),
    ("TCP to 6346 Gnutella", "gnu", [("TCP to 6346 ", "shown"), ("Gnu", "found"), ("tella", "shown")]),
    (
        "aXaxa",
        "a",
        [("", "shown"), ("a", "found"), ("X", "shown"), ("a", "found"), ("x", "shown"), ("a", "found"), ("", "shown")],
    ),
    ("nothing", "6346", [("nothing", "shown")]),
    ("İzmir", "izmir", [("İzmir", "shown")]),
    ("[UFW BLOCK]", "[ufw", [("", "shown"), ("[UFW", "found"), (" BLOCK]", "shown")]),
]


@pytest.mark.parametrize(("text", "sought", "parts"), FOUND)
def test_what_is_sought_stands_out_in_its_place(text, sought, parts):
    """Whatever its case; nothing of the text is lost."""
    assert list(lit(text, "shown", sought)) == parts


def test_the_cursor_row_can_be_read():
    """Nothing in it is dim, and what was found is underlined there."""
    styles = {ink: Style() for ink in INKS} | {"label": Style(dim=True), "cursor": Style(reverse=True)}
    line = strip([("name", "label"), ("gnu", "found")], 10, styles, "cursor")
    (label, found, _) = (segment.style for segment in line)
    assert (label.dim, label.reverse) == (False, True)
    assert (found.underline, found.reverse) == (True, True)
