"""Entries of the journal, cut and counted."""

import json

import pytest

from wallwatch.sources.entries import STREAM, Cutter, cursor_of, missed, place_of


def _cursor(number: int, *, sequence: str = "a", second: int = 0) -> str:
    return f"s={sequence};i={number:x};b=b;m=1;t={1_767_225_600_000_000 + second * 1_000_000:x};x=1"


def _line(number: int, message: str = "m") -> bytes:
    entry = {"MESSAGE": message, "__CURSOR": _cursor(number)}
    return json.dumps(entry, separators=(",", ":")).encode()


def test_lines_have_positions_and_cursors():
    """Positions go on from those of an earlier run, as if all had been printed into one file."""
    cutter = Cutter("journal", 100, "")
    text = _line(1) + b"\n" + _line(2) + b"\n" + _line(3)[:5]
    batch = cutter.feed(text)
    assert (batch.stream, batch.start, batch.end) == (STREAM, 100, 100 + len(text) - 5)
    assert batch.lines == (_line(1), _line(2))
    assert batch.starts == (100, 101 + len(_line(1)))
    assert batch.cursors == (_cursor(1), _cursor(2))
    assert cutter.cursor == _cursor(2)


def test_a_half_line_of_a_run_that_broke_off_is_forgotten():
    """The next run prints the entry again, whole."""
    cutter = Cutter("journal", 0, "")
    assert cutter.feed(b'{"MESSAGE":"half') is None
    cutter.again()
    assert cutter.feed(_line(1) + b"\n").lines == (_line(1),)
    assert cutter.position == len(_line(1)) + 1


def test_the_last_entry_is_left_out_of_the_next_run():
    """It is asked for so that the one after it is surely there; if it has gone, that one is the first."""
    cutter = Cutter("journal", 50, _cursor(1))
    batch = cutter.feed(_line(1) + b"\n" + _line(2) + b"\n" + _line(1) + b"\n")
    assert (batch.lines, batch.start) == ((_line(2), _line(1)), 50)
    cutter = Cutter("journal", 50, _cursor(1))
    assert cutter.feed(_line(1) + b"\n") is None
    assert cutter.feed(_line(3) + b"\n").starts == (50,)


def test_an_empty_batch_is_idle_or_the_end():
    """Nothing more is there now, or nothing more will come."""
    cutter = Cutter("journal", 7, "")
    idle, end = cutter.idle(), cutter.end()
    assert (idle.idle, idle.ended, idle.start, idle.end) == (True, False, 7, 7)
    assert (end.idle, end.ended) == (False, True)


@pytest.mark.parametrize("message", ['","__CURSOR":"s=x', "\\", '\\","__CURSOR":"s=x', "{" * 99])
def test_no_message_can_pretend_to_be_a_cursor(message):
    """A quote inside a value is escaped, and so is no end of it."""
    assert cursor_of(_line(1, message)) == _cursor(1)


def test_an_entry_without_end_has_the_cursor_before_it():
    """It is cut before the cursor is seen; the place is not lost."""
    cutter = Cutter("journal", 0, _cursor(1))
    assert cutter.feed(b'{"MESSAGE":"x' + b"y" * 2_000_000 + b"\n").cursors == (_cursor(1),)


@pytest.mark.parametrize("cursor", ["", "garbage", "s=1;i=zz;t=1", "s=1;i=1", f"s=1;i=1;t={'f' * 30}", "s;i;t"])
def test_what_is_no_cursor_has_no_place(cursor):
    """It is not asked for."""
    assert place_of(cursor) is None


@pytest.mark.parametrize(
    ("there", "words"),
    [
        (_cursor(5), None),
        (_cursor(6, second=60), None),
        (_cursor(7, second=60), "goes on 2026-01-01 00:01:00 UTC: an entry of all programs"),
        (_cursor(1005, second=60), "999 entries of all programs were vacuumed unread"),
        (_cursor(1, sequence="b", second=60), "it is another one now, which begins 2026-01-01 00:01:00 UTC"),
        ("", "was read up to 2026-01-01 00:00:00 UTC; what it held since then is gone"),
    ],
)
def test_what_is_missing_is_said_with_what_is_known(there, words):
    """When the entry that was read last has been vacuumed, the numbers tell how many were lost, if any."""
    sentence = missed(_cursor(5), there)
    assert sentence is None if words is None else words in (sentence or "")
