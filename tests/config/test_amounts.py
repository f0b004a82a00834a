"""Amounts as people write them."""

import re

import pytest

from wallwatch.config.amounts import Duration, Size


@pytest.mark.parametrize(
    ("text", "hours"), [("1h", 1), ("36h", 36), ("90d", 2160), ("2w", 336), ("1y", 8760), ("90 d", 2160)]
)
def test_a_duration_is_microseconds(text, hours):
    """Units are hours, days, weeks and years of 365 days."""
    assert Duration.parse(text) == hours * 3_600_000_000


@pytest.mark.parametrize(
    ("text", "size"), [("500MB", 500_000_000), ("2GB", 2_000_000_000), ("2GiB", 2_147_483_648), ("1 TB", 10**12)]
)
def test_a_size_is_bytes(text, size):
    """With and without an i, as it is written."""
    assert Size.parse(text) == size


@pytest.mark.parametrize("text", [" ", "90", "d", "0d", "-1d", "1.5d", "90D", "2gb", "9999999d", "1d1h", "2GB\n", "٣d"])
def test_what_is_no_amount_is_refused(text):
    """A mistake is never taken for something else."""
    for kind in (Duration, Size):
        with pytest.raises(ValueError, match=re.escape(text)):
            kind.parse(text)
