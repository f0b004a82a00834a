"""Packets that are logged on both sides of a router that translates their sender."""

import random
from itertools import permutations

import pytest

from tests.correlate.incident import Board, dump, fingerprint, firewall, seconds, sighting
from wallwatch.correlate import Correlator
from wallwatch.correlate.masked import goes_out
from wallwatch.model import Header

INNER = {"src": "192.168.1.5", "sport": 50_504, "dst": "198.51.100.112", "dport": 443, "ip_id": 31_988}
GATE = "203.0.113.120"


def _rows(*lines):
    board, correlator = Board(), Correlator()
    for line in lines:
        board.apply(correlator.add([line]))
    return board.rows()


def _inside(time=100, **fields):
    return firewall(seconds(time), **{"source": "kern", "ttl": 127} | INNER | fields)


def _outside(time=100.2, **fields):
    return dump(seconds(time), **{"source": "snort", "ttl": 127, "seq": 7} | INNER | {"src": GATE} | fields)


def _decoded(**fields):
    """A dump on the inside, which tells what the kernel does not."""
    return dump(seconds(100), source="lan", **{"ttl": 128, "seq": 7} | INNER | fields)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("ttl", [127, 128])
def test_both_sides_of_a_gateway_are_one_packet(turned, ttl):
    """Whichever line comes first, logged before its TTL was lowered or after."""
    lines = (_inside(ttl=ttl), _outside())
    ((alert, packets),) = _rows(*lines[:: -1 if turned else 1])
    assert (alert.seen, alert.packets, alert.lines) == (("-K-D",), 1, 2)
    assert {told.src for told in packets[0].sightings} == {"192.168.1.5", GATE}


@pytest.mark.parametrize(
    "change",
    [{"sport": 61_001}, {"options": ("mss:1412", "nop", "nop", "sok")}],
    ids=["port", "clamped segment size"],
)
def test_what_a_gateway_rewrites_does_not_part_them(change):
    """Where the sequence number is the same."""
    ((alert, _),) = _rows(_decoded(), _outside(**change))
    assert alert.packets == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"ip_id": 31_989}, {"sport": 50_505}, {"dst": "198.51.100.113"}, {"dport": 80}, {"time": 110}, {"ttl": 125},
        {"ttl": 128}, {"length": 52}, {"src": "10.0.0.1"}, {"src": "0.0.0.0"}, {"flags": "SA"},
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_may_be_of_another_client_stays_apart(fields):
    """Any of these: another ID, port, target, time, distance, size, no public sender, an answer."""
    assert len(_rows(_inside(), _outside(**fields))) == 2


@pytest.mark.parametrize(
    "fields",
    [{"seq": 8}, {"window": 64_240}, {"options": ("mss:1460",)}, {"seq": 8, "sport": 61_001}],
    ids=["sequence number", "window", "options", "number and port"],
)
def test_what_both_decoded_has_to_be_the_same(fields):
    """Two hosts behind a gateway may have one IP ID and one port."""
    assert len(_rows(_decoded(), _outside(**fields))) == 2


@pytest.mark.parametrize("ip_id", [0, 54_321])
def test_an_id_that_tells_nothing_joins_nothing(ip_id):
    """Linux sends 0, zmap and old masscans a constant."""
    assert len(_rows(_inside(ip_id=ip_id), _outside(ip_id=ip_id))) == 2


def test_a_port_that_all_clients_have_identifies_none():
    """NTP is asked from port 123 by everybody, and devices that start together count alike."""
    ntp = {"proto": "udp", "sport": 123, "dport": 123, "ip_id": 2, "flags": None}
    decoded = {"seq": None, "ack": None, "window": None, "options": None}
    assert len(_rows(_inside(**ntp), _outside(**ntp, **decoded))) == 2


def test_two_clients_with_one_id_and_port_are_not_guessed_between():
    """Neither is taken for the one outside, as long as only these two are the same."""
    rows = _rows(_inside(), _inside(src="192.168.1.6"), _outside())
    assert [alert.seen for alert, _ in rows] == [("-K--",), ("-K--",), ("---D",)]


def test_a_ping_is_known_by_its_identifier():
    """And its number; an answer to it is no packet that went out."""
    ping = {"proto": "icmp", "sport": None, "dport": None, "flags": None, "icmp_type": 8, "icmp_code": 0, "icmp_id": 9}
    tcp = {"seq": None, "ack": None, "window": None, "options": None}
    inside = _inside(**ping, icmp_seq=3)
    assert len(_rows(inside, _outside(**ping, **tcp, icmp_seq=3))) == 1
    assert len(_rows(inside, _outside(**ping, **tcp, icmp_seq=4))) == 2


