"""The words that verdicts are made of."""

import pytest

from tests.evidence.samples import WINDOWS
from wallwatch.evidence.phrases import count, host, seconds, span, waits
from wallwatch.model import Stack


def test_a_host_has_its_article():
    """The family names the host; without one it is just a host."""
    assert host(WINDOWS) == "a Windows host"
    assert host(Stack("OpenBSD 3.0", "OpenBSD")) == "an OpenBSD host"
    assert host(None) == "a host"
    assert host(Stack("?")) == "a host"


@pytest.mark.parametrize(
    ("number", "words"), [(2.96, "3 s"), (6.02, "6 s"), (0.5, "0.5 s"), (1.04, "1 s"), (0.0, "0 s"), (11.7, "12 s")]
)
def test_seconds_are_rounded_as_one_speaks_of_them(number, words):
    """A wait of 2.96 s is three seconds; only below two seconds a half counts."""
    assert seconds(number) == words


def test_waits_are_told_up_to_six():
    """A long ladder is cut, and says so."""
    assert waits((2.96, 6.02)) == "3 s, 6 s"
    assert waits((1,) * 9) == "1 s, 1 s, 1 s, 1 s, 1 s, 1 s .."


@pytest.mark.parametrize(
    ("number", "words"), [(0, "1 s"), (4.4, "4 s"), (119, "119 s"), (720, "12 min"), (10800, "3 h")]
)
def test_a_span_has_the_unit_that_fits(number, words):
    """Nothing takes no time, and long spans are told in minutes and hours."""
    assert span(number) == words


def test_a_count_that_is_cut_says_so():
    """At the bound there may be more."""
    assert count(1, 16, "host") == "1 host"
    assert count(15, 16, "port") == "15 ports"
    assert count(16, 16, "port") == "16 ports and more"
