"""Which alerts are knocks, and which count."""

import pytest

from tests.evidence.samples import an_alert
from wallwatch.evidence.asking import counts, is_knock
from wallwatch.evidence.verdict import LEAVES

ALERTS = [
    ({}, True, True),
    ({"flags": "FPU"}, True, True),
    ({"flags": ""}, True, True),
    ({"flags": "AS", "sport": 80}, False, False),
    ({"flags": "R"}, False, False),
    ({"flags": "S", "verdict": "backscatter"}, False, False),
    ({"because": LEAVES}, False, False),
    ({"dport": None, "sport": None}, False, False),
    ({"dport": 10**20}, False, False),
    ({"proto": "icmp", "icmp_type": 8, "sport": None, "dport": None, "flags": None}, True, True),
    ({"proto": "icmp", "icmp_type": 3, "sport": None, "dport": None, "flags": None}, False, False),
    ({"proto": "gap", "src": "kern.log", "dst": "", "sport": None, "dport": None, "flags": None}, False, False),
    # Let through, it may be a part of a scan, but begins none.
    ({"action": "allow"}, True, False),
    # To everybody.
    ({"proto": "udp", "flags": None, "dst": "224.0.0.251", "dport": 5353}, True, False),
    ({"proto": "udp", "flags": None, "dst": "ff02::fb", "dport": 5353}, True, False),
    ({"proto": "udp", "flags": None, "dst": "255.255.255.255", "dport": 67}, True, False),
    # A question by UDP, an answer that comes late, and traceroute.
    ({"proto": "udp", "flags": None, "sport": 53_211, "dport": 161}, True, True),
    ({"proto": "udp", "flags": None, "sport": 3_478, "dport": 51_820}, True, False),
    ({"proto": "udp", "flags": None, "sport": 40_123, "dport": 33_437}, True, False),
]


@pytest.mark.parametrize(("fields", "knocks", "is_counted"), ALERTS)
def test_a_knock_asks_for_something_here(fields, knocks, is_counted):
    """Answers, what leaves, and pieces are none; some knocks cannot begin a scan."""
    alert = an_alert(**fields)
    assert (is_knock(alert), counts(alert)) == (knocks, is_counted)
