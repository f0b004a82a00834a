"""Whether witnesses contradict each other."""

import pytest

from tests.evidence.samples import LINUX, NMAP, WINDOWS, an_alert
from wallwatch.evidence.dispute import is_disputed, is_odd_ttl
from wallwatch.model import Stack

P0F_WINDOWS = Stack("Windows 2000", "Windows", "reported", 11)
FUZZY = Stack("Windows NT family", "Windows", "fuzzy", 11)
P0F_LINUX = Stack("Linux 2.4", "Linux", "reported", 11)


@pytest.mark.parametrize(
    ("stack", "reported", "alert", "disputed"),
    [
        (WINDOWS, None, {}, False),
        (WINDOWS, P0F_WINDOWS, {}, False),
        (WINDOWS, P0F_LINUX, {}, True),
        (WINDOWS, None, {"ladder": (2.96, 6.02), "packets": 3}, False),
        (WINDOWS, None, {"ladder": (1.0, 1.0, 1.0, 1.0, 1.0, 2.0), "packets": 7, "tick": 1}, True),
        (FUZZY, None, {"ttl": 52}, True),
        (FUZZY, None, {"ttl": 117}, False),
        (WINDOWS, None, {"ttl": 52}, False),
        (P0F_LINUX, P0F_LINUX, {"ttl": 52}, False),
        (P0F_LINUX, P0F_LINUX, {"ttl": 117}, True),
        (LINUX, None, {"ttl": None}, False),
        (NMAP, P0F_LINUX, {"ttl": 52, "ladder": (2.0, 3.0, 1.0), "packets": 4}, False),
    ],
)
def test_a_contradiction_is_a_dispute(stack, reported, alert, disputed):
    """Another system by p0f, waits of another system, or a TTL that no such system has; never of a tool."""
    assert is_disputed(an_alert(**alert), stack, stack, reported) is disputed


def test_a_guess_is_held_against_p0f():
    """Where p0f's answer stands, our guess from the bare line may contradict it."""
    guess = Stack("Windows", "Windows", "partial", 11)
    assert is_disputed(an_alert(ttl=52), P0F_LINUX, guess, P0F_LINUX)
    assert not is_disputed(an_alert(ttl=52), P0F_LINUX, None, P0F_LINUX)


@pytest.mark.parametrize(
    ("family", "ttl", "odd"),
    [
        ("Windows", 117, False),
        ("Windows", 30, False),
        ("Windows", 60, True),
        ("Linux", 250, True),
        ("Solaris", 117, False),
    ],
)
def test_a_ttl_fits_where_its_family_begins_within_reach(family, ttl, odd):
    """A system of which no beginning is known may begin anywhere."""
    assert is_odd_ttl(family, ttl) is odd
