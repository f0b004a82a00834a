import pytest

from wallwatch.ui.wire.cells import Canvas, ForeignError, is_wide


def text_of(canvas: Canvas) -> list[str]:
    return ["".join(text for text, _ in row) for row in canvas.rows]


def drawn(frame: str, width: int = 6, height: int = 2) -> Canvas:
    canvas = Canvas(width, height)
    canvas.draw(frame)
    return canvas


def test_a_frame_is_moves_pens_and_text() -> None:
    """Each cell has its character and its pen; the last move is where the cursor is wanted."""
    canvas = drawn("\x1b[1;1H\x1b[1mab\x1b[0mc\n\x1b[2;3H\x1b[31md\x1b[0m\x1b[2;6H")
    assert text_of(canvas) == ["abc   ", "  d   "]
    assert canvas.rows[0][:3] == [("a", "1"), ("b", "1"), ("c", "")]
    assert canvas.rows[1][2] == ("d", "31")
    assert canvas.cursor == (1, 5)


TEXTS = [
    ("東a", ["東", "", "a"], "a wide character takes two cells"),
    ("e\u0301b", ["e\u0301", "b"], "a combining one belongs to the one before"),
    ("東\u0301b", ["東\u0301", "", "b"], "also where that is wide"),
    ("❤\ufe0fb", ["❤\ufe0f", "", "b"], "a selector that makes its character wide"),
]


@pytest.mark.parametrize(("text", "cells", "what"), TEXTS, ids=[what for *_, what in TEXTS])
def test_characters_take_the_cells_that_textual_counts(text: str, cells: list[str], what: str) -> None:
    """A cell is what stands in one place, as Rich measures it."""
    assert [cell for cell, _ in drawn(f"\x1b[1;1H{text}").rows[0]][: len(cells)] == cells, what


def test_a_combining_character_at_the_start_of_a_piece_joins_the_piece_before() -> None:
    """As on the terminal, for which there are no pieces."""
    assert text_of(drawn("\x1b[1;1H\x1b[1ma\x1b[0m\x1b[31m\u0301b\x1b[0m"))[0] == "a\u0301b    "


def test_half_a_wide_character_is_a_blank() -> None:
    """Who writes over one half of it destroys the other, as on a terminal."""
    canvas = drawn("\x1b[1;1H東東東")
    canvas.draw("\x1b[1;2Hab")
    assert text_of(canvas)[0] == " ab 東"
    assert text_of(drawn("\x1b[1;6H東"))[0] == "      "


def test_what_falls_off_the_edge_is_lost() -> None:
    """Textual turns wrapping off; a frame for a larger screen does no harm."""
    assert text_of(drawn("\x1b[2;5Habcd\x1b[9;1He\x1b[1;40Hf")) == ["      ", "    ab"]


FOREIGN = [
    "\x1b[?25l",
    "ab",
    "\x1b[1;1Ha\x1b[2J",
    "\x1b[1;1Ha\x07",
    "\x1b[1;1Ha\nb",
    "\x1b[1;1H\x1b[22ma",
    "\x1b[1;1H\x1b[38ma",
]


@pytest.mark.parametrize("frame", FOREIGN)
def test_what_is_no_frame_is_refused(frame: str) -> None:
    """Nothing is guessed of what else might be written."""
    with pytest.raises(ForeignError):
        drawn(frame)


def test_wide_is_what_takes_two_cells() -> None:
    """The right half has no text, and is not wide."""
    assert [is_wide(text) for text in ("a", "東", "", "é")] == [False, True, False, False]
