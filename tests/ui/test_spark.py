import pytest

from wallwatch.ui.spark import BARS, PLAIN, is_plain, sparkline


@pytest.mark.parametrize(
    ("numbers", "line"),
    [((), ""), ((0, 0), "  "), ((1,), "█"), ((1, 1_000), "▁█"), ((0, 1, 2, 3, 4, 5, 6, 7, 8), f" {BARS}")],
)
def test_each_number_is_a_bar(numbers, line):
    """What is not nothing is seen, however small beside the others."""
    assert sparkline(numbers) == line
    assert sparkline(numbers, plain=True) == line.translate(str.maketrans(BARS, PLAIN))


@pytest.mark.parametrize(("encoding", "plain"), [("utf-8", False), ("UTF-8", False), ("ANSI_X3.4-1968", True)])
def test_a_terminal_without_unicode_gets_ascii(monkeypatch, encoding, plain):
    """As its locale says."""
    monkeypatch.setattr("locale.getencoding", lambda: encoding)
    assert is_plain() == plain
