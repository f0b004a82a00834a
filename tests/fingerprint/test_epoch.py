import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fingerprint.captures import headers
from tests.fingerprint.samples import LINUX, WINDOWS, syn
from wallwatch.fingerprint.epoch import tells_epoch
from wallwatch.model.times import SECOND

AT = 1_700_000_030
"""14 November 2023, seconds since the epoch."""


def stamped(stamp: object) -> tuple[str, ...]:
    return ("mss:1460", "sok", f"ts:{stamp}:0", "nop", "ws:7")


@pytest.mark.parametrize(("stamp", "told"), [(AT, True), (AT - 500, True), (AT + 500, True), (AT - 900, False)])
def test_a_stamp_of_about_now_is_the_time_of_day(stamp, told):
    """Ten minutes are what clocks may differ by."""
    assert tells_epoch(syn(options=stamped(stamp)), AT * SECOND) is told


@pytest.mark.parametrize("options", [None, (), WINDOWS, stamped(""), stamped("x"), stamped("9" * 5_000)])
def test_without_a_stamp_nothing_is_told(options):
    """No option, or no number in it."""
    assert tells_epoch(syn(options=options), AT * SECOND) is None


def test_a_kernels_stamp_is_not_the_time_of_day():
    """Linux draws where it starts to count."""
    assert tells_epoch(syn(options=LINUX), 1_795_337_905 * SECOND) is False


@pytest.mark.parametrize("form", ["linux", "bsd"])
def test_zmap_tells_the_time_of_day(form):
    """Two of the four option layouts of zmap 4.1 have a timestamp."""
    found = list(headers("tools", f"emulated_zmap4_{form}.pcap"))
    assert found
    assert all(tells_epoch(header, AT * SECOND) for header in found)


@given(st.integers(0, (1 << 32) - 1), st.integers(0, 4_000_000_000))
def test_only_what_is_near_is_told(stamp, now):
    """Any stamp at any time."""
    assert tells_epoch(syn(options=stamped(stamp)), now * SECOND) is (abs(stamp - now) <= 600)
