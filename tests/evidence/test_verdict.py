"""What an alert is."""

import pytest

from tests.evidence.samples import OURS, WINDOWS, an_alert
from wallwatch.evidence.campaign import Pattern
from wallwatch.evidence.case import Case
from wallwatch.evidence.verdict import LEAVES, judge
from wallwatch.fingerprint.schedule import reading
from wallwatch.model import Header

MANY = Pattern(16, 1, 3.0)
QUOTED = Header(proto="tcp", src=OURS, sport=4000, dst="192.0.2.80", dport=80)


def judged(case_fields=None, **fields):
    finding = judge(Case(alert=an_alert(**fields), **case_fields or {}))
    return finding.verdict, finding.because


@pytest.mark.parametrize(
    ("flags", "what"),
    [
        ("AS", "a SYN-ACK to a SYN"),
        ("R", "an RST to a packet"),
        ("AR", "an RST to a packet"),
        ("EAS", "a SYN-ACK to a SYN"),
    ],
)
def test_an_answer_without_a_question_is_backscatter(flags, what):
    """Where no log shows our SYN, its answer went to somebody who used our address."""
    because = f"{what} that no log shows: likely this address was forged"
    assert judged(flags=flags) == ("backscatter", because)
    assert judged({"answers": True}, flags=flags) == ("unknown", f"{what} that a log shows")


@pytest.mark.parametrize(
    ("flags", "words"),
    [("", "no flags at all"), ("F", "FIN alone"), ("UPF", "FIN, PSH and URG alone"), ("SF", "SYN and FIN")],
)
def test_flags_that_no_stack_sends_are_a_probe(flags, words):
    """Null, FIN and Xmas scans are scans by one packet."""
    verdict, because = judged(flags=flags)
    assert verdict == "scanner"
    assert because.startswith(words)


def test_a_packet_without_flags_is_no_syn_for_that():
    """An IDS tells of packets of open connections too; p0f only of SYNs, and a system's retries are SYNs."""
    assert judged(flags=None) == ("unknown", "a packet whose flags no log tells")
    assert judged({"stack": WINDOWS}, flags=None)[0] == "client"
    waits = reading((3.0, 6.0), 3)
    assert judged({"waits": waits}, flags=None, ladder=(3.0, 6.0), packets=3)[0] == "leftover"


def test_a_stray_packet_is_nothing_by_itself():
    """An ACK may belong to a connection that was there before the log; many of them at many ports are a scan."""
    assert judged(flags="A") == ("unknown", "from the middle of a connection whose beginning no log here shows")
    assert judged({"pattern": MANY}, flags="A")[0] == "scanner"
    assert judged({"answers": True}, flags="A") == ("unknown", "answers a packet that a log shows")


def test_a_syn_is_judged_as_one():
    """With or without ECN, and where the log names no flags at all."""
    for flags in ("S", "CES", None):
        assert judged({"stack": WINDOWS}, flags=flags)[0] == "client"


@pytest.mark.parametrize(
    ("case", "fields", "verdict", "words"),
    [
        ({}, {"dport": 137}, "unknown", "UDP tells neither who sent it nor what it is for"),
        ({}, {"dport": 6346}, "unknown", "UDP tells neither who sent it nor what it is for"),
        ({}, {"dport": 6346, "packets": 4}, "leftover", "a file-sharing port (gnutella) by UDP, 4 packets"),
        ({"legacy": "since 15:20"}, {"dport": 9999}, "leftover", "somebody calls port 9999 by UDP; since 15:20"),
        ({}, {"sport": 53, "dport": 40000}, "unknown", "like an answer from UDP port 53"),
        ({"answers": True}, {"sport": 53, "dport": 40000}, "unknown", "answers a packet that a log shows"),
        ({"pattern": MANY}, {"dport": 161}, "scanner", "knocks at 16 ports and more within 3 s, by UDP"),
    ],
)
def test_udp_says_little(case, fields, verdict, words):
    """Its sender may be forged, and nothing in it tells what it wants."""
    found, because = judged(case, proto="udp", flags=None, **fields)
    assert found == verdict
    assert words in because


@pytest.mark.parametrize(
    ("case", "fields", "verdict", "words"),
    [
        ({}, {"icmp_type": 8}, "unknown", "a ping: "),
        (
            {"pattern": Pattern(1, 9, 2.0)},
            {"icmp_type": 8},
            "scanner",
            "one ping of a source that knocks at 9 hosts within 2 s",
        ),
        ({}, {"icmp_type": 0}, "backscatter", "a ping's answer to a ping that no log shows"),
        ({"answers": True}, {"icmp_type": 0}, "unknown", "a ping's answer to a ping that a log shows"),
        ({"quote": QUOTED}, {"icmp_type": 3}, "backscatter", "a packet to port 80 of 192.0.2.80 that no log shows"),
        ({"quote": QUOTED, "answers": True}, {"icmp_type": 3}, "unknown", "a packet that a log shows"),
        ({"quote": QUOTED}, {"icmp_type": 3, "dst": "203.0.113.9"}, "unknown", f"of {OURS}, which is none"),
        ({}, {"icmp_type": 11}, "unknown", "an error about a packet that no log shows"),
        ({}, {"icmp_type": 5, "proto": "icmp6"}, "unknown", "nothing in it tells"),
        ({}, {"icmp_type": 1, "proto": "icmp6"}, "unknown", "an error about a packet that no log shows"),
        ({}, {"icmp_type": None}, "unknown", "nothing in it tells"),
    ],
)
def test_an_icmp_error_is_judged_by_what_it_quotes(case, fields, verdict, words):
    """An error about a packet that never left is backscatter; without a quote nothing is known."""
    found, because = judged(case, **{"proto": "icmp", "flags": None, "sport": None, "dport": None} | fields)
    assert found == verdict
    assert words in because


def test_what_leaves_is_ours():
    """A SYN that a log shows is a client's, whatever else is nobody's knocking."""
    assert judged({"leaves": True}) == ("client", LEAVES)
    assert judged({"leaves": True}, flags="AR") == ("unknown", LEAVES)


def test_a_fragment_says_nothing():
    """Without ports and flags there is nothing to judge."""
    assert judged(sport=None, dport=None)[1] == "a piece of a packet, whose ports and flags are not logged"


def test_other_protocols_have_a_verdict_too():
    """Only their pattern can tell anything."""
    assert judged(proto="47", flags=None, sport=None, dport=None)[0] == "unknown"
    assert judged({"pattern": MANY}, proto="132", flags=None)[0] == "scanner"
