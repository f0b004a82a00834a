"""Who should have seen a packet and did not."""

import pytest

from tests.evidence.samples import MOMENT, SECOND, a_packet
from wallwatch.evidence.absent import absent, letters, words
from wallwatch.model import Sighting

FORMATS = {"firewall": "netfilter", "fingerprint": "p0f1", "dump": "snort-dump", "signature": "snort-fast"}


def _seen(*kinds, place=0, p0f="p0f1", **fields):
    """Return a packet that witnesses of these kinds have told of."""
    tuple_ = {"proto": "tcp", "src": "198.51.100.112", "dst": "203.0.113.120", "time": MOMENT}
    formats = FORMATS | {"fingerprint": p0f}
    sightings = tuple(Sighting(kind=kind, format=formats[kind], source=kind, **tuple_) for kind in kinds)
    return a_packet(**{"time": MOMENT + 3 * place * SECOND, "flags": "S", "sightings": sightings} | fields)


def test_who_saw_one_packet_is_missed_at_the_other():
    """p0f saw it, the firewall's log did not."""
    packets = [_seen("firewall", "fingerprint"), _seen("fingerprint", place=1)]
    assert absent(packets) == ((), ("firewall",))
    assert letters(("firewall",)) == "no K"
    assert words(absent(packets)) == (
        "others saw a packet, the firewall's log has not: a rate limit, or lines were dropped",
    )


def test_p0f_3_tells_of_the_first_syn_only():
    """At a retransmission it is not missed; p0f 1 would be."""
    for p0f, missed in (("p0f3", ()), ("p0f1", ("fingerprint",))):
        packets = [_seen("firewall", "fingerprint", p0f=p0f), _seen("firewall", place=1)]
        assert absent(packets) == ((), missed)


@pytest.mark.parametrize(
    "fields", [{"estimated": True}, {"icmp_type": 3, "icmp_code": 1, "proto": "icmp", "flags": None}]
)
def test_nobody_is_missed_where_no_line_would_be_written(fields):
    """At a packet that a repeat stands for, at an error that somebody else sent."""
    assert absent([_seen("firewall", "dump"), _seen("dump", place=1, **fields)]) == ((), ())


def test_p0f_is_not_missed_at_what_is_no_syn():
    """Nor is an IDS, which tells of what its rules are for."""
    packets = [_seen("fingerprint", "signature", "dump"), _seen("dump", place=1, flags="A")]
    assert absent([packets[0], _seen("fingerprint", "dump", place=1)]) == ((), ())
    assert absent(packets) == ((), ())


def test_who_tells_of_most_of_what_a_source_sends_is_missed_at_the_rest():
    """Three packets are enough to say what is usual; an IDS is never usual."""
    lone = [_seen("fingerprint")]
    others = [_seen("firewall", "signature"), _seen("firewall", "signature"), _seen("fingerprint")]
    assert absent(lone, others) == (("firewall",),)
    assert absent(lone, others[:2]) == ((),)


def test_all_is_well_where_all_saw_all():
    """Nothing is said."""
    packets = [_seen("firewall", "dump"), _seen("firewall", "dump", place=1)]
    assert absent(packets) == ((), ())
    assert words(absent(packets)) == ()
    assert letters(()) == ""
