import pytest

from wallwatch.filter.parse import parse_query
from wallwatch.noise.upstream.flow import flow_of, of_version


def flow(match):
    return flow_of(parse_query(match))


def test_addresses_ports_and_protocols_are_words_of_every_packet_filter():
    """A range of addresses becomes networks."""
    found = flow("src:198.51.100.0-198.51.100.9 dport:80,6346-6347 proto:tcp iface:ppp0 type:8")
    assert of_version(found.src, 4) == ["198.51.100.0/29", "198.51.100.8/31"]
    assert found.dport == ((80, 80), (6346, 6347))
    assert (found.proto, found.iface, found.type) == (("tcp",), ("ppp0",), ((8, 8),))
    assert found.beyond == ()


BEYOND = ["os:windows", "net:EXAMPLE", "packets:>3", "-dport:22", "text:x", "verdict:leftover", "since:2h", "starred"]


@pytest.mark.parametrize("match", BEYOND)
def test_what_no_other_program_knows_is_beyond(match):
    """A stack, a network's name, a count, a negation: all are named as they were written."""
    assert flow(f"dport:80 {match}").beyond == (match,)


def test_a_field_that_is_named_twice_is_beyond():
    """Both would have to hold, and a list means either."""
    assert flow("dport:80 dport:81").beyond == ("dport:81",)


def test_the_family_is_that_of_the_addresses():
    """Both without any, none where source and target contradict each other."""
    assert flow("dport:80").families == (4, 6)
    assert flow("src:198.51.100.7").families == (4,)
    assert flow("src:198.51.100.7,2001:db8::7").families == (4, 6)
    assert flow("src:198.51.100.7 dst:2001:db8::7").families == ()


def test_what_a_program_has_no_word_for_is_told():
    """By the name of the field, or as it was written."""
    assert flow("src:198.51.100.7 dport:80 os:linux").without("src") == ("dport", "os:linux")
