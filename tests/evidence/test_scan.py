"""Scans, recognised from alerts as they come."""

import random

import pytest
from msgspec.structs import replace

from tests.evidence.samples import LINUX, MOMENT, NMAP, OURS, SECOND, WINDOWS, an_alert
from wallwatch.evidence.burst import Limits
from wallwatch.evidence.scan import Scans
from wallwatch.model import Change, Stack

SCANNER = "198.51.100.7"
MASSCAN = Stack("masscan", "masscan", "tool", 9)
CRAFTED = Stack("crafted SYN", "crafted", "tool", 9)
ICMP = {"proto": "icmp", "icmp_type": 8, "sport": None, "dport": None, "flags": None}


def knocks(rows, src=SCANNER, start=1, **fields):
    """Return an alert for each row: its second, and the fields in which it differs."""
    alerts = []
    for number, (second, own) in enumerate(rows, start=start):
        time = MOMENT + round(second * SECOND)
        alerts.append(an_alert(**{"id": number, "first": time, "last": time, "src": src} | fields | own))
    return alerts


def vertical(ports, step=0.01):
    return [(step * at, {"dport": port}) for at, port in enumerate(ports)]


def new(alerts):
    return [Change(kind="new", alert=alert) for alert in alerts]


class Seen:
    """What was told of scans so far."""

    def __init__(self, scans=None) -> None:
        self.engine = scans or Scans()
        self.scans, self.members = {}, {}

    def take(self, changes):
        found = self.engine.take(changes)
        self.scans |= {scan.id: scan for scan in found.scans}
        self.members |= found.joined
        return self

    def one_by_one(self, alerts):
        for change in new(alerts):
            self.take([change])
        return self


def block(hosts, ports):
    doors = [(host, port) for port in range(1, ports + 1) for host in range(1, hosts + 1)]
    random.Random(4).shuffle(doors)
    return [(0.01 * at, {"dst": f"203.0.113.{host}", "dport": port}) for at, (host, port) in enumerate(doors)]


SCANS = [
    (knocks(vertical(range(1, 1001)), os=NMAP), "vertical", 1_000),
    (knocks(block(4, 200)), "block", 800),
    (knocks([(0.1 * at, {"dst": f"203.0.113.{at}", "dport": 22}) for at in range(40)]), "horizontal", 40),
    (knocks([(0.1 * at, {"dst": f"203.0.113.{at}"}) for at in range(40)], **ICMP), "horizontal", 40),
    # One port a minute, and one every ten.
    (knocks(vertical(range(1, 31), 60)), "vertical", 30),
    (knocks(vertical(range(1, 31), 600)), "vertical", 30),
    # FIN, NULL and Xmas scans, and by UDP.
    (knocks(vertical(range(1, 31)), flags="F"), "vertical", 30),
    (knocks(vertical(range(1, 31)), flags=""), "vertical", 30),
    (knocks(vertical(range(1, 31)), proto="udp", flags=None, sport=53_211), "vertical", 30),
    # A real system that knocks everywhere is a scanner for all that.
    (knocks(vertical(range(1, 31)), os=LINUX), "vertical", 30),
]


@pytest.mark.parametrize(("alerts", "kind", "many"), SCANS)
def test_a_scan_is_one_with_all_its_alerts(alerts, kind, many):
    """From the first knock on, however they are cut into batches."""
    whole, pieces = Seen().take(new(alerts)), Seen().one_by_one(alerts)
    (scan,) = whole.scans.values()
    assert (scan.kind, scan.alerts, scan.sources) == (kind, many, (SCANNER,))
    assert whole.members == dict.fromkeys(range(1, many + 1), 1)
    assert (scan.first, scan.last) == (alerts[0].first, alerts[-1].first)
    assert pieces.scans == whole.scans
    assert pieces.members == whole.members


