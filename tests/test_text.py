"""Strangers' text, made safe for the eye."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from wallwatch.text import COMBINING_MAX, CUT, CUT_MARK, visible

NEVER_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
BLOCK = 4_096
JOINING = {"Mn", "Me", "Mc"}


def is_safe(text: str) -> bool:
    """Tell whether no character in ``text`` controls a terminal, turns its direction, or does not show."""
    return all(unicodedata.category(char) not in NEVER_SHOWN and (char == " " or not char.isspace()) for char in text)


@pytest.fixture(scope="module")
def shown_as_itself() -> set[str]:
    """All code points that come out as they are, behind a letter."""
    shown: set[str] = set()
    for start in range(0, sys.maxunicode + 1, BLOCK):
        shown |= set(visible("".join(f"a{chr(code)}" for code in range(start, start + BLOCK))))
    return shown


def test_no_code_point_leaves_that_does_not_show(shown_as_itself):
    """Of all code points, none that controls, reorders or does not show comes out; what is left is text."""
    assert is_safe("".join(shown_as_itself))
    assert len(shown_as_itself) > 100_000


def test_what_takes_no_column_joins_the_letter_before_it(shown_as_itself):
    """A code point without a column of its own never stands alone, and no more than two of them join a letter."""
    joining = [char for char in shown_as_itself if cell_len(char) == 0]
    assert joining
    for char in joining:
        assert visible(char).isascii(), hex(ord(char))
        assert visible("a" + char * 9).count(char) == COMBINING_MAX, hex(ord(char))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"", ""),
        (b"plain [UFW BLOCK] IN=eth0", "plain [UFW BLOCK] IN=eth0"),
        (b"\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        (b"\x9b2J", "\\x9b2J"),
        ("\x9b2J", "\\x9b2J"),
        (b"caf\xc3\xa9 caf\xe9", "caf\u00e9 caf\\xe9"),
        (b"\xed\xa0\x80", "\\xed\\xa0\\x80"),
        ("\ud800", "\\ud800"),
        ("a\tb\r\nc\0", "a\\x09b\\x0d\\x0ac\\x00"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("a\u200bb\ufeffc\u00ad", "a\\u200bb\\ufeffc\\xad"),
        ("a\u00a0b\u2003c\u3000", "a\\xa0b\\u2003c\\u3000"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("a\U000e0041", "a\\U000e0041"),
        ("a\ufe0f\U000e0100\u180b", "a\\ufe0f\\U000e0100\\u180b"),
        ("\U0001f44d\U0001f3fd \U0001f1e9\U0001f1ea", "\U0001f44d\\U0001f3fd \\U0001f1e9\\U0001f1ea"),
        ("e\u0301\u0302\u0303", "e\u0301\u0302\\u0303"),
        ("\u0301e", "\\u0301e"),
        ("\u0915\u0903\u0903\u0903", "\u0915\u0903\u0903\\u0903"),
        ("\u1100\u1161\u11a8\u11a8", "\u1100\u1161\u11a8\\u11a8"),
        ("\u65e5\u672c", "\u65e5\u672c"),
        ("\\x1b", "\\x1b"),
    ],
)
def test_text_shows_as_itself_or_as_an_escape(raw, shown):
    """What can be read stays; bytes that are no UTF-8 and characters that do not show are written out."""
    assert visible(raw) == shown


@given(st.text() | st.binary())
def test_whatever_comes_in_what_goes_out_is_safe(raw):
    """No control character, bidirectional override, zero-width character or lone surrogate leaves ``visible``."""
    shown = visible(raw)
    assert is_safe(shown)
    assert shown.encode().decode() == shown


@given(st.text() | st.text(alphabet="a\u0301\u0903\u1161\x1b\\ "))
def test_text_that_is_safe_is_not_touched_again(raw):
    """Making a text safe twice is making it safe once."""
    assert visible(visible(raw)) == visible(raw)


@given(st.text(alphabet="ae\u0301\u0302\u0903\u1161\u20dd", max_size=40))
def test_a_letter_bears_two_marks_and_no_tower(raw):
    """However marks follow each other, at most two stand behind a character, and none at the start."""
    run = COMBINING_MAX
    for char in visible(raw):
        run = run + 1 if unicodedata.category(char) in JOINING or char == "\u1161" else 0
        assert run <= COMBINING_MAX


def test_a_long_text_is_cut_with_a_mark():
    """A text over the limit ends in a mark; one at the limit is whole."""
    assert visible("x" * CUT) == "x" * CUT
    assert visible("x" * 1_000_000) == "x" * CUT + CUT_MARK
    assert visible(b"abcdef", limit=3) == "abc" + CUT_MARK
