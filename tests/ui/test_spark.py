import pytest

from wallwatch.ui.spark import BARS, PLAIN, sparkline


@pytest.mark.parametrize(
    ("numbers", "line"),
    [((), ""), ((0, 0), "  "), ((1,), "█"), ((1, 1_000), "▁█"), ((0, 1, 2, 3, 4, 5, 6, 7, 8), f" {BARS}")],
)
def test_each_number_is_a_bar(numbers, line):
    """What is not nothing is seen, however small beside the others."""
    assert sparkline(numbers) == line
    assert sparkline(numbers, plain=True) == line.translate(str.maketrans(BARS, PLAIN))