ORDINARY = [
    # Peers that call the port of an address's last holder, each on a ladder of its own.
    [
        alert
        for peer in range(60)
        for alert in knocks([(7 * peer + 21 * each, {}) for each in range(3)], f"198.51.100.{peer}", os=WINDOWS)
    ],
    # One that tries again and again.
    knocks([(21 * each, {"sport": 3_504 + each}) for each in range(200)], os=WINDOWS),
    # Peers that call all the ports that the last holder had.
    [
        alert
        for peer in range(60)
        for alert in knocks([(peer, {"dport": 20_000 + peer % 13})], f"198.51.100.{peer}", os=WINDOWS)
    ],
    # Whose packets tell nothing but that no system made them.
    [
        alert
        for peer in range(60)
        for alert in knocks([(peer, {"dport": 20_000 + peer % 13})], f"198.51.100.{peer}", os=CRAFTED)
    ],
    # Small systems that look like a tool, and bots: each calls one of some services, where others call as well.
    [
        alert
        for peer in range(60)
        for second in (0, 30)
        for alert in knocks([(peer / 10 + second, {"dport": 20_000 + peer % 13})], f"198.51.100.{peer}", os=MASSCAN)
    ],
    # Backscatter: a server that is flooded answers whom it never heard from.
    knocks([(0.1 * at, {"sport": 80, "dport": 1_025 + at}) for at in range(200)], flags="AS", verdict="backscatter"),
    # A client of four services.
    knocks([(at, {"dport": (25, 110, 143, 993)[at % 4]}) for at in range(40)]),
    # A host inside that the firewall lets through.
    knocks([(0.1 * at, {"dst": f"198.51.100.{at}", "dport": 443}) for at in range(200)], "192.0.2.7", action="allow"),
    # One of nine doors, every ten minutes.
    knocks([(600 * at, {"dport": 20 + at % 9}) for at in range(40)]),
]


@pytest.mark.parametrize("alerts", ORDINARY)
def test_what_is_no_scan_is_none(alerts):
    """Retries are calls of one door; peers are many, and have no tool; answers are no knocks."""
    numbered = [Change(kind="new", alert=alert) for alert in _numbered(alerts)]
    seen = Seen().take(numbered)
    assert (seen.scans, seen.members) == ({}, {})


def _numbered(alerts):
    return [replace(alert, id=number) for number, alert in enumerate(alerts, start=1)]