@pytest.mark.parametrize(("iface", "rows"), [("em0", 1), ("em1", 2)])
def test_one_firewall_may_log_it_where_it_comes_and_where_it_goes(iface, rows):
    """As pf does; a flood with senders that are made up comes in where it came in before."""
    outside = firewall(seconds(100), source="kern", **INNER | {"src": GATE, "iface_in": iface, "ttl": 127})
    assert len(_rows(_inside(iface_in="em1"), outside)) == rows


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_lines_of_both_sides_may_come_in_any_order(order):
    """Also one that has no ID, and those of a retry."""
    tuple_ = {key: INNER[key] for key in ("sport", "dst", "dport")}
    lines = (
        _inside(), _outside(), _inside(103, ip_id=31_990), fingerprint(seconds(103), source="p0f", src=GATE, **tuple_)
    )  # fmt: skip
    ((alert, _),) = _rows(*(lines[place] for place in order), _outside(103.1, ip_id=31_990))
    assert (alert.seen, alert.lines) == (("-K-D", "-KPD"), 5)


def test_an_error_that_quotes_the_outside_comes_to_the_packet():
    """A router on the way quotes what it got, with the sender of the gateway."""
    quote = Header("tcp", GATE, INNER["dst"], INNER["sport"], 443, ip_id=31_988)
    tuple_ = {"src": "198.51.100.1", "dst": GATE, "sport": None, "dport": None}
    error = sighting(seconds(101), source="kern", proto="icmp", icmp_type=3, icmp_code=1, quote=quote, **tuple_)
    assert [alert.packets for alert, _ in _rows(_inside(), _outside(), error)] == [2]


def test_what_made_room_is_put_together_with_nothing():
    """An alert that was closed early stays what it was."""
    board, correlator = Board(), Correlator(capacity=2)
    others = [_inside(101 + number / 10, sport=2_000 + number, ip_id=None) for number in range(4)]
    for line in (_inside(), *others, _outside(101.9, ip_id=31_990), _outside()):
        board.apply(correlator.add([line]))
    assert [alert.seen for alert, _ in board.rows() if "D" in alert.witnesses] == [("---D", "---D")]


def _clients(dice, count):
    """Return what a gateway's two sides log of ``count`` connections, and which line is of which.

    Many clients, few servers, IDs that count from small numbers, ports that are reused, and a tenth of the lines lost.
    """
    counters = {f"192.168.1.{host}": dice.randrange(1, 200) for host in range(2, 60)}
    for number in range(count):
        client = dice.choice(list(counters))
        counters[client] += 1
        time, seq = 100 + number / 20, dice.randrange(1, 2**32)
        tuple_ = {"dst": dice.choice(("198.51.100.1", "198.51.100.2")), "dport": 443, "ip_id": counters[client]}
        sport = 49_152 + dice.randrange(200)
        inside = firewall(
            seconds(int(time)), source="kern", src=client, sport=sport, ttl=127, raw=f"{number}", **tuple_
        )
        mapped = sport if dice.random() < 0.7 else dice.randrange(1_024, 65_536)
        outside = dump(
            seconds(time), source="snort", src=GATE, sport=mapped, ttl=127, seq=seq, raw=f"{number}", **tuple_
        )
        yield from (line for line in (inside, outside) if dice.random() > 0.1)


@pytest.mark.parametrize("seed", range(4))
def test_clients_of_one_gateway_are_not_taken_for_each_other(seed):
    """Of what was joined, 99.5 % and more is one packet; of what kept its port, most is joined."""
    dice = random.Random(seed)
    pairs = [
        {told.raw for told in packet.sightings}
        for _, packets in _rows(*_clients(dice, 2_000))
        for packet in packets
        if len(packet.sightings) > 1
    ]
    assert sum(len(pair) > 1 for pair in pairs) <= 0.005 * len(pairs)
    assert len(pairs) > 0.7 * 0.81 * 2_000 * 0.95


def test_a_flood_with_made_up_senders_is_not_joined():
    """Every packet from the same port, with an ID by chance: private senders among them are not behind the others."""
    dice = random.Random(5)
    lines = [
        sighting(
            seconds(100 + number / 4_000), source="kern", format="netfilter", iface_in="eth0", sport=4_444, ttl=50,
            src=f"{dice.choice(('192.168.1', '203.0.113', '192.0.2'))}.{number % 250}", ip_id=dice.randrange(1, 999),
        )
        for number in range(4_000)
    ]  # fmt: skip
    rows = _rows(*lines)
    assert all(len({told.src for told in packet.sightings}) == 1 for _, packets in rows for packet in packets)


@pytest.mark.parametrize(
    ("fields", "out"),
    [({}, True), ({"src": "0.0.0.0"}, False), ({"src": "169.254.3.4"}, False), ({"dst": "255.255.255.255"}, False),
     ({"dst": "239.255.255.250"}, False), ({"dst": "223.0.0.1"}, True)],
)  # fmt: skip
def test_which_packets_a_router_passes_on(fields, out):
    """No broadcast, no group, nothing from a host that has no address yet."""
    assert goes_out(sighting(0, **fields)) is out
