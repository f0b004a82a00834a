import pytest
from textual.app import App

from wallwatch.ui.bars import Bar
from wallwatch.ui.theme import theme_variable_defaults
from wallwatch.ui.widgets.bar_lines import BarLines

BARS = (
    Bar("6346/tcp gnutella", ("dport:6346",), 900, 90),
    Bar("53 domain", ("dport:53",), 90, 810),
    Bar("icmp", ("proto:icmp",), 9, 0),
)


@pytest.fixture
def lines(monkeypatch):
    monkeypatch.setattr("wallwatch.ui.widgets.bar_lines.is_plain", lambda: True)
    return BarLines("TARGET PORTS")


def shown(lines, width):
    return ["".join(text for text, _ in lines.parts(index, width)).rstrip() for index in range(lines.count)]


@pytest.mark.parametrize(
    ("width", "with_noise", "rows"),
    [
        (
            40,
            False,
            [
                "6346/tcp gnutella   900 ################",
                "53 domain            90 ##",
                "icmp                  9 #",
            ],
        ),
        (
            40,
            True,
            [
                "6346/tcp gnutella   990 ###############-",
                "53 domain           900 ##-------------",
                "icmp                  9 #",
            ],
        ),
        (
            28,
            False,
            [
                "6346/tcp gnu~   900 ########",
                "53 domain        90 #",
                "icmp              9 #",
            ],
        ),
        (18, False, ["6346/tcp g~   900", "53 domain      90", "icmp            9"]),
    ],
)
def test_a_bar_has_a_label_a_count_and_a_length(lines, width, with_noise, rows):
    """Noise is counted, and has its own sign, only where it is shown; a bar gives way before a label does."""
    lines._bars, lines._with_noise = BARS, with_noise
    assert shown(lines, width) == rows


def test_the_bar_under_the_cursor_has_the_terms(lines):
    """Without a bar there are none."""
    assert lines.terms == ()
    lines._bars, lines.cursor = BARS, 1
    assert lines.terms == ("dport:53",)


def test_without_bars_it_says_why(lines):
    """In the words that it was given."""
    lines._why = "Nothing to count yet"
    assert [text.rstrip() for ((text, _),) in lines.empty(30)] == ["Nothing to count yet"]


class Plot(App[None]):
    """The bars alone."""

    def compose(self):
        yield BarLines("TARGET PORTS")

    def get_theme_variable_defaults(self):
        return theme_variable_defaults()


async def test_the_cursor_stays_where_somebody_put_it():
    """Before anybody moved it, it is on the longest bar, whichever that is."""
    async with Plot().run_test(size=(60, 8)) as pilot:
        lines = pilot.app.query_one(BarLines)
        lines.show(BARS, with_noise=False)
        lines.show(BARS[::-1], with_noise=False)
        assert lines.terms == BARS[-1].terms
        await pilot.press("j")
        lines.show(BARS[1:], with_noise=False)
        assert lines.terms == BARS[1].terms
        lines.show(BARS[:1], with_noise=True)
        assert lines.terms == BARS[0].terms
