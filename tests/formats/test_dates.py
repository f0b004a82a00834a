import pytest

from wallwatch.formats import dates

DATES = [
    ("Mar  2 15:32", None, (3, 2, 15, 32)),
    ("Jan 1 02:21", None, (1, 1, 2, 21)),
    ("Feb 08 10:00", None, (2, 8, 10, 0)),
    ("AUG 10 22:18", None, (8, 10, 22, 18)),
    ("Mar 7 2008 19:06", 2008, (3, 7, 19, 6)),
    ("2001 Mar 31 23:59", 2001, (3, 31, 23, 59)),
    ("2025-01-23T12:22", 2025, (1, 23, 12, 22)),
    ("2025-01-23 12:22", 2025, (1, 23, 12, 22)),
    ("03/02-15:32", None, (3, 2, 15, 32)),
    ("03/02/02-15:32", 2002, (3, 2, 15, 32)),
    ("03/02/99-15:32", 1999, (3, 2, 15, 32)),
    ("26/11/22-09:16", 2026, (11, 22, 9, 16)),
    ("2026/11/22 09:16", 2026, (11, 22, 9, 16)),
]


@pytest.mark.parametrize(("text", "year", "wall"), DATES)
def test_dates_are_read_in_the_order_of_each_emitter(text: str, year: int | None, wall: tuple[int, ...]) -> None:
    """RFC 3164, RFC 3339, Snort with and without a year, and p0f write the same minute differently."""
    assert dates.read(text) == (year, wall)


@pytest.mark.parametrize("text", ["", "yesterday", "Mar  2 15:3", "2025-1-2T03:04", "Mar  2 15:32:54"])
def test_what_is_no_date_is_none(text: str) -> None:
    """A text in no emitter's order is no date."""
    assert dates.read(text) is None


def test_a_word_that_names_no_month_is_month_0() -> None:
    """The calendar refuses it later, like a 31st of April."""
    assert dates.read("Foo  2 15:32") == (None, (0, 2, 15, 32))


@pytest.mark.parametrize(("text", "east"), [("Z", 0), ("+02:00", 7_200), ("-0500", -18_000), ("+05:30", 19_800)])
def test_an_offset_is_seconds_east_of_utc(text: str, east: int) -> None:
    """Offsets come with and without a colon, and as Z."""
    assert dates.offset(text) == east
