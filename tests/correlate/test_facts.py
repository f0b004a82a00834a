import pytest

from tests.correlate.incident import INSIDE, OUTSIDE, dump, fingerprint, firewall, sighting, signature
from wallwatch.correlate.facts import IP_ID, ISN, SYN, UNKNOWN, contradict, facts_of, identity_of, key_of, known


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, ("tcp", OUTSIDE, 3504, INSIDE, 6346)),
        ({"mf": True}, ("tcp", OUTSIDE, INSIDE)),
        ({"mf": False, "frag_offset": 0}, ("tcp", OUTSIDE, 3504, INSIDE, 6346)),
        ({"sport": None, "dport": None, "frag_offset": 1480}, ("tcp", OUTSIDE, INSIDE)),
        ({"proto": "icmp", "sport": None, "dport": None, "icmp_type": 8}, ("icmp", OUTSIDE, INSIDE)),
        ({"proto": "47", "sport": None, "dport": None}, ("47", OUTSIDE, INSIDE)),
    ],
)
def test_the_key_has_ports_only_where_every_emitter_prints_them(fields, key):
    """Fragments go by their addresses: netfilter prints the ports of the first one, Snort does not."""
    assert key_of(sighting(0, **fields)) == key


@pytest.mark.parametrize(
    ("one", "other", "contradiction"),
    [
        (dump(0, ip_id=73), firewall(0, ip_id=73), False),
        (dump(0, ip_id=73), firewall(0, ip_id=74), True),
        (dump(0, ip_id=73), signature(0), False),
        (dump(0, ip_id=73, length=48), firewall(0, ip_id=73, length=60), True),
        (dump(0, seq=1), firewall(0, seq=2), True),
        (dump(0, seq=1), fingerprint(0), False),
        (dump(0, flags="SF"), firewall(0, flags="S"), False),
        (dump(0, flags="SA"), firewall(0, flags="S"), True),
        (dump(0, flags="SF"), dump(0, flags="S"), True),
        (dump(0, flags="CES"), dump(0, flags="S"), False),
        (dump(0, proto="icmp", icmp_type=8), firewall(0, proto="icmp", icmp_type=0), True),
        (dump(0, proto="icmp", icmp_type=8, icmp_seq=1), firewall(0, proto="icmp", icmp_type=8), False),
    ],
)
def test_only_what_both_know_contradicts(one, other, contradiction):
    """A field that one of them does not log contradicts nothing; ipchains and p0f tell of no flag but SYN."""
    assert contradict(facts_of(one), facts_of(other)) is contradiction
    assert contradict(facts_of(other), facts_of(one)) is contradiction


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        (firewall(0, flags="S"), True),
        (firewall(0, flags="CES"), True),
        (firewall(0, flags="SA"), False),
        (firewall(0, flags="R"), False),
        (signature(0), None),
        (signature(0, proto="udp"), False),
    ],
)
def test_a_packet_opens_a_connection_if_it_is_a_syn_without_ack(line, opens):
    """Where a TCP packet's flags are not logged, whether it opens a connection is unknown."""
    assert facts_of(line)[SYN] is opens


def test_what_either_knows_is_known():
    """Facts of two sightings of one packet complete each other."""
    facts = known(facts_of(signature(0)), facts_of(firewall(0, ip_id=73)))
    assert facts[IP_ID] == 73
    assert facts[SYN] is True


@pytest.mark.parametrize(
    ("line", "identity"),
    [
        (dump(0, seq=7), (7, None, None, None)),
        (dump(0, seq=7, flags="R"), UNKNOWN),
        (signature(0), UNKNOWN),
        (dump(0, proto="icmp", flags=None, icmp_type=8, icmp_code=0, icmp_id=512), (None, 8, 0, 512)),
    ],
)
def test_the_identity_is_what_all_packets_of_an_alert_share(line, identity):
    """Retransmissions share the sequence number of the SYN; echo requests share type, code and identifier."""
    assert identity_of(facts_of(line)) == identity
    assert identity_of(facts_of(line))[ISN] == identity[0]
