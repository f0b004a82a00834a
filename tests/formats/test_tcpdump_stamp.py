import re
from typing import Final

import pytest

from tests.formats.support import clock
from wallwatch.formats import tcpdump_stamp
from wallwatch.model.times import SECOND, iso

STAMP: Final = re.compile(tcpdump_stamp.STAMP)
NEAR: Final = 1_015_083_174 * SECOND
"""2 March 2002, 15:32:54 UTC."""


@pytest.mark.parametrize(
    ("text", "near", "time"),
    [
        ("2026-11-22 09:16:29.776250 ", None, "2026-11-22T09:16:29.776250+00:00"),
        ("1015083174.630347 ", None, "2002-03-02T15:32:54.630347+00:00"),
        ("Mar  2 15:32:54.630347 ", None, "2026-03-02T15:32:54.630347+00:00"),
        ("09:16:29.776250 ", None, "2026-11-22T09:16:29.776250+00:00"),
        ("09:40:00.000000 ", None, "2026-11-21T09:40:00.000000+00:00"),
        ("15:32:53.000001 ", NEAR, "2002-03-02T15:32:53.000001+00:00"),
        ("23:59:59.000001 ", NEAR, "2002-03-01T23:59:59.000001+00:00"),
    ],
)
def test_a_stamp_is_a_time(text: str, near: int | None, time: str) -> None:
    """A time of day is the last one before what is near."""
    match = STAMP.match(text)
    assert match is not None
    found = tcpdump_stamp.moment(match, clock(), near=near)
    assert found is not None
    assert iso(found.time, tick=found.tick) == time
    start, end = tcpdump_stamp.span(match)
    assert text[start:end] == text.strip()


@pytest.mark.parametrize("text", ["2026-02-30 09:16:29.776250 ", "29:16:29.776250 "])
def test_what_is_no_time_is_none(text: str) -> None:
    """The 30th of February, and the 29th hour."""
    match = STAMP.match(text)
    assert match is not None
    assert tcpdump_stamp.moment(match, clock()) is None
