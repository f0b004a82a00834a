import pytest

from wallwatch.ui.plot import ASCII, BLOCKS, lying, short, upright


@pytest.mark.parametrize(
    ("fill", "lines"),
    [(BLOCKS, ["    ▂█", " ▁▂███"]), (ASCII, ["    .#", " ..###"])],
)
def test_upright_bars_have_the_same_shape_in_both_alphabets(fill, lines):
    """The highest bar is full, what is not 0 is seen, and 0 is not."""
    assert upright([0, 1, 16, 80, 100, 160], 2, fill) == lines


def test_nothing_is_painted_of_nothing():
    """Lines of blanks, as wide as there are numbers."""
    assert upright([0, 0], 2, ASCII) == ["  ", "  "]
    assert upright([], 1, ASCII) == [""]


@pytest.mark.parametrize(
    ("new", "noise", "most", "width", "bar"),
    [
        (10, 0, 10, 4, "####"),
        (5, 5, 10, 4, "##--"),
        (1, 9_999, 10_000, 4, "#---"),
        (9_999, 1, 10_000, 4, "###-"),
        (1, 1, 10_000, 4, "#-"),
        (1, 1, 10_000, 1, "#"),
        (1, 0, 10_000, 4, "#"),
        (0, 1, 10_000, 4, "-"),
        (0, 0, 0, 4, ""),
        (1, 1, 2, 0, ""),
    ],
)
def test_a_lying_bar_has_two_parts(new, noise, most, width, bar):
    """Either is seen where it is not 0, as far as there is room."""
    assert "".join(lying(new, noise, most, width, ASCII)) == bar


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (99_999, "99,999"), (100_000, "100k"), (12_345_678, "12,345k"), (10**8, "100M")]
)
def test_a_number_in_six_cells(number, words):
    """Large ones in thousands, larger ones in millions."""
    assert short(number) == words