def crew(sources, ports, step=0.1, tool=MASSCAN):
    rows = [(step * at, {"dport": 20 + at // sources % ports}) for at in range(sources * ports)]
    return [
        alert
        for at, row in enumerate(rows)
        for alert in knocks([row], f"198.51.100.{at % sources}", start=at + 1, os=tool)
    ]


def test_many_sources_with_one_tool_are_one_scan():
    """Decoys or a swarm: all of them knock at the same ports of one host, in a short time."""
    seen = Seen().one_by_one(crew(12, 30))
    (scan,) = seen.scans.values()
    assert (scan.kind, scan.alerts, scan.targets) == ("distributed", 360, (OURS,))
    assert len(scan.sources) == 12
    assert scan.doors == 30
    assert scan.crew == "masscan"
    assert len(seen.members) == 360


def client(rows, start, **fields):
    return knocks(rows, "203.0.113.77", start, **{"os": MASSCAN} | fields)


def test_who_else_uses_the_tool_of_a_distributed_scan_is_no_part_of_it():
    """Before it, in the midst of it or at its end, within the same seconds: at one door, however often."""
    before = client([(0.05, {"dport": 25})], 1)
    scan = [replace(alert, id=alert.id + 1) for alert in crew(12, 30)]
    during = client([(20, {"dport": 25}), (25, {"dport": 25}), (36, {"dport": 25})], 400)
    seen = Seen().one_by_one([*before, *scan[:200], *during[:2], *scan[200:], *during[2:]])
    (found,) = seen.scans.values()
    assert (found.alerts, found.shared) == (360, False)
    assert seen.members.keys() == {alert.id for alert in scan}
    assert "203.0.113.77" not in found.sources


def test_who_joins_a_distributed_scan_late_is_a_part_of_it_with_all_its_knocks():
    """From the second door on; a system that calls many doors meanwhile is a scan of its own."""
    scan = crew(12, 30)
    late = client([(20, {"dport": 25}), (21, {"dport": 25}), (22, {"dport": 26}), (23, {"dport": 26})], 400)
    other = knocks([(20 + at / 10, {"dport": 20 + at}) for at in range(9)], "203.0.113.78", 500, os=LINUX)
    seen = Seen().one_by_one([*scan[:200], *late, *other])
    assert [seen.members.get(alert.id) for alert in late] == [1, 1, 1, 1]
    assert {seen.members[alert.id] for alert in other} == {2}
    assert seen.scans[1].sources[-1] == "203.0.113.77"


def test_sources_that_share_the_doors_out_are_one_scan():
    """Each comes once, to a door of its own; who comes to another's door is none of them, and words say who may be."""
    swarm = [
        alert
        for at in range(150)
        for alert in knocks([(at / 10, {"dport": 1_000 + at})], f"198.51.100.{at}", at + 1, os=MASSCAN)
    ]
    again = client([(10, {"dport": 1_003})], 400)
    seen = Seen().one_by_one([*swarm[:100], *again, *swarm[100:]])
    (found,) = seen.scans.values()
    assert (found.kind, found.alerts, found.shared) == ("distributed", 150, True)
    assert 400 not in seen.members
    assert found.because().endswith("each at a door of its own; who else uses that tool cannot be told from them")


def test_members_are_told_why_they_are_a_part_of_the_scan():
    """The founders together, as it stood then; whoever joins as it stands then, unless its verdict is surer."""
    alerts = knocks(vertical(range(1, 14), 300))
    sure = [replace(alert, verdict="scanner") if alert.id == 12 else alert for alert in alerts]
    engine, reasons = Scans(), {}
    for change in new(sure):
        reasons |= engine.take([change]).reasons
    words = {number: reason.removeprefix("part of a scan: knocks at ") for number, reason in reasons.items()}
    assert [words[number][:8] for number in (1, 10, 11, 13)] == ["10 ports", "10 ports", "11 ports", "13 ports"]
    assert 12 not in reasons
    assert engine.take(()).reasons == {}


def test_few_sources_with_one_tool_are_scans_of_their_own():
    """Each is known by its own doors then."""
    seen = Seen().one_by_one(crew(3, 30))
    assert [scan.kind for scan in seen.scans.values()] == ["vertical"] * 3


def test_a_vertical_scan_that_goes_on_elsewhere_is_a_block():
    """It keeps its number, and all its alerts."""
    seen = Seen().take(new(knocks(vertical(range(1, 31)))))
    assert [scan.kind for scan in seen.scans.values()] == ["vertical"]
    seen.take(new(knocks([(1 + at, {"dst": "203.0.113.9", "dport": at}) for at in range(9)], start=31)))
    assert [(scan.id, scan.kind, scan.alerts) for scan in seen.scans.values()] == [(1, "block", 39)]


def test_a_scan_ends_when_its_source_is_silent():
    """Whoever comes back after that begins another one."""
    seen = Seen().take(new(knocks(vertical(range(1, 31)))))
    seen.take(new(knocks([(800, {"dport": 99}), *((5_000 + at, {"dport": at}) for at in range(9))], start=31)))
    assert [(scan.id, scan.alerts) for scan in seen.scans.values()] == [(1, 31), (2, 9)]


def test_what_is_let_through_is_part_of_a_scan_where_it_knocked_already():
    """An open port of the host that is scanned, but no other connection of the same source."""
    seen = Seen().take(new(knocks(vertical(range(1, 31)))))
    allowed = [(1, {"dport": 443}), (2, {"dport": 443, "dst": "192.0.2.80"})]
    seen.take(new(knocks(allowed, start=31, action="allow")))
    assert seen.members.get(31) == 1
    assert 32 not in seen.members


def test_pings_before_a_scan_are_part_of_it():
    """As nmap looks whether somebody is there."""
    pings = knocks([(0, ICMP), (0.1, ICMP)])
    seen = Seen().one_by_one(pings + knocks([(1 + at, {"dport": at}) for at in range(9)], start=3))
    (scan,) = seen.scans.values()
    assert (scan.kind, scan.alerts, [ports.proto for ports in scan.ports]) == ("vertical", 11, ["icmp", "tcp"])


def test_a_knock_that_turns_out_to_be_none_does_not_count():
    """It was let through after all, or its alert is a part of another one."""
    four, fifth = knocks(vertical(range(4))), knocks(vertical(range(5)))[4:]
    for change in (
        Change(kind="grown", alert=an_alert(id=2, src=SCANNER, dport=1, action="allow")),
        Change(kind="merged", alert=four[1], into=1),
    ):
        seen = Seen().take(new(four)).take([change]).take(new(fifth))
        assert not seen.scans
    assert Seen().take(new(four)).take(new(fifth)).scans


def test_a_knock_may_have_come_earlier_than_was_known():
    """A late line that moves it next to the others makes it one of them."""
    rows = [(0, {"dport": 21}), (100, {"dport": 22}), (101, {"dport": 23}), (102, {"dport": 24})]
    alerts = knocks([*rows, (103, {"dport": 25})])
    earlier = an_alert(id=1, src=SCANNER, dport=21, first=MOMENT + 99 * SECOND)
    assert not Seen().take(new(alerts)).scans
    seen = Seen().take(new(alerts[:4])).take([Change(kind="grown", alert=earlier)]).take(new(alerts[4:]))
    assert len(seen.members) == 5


def test_limits_are_given():
    """More doors, or shorter pauses."""
    strict = Limits(doors=20, gap=SECOND, slow_doors=20, slow_gap=2 * SECOND)
    for rows, many in ((vertical(range(19)), 0), (vertical(range(20)), 1), (vertical(range(20), 3), 0)):
        assert len(Seen(Scans(strict)).take(new(knocks(rows))).scans) == many


def test_the_scans_that_were_silent_longest_make_room():
    """They are counted; what they did is not forgotten, but they cannot go on."""
    seen = Seen(Scans(room=50_000))
    for source in range(40):
        rows = vertical(range(9), 0.001)
        seen.take(new(knocks(rows, f"198.51.100.{source}", start=1 + 9 * source)))
    assert len(seen.scans) == 40
    assert 0 < seen.engine.evicted < 40
    late = knocks([(1, {"dport": 99})], "198.51.100.39", start=400) + knocks([(1, {})], "198.51.100.0", start=401)
    seen.take(new(late))
    assert seen.members.get(400) == 40
    assert 401 not in seen.members


def _mixed(dice):
    """Return the alerts of scanners, clients and peers, as they come in."""
    rows = [
        *knocks(vertical(dice.sample(range(2_000), 60), 0.5), "198.51.100.1", os=NMAP),
        *knocks(vertical(range(40), 55), "198.51.100.2"),
        *knocks(vertical(range(20), 400), "198.51.100.3"),
        *knocks([(7 * at, {"dst": f"203.0.113.{at % 50}", "dport": 22}) for at in range(200)], "198.51.100.4"),
        *knocks([(21 * at, {}) for at in range(100)], "198.51.100.5"),
        *knocks([(2_000 + at, {"dport": at % 12}) for at in range(30)], "198.51.100.1"),
        *crew(12, 9),
        *client([(3, {"dport": 25}), (4, {"dport": 99}), (5, {"dport": 25}), (9, {"dport": 80})], 1),
        *knocks([(4, {"dport": 22}), (6, {"dport": 22})], "203.0.113.79", os=MASSCAN),
    ]
    rows += [alert for peer in range(99) for alert in knocks([(dice.uniform(0, 3_000), {})], f"198.51.101.{peer}")]
    return _numbered(sorted(rows, key=lambda alert: alert.first))


@pytest.mark.parametrize("seed", range(6))
def test_who_goes_on_from_what_is_kept_finds_the_same(seed):
    """An engine that is killed anywhere, and one that begins with its scans and its newest lone alerts."""
    dice = random.Random(seed)
    alerts = _mixed(dice)
    whole = Seen(Scans(knocks=400)).one_by_one(alerts)
    killed, kept = Seen(Scans(knocks=400)), {}
    for alert in alerts:
        if dice.random() < 0.02:
            killed.engine = Scans(knocks=400)
            going_on = sorted(killed.scans.values(), key=lambda scan: scan.newest)
            killed.engine.restore(going_on, max(killed.scans, default=0) + 1)
            lone = [each for number, each in kept.items() if number not in killed.members]
            killed.engine.recall(lone[-400:], alert.id - 1)
        killed.take(new([alert]))
        kept[alert.id] = alert
    assert killed.scans == whole.scans
    assert killed.members == whole.members
    assert len(whole.scans) >= 5
