"""Alerts get a stack and a network on their way to the store."""

from datetime import UTC
from pathlib import Path

import msgspec
import pytest

from wallwatch.correlate import Correlator
from wallwatch.engine import identify
from wallwatch.engine.identify import Identifier
from wallwatch.engine.known import stacks
from wallwatch.formats import LineReader
from wallwatch.model import Alert, Change, Header, Packet, Sighting, Stack
from wallwatch.model.line import Lines

SAMPLES = Path(__file__).parents[1] / "samples"
SIGNATURES = stacks()

OWN = Stack(label="Windows", family="Windows", match="generic", hops=11)
REPORTED = Stack(label="Windows 95 or early NT4", hops=12)
ALERT = Alert(id=7, first=0, last=0, proto="tcp", src="198.51.100.112", dst="203.0.113.120", os=REPORTED)
BARE = Packet(proto="tcp", src=ALERT.src, dst=ALERT.dst, time=0, flags="S")
DECODED = msgspec.structs.replace(BARE, options=("mss:1460",))


def _own(header: Header) -> Stack | None:
    return OWN if header.options else None


def _no_network(_address: str) -> None:
    return None


def _change(*touched: tuple[int, Packet], alert: Alert = ALERT) -> Change:
    return Change(kind="grown", alert=alert, touched=touched)


def test_what_p0f_reported_stands_until_the_syn_is_decoded() -> None:
    """Without a decoded SYN the answer is p0f's."""
    assert Identifier(_own, _no_network).complete(_change((0, BARE))).alert.os == REPORTED


def test_the_hops_of_p0f_1_are_put_right() -> None:
    """It prints one more than the distance; that stays so when the alert grows by other witnesses."""
    told = Sighting(time=0, proto="tcp", src=ALERT.src, dst=ALERT.dst, format="p0f1", kind="fingerprint", os=REPORTED)
    packet = msgspec.structs.replace(BARE, sightings=(told,))
    identifier = Identifier(_own, _no_network)
    assert identifier.complete(_change((0, packet))).alert.os == Stack(label="Windows 95 or early NT4", hops=11)
    grown = identifier.complete(_change((1, BARE))).alert.os
    assert grown is not None
    assert grown.hops == 11


def test_our_own_answer_stands_where_the_syn_was_decoded() -> None:
    """The first packet's options decide."""
    assert Identifier(_own, _no_network).complete(_change((0, DECODED))).alert.os == OWN


def test_a_guess_from_a_bare_line_steps_back_for_p0f() -> None:
    """p0f saw the options; without it the guess stands, and it never takes the place of a better answer."""
    guess = Stack(label="Windows", family="Windows", match="partial", hops=11)
    identifier = Identifier(lambda header: OWN if header.options else guess, _no_network)
    assert identifier.complete(_change((0, BARE))).alert.os == REPORTED
    unreported = msgspec.structs.replace(ALERT, id=8, os=None)
    assert identifier.complete(_change((0, BARE), alert=unreported)).alert.os == guess
    assert identifier.complete(_change((0, DECODED), alert=unreported)).alert.os == OWN
    assert identifier.complete(_change((0, BARE), alert=unreported)).alert.os == OWN


def test_witnesses_that_contradict_leave_a_mark() -> None:
    """p0f names another system than the options do."""
    linux = msgspec.structs.replace(ALERT, os=Stack(label="Linux 2.4", family="Linux"))
    stack = Identifier(_own, _no_network).complete(_change((0, DECODED), alert=linux)).alert.os
    assert stack == msgspec.structs.replace(OWN, disputed=True)


def test_an_alert_gets_a_verdict_with_its_reason() -> None:
    """And another one when it grows: who retries a file-sharing port expects to be served."""
    identifier = Identifier(_own, _no_network)
    peer = msgspec.structs.replace(ALERT, dport=6346, flags="S")
    first = identifier.complete(_change((0, DECODED), alert=peer)).alert
    assert (first.verdict, first.because) == (
        "client",
        "a Windows host calls a file-sharing port (gnutella) once, so far",
    )
    retried = msgspec.structs.replace(peer, packets=3, ladder=(2.96, 6.02))
    grown = identifier.complete(_change((1, DECODED), (2, DECODED), alert=retried)).alert
    assert grown.verdict == "leftover"
    assert grown.because == "a Windows host retries a file-sharing port (3 s, 6 s), then gives up"


def test_a_tool_that_several_packets_show_is_named() -> None:
    """One sequence number for all targets is no system's doing; the third packet proves it."""
    identifier = Identifier(lambda _header: None, _no_network)
    found = []
    for port in (1, 2, 3):
        alert = msgspec.structs.replace(ALERT, id=port, sport=4000, dport=port, flags="S", os=None)
        packet = msgspec.structs.replace(BARE, sport=4000, dport=port, seq=77, ttl=50, options=(), window=512)
        found.append(identifier.complete(_change((0, packet), alert=alert)).alert)
    assert [alert.os is not None and alert.os.match == "tool" for alert in found] == [False, False, True]
    assert found[-1].verdict == "scanner"


def test_who_joins_a_scan_is_a_scanners_from_then_on() -> None:
    """Among the changes, or in the store; but for what is surer, what is unknown, and what has gone."""
    identifier = Identifier(lambda _header: None, _no_network)
    peers = [
        msgspec.structs.replace(ALERT, id=n, sport=n, flags="S", src=f"198.51.100.{n}", os=None) for n in range(1, 5)
    ]
    changes = [identifier.complete(Change(kind="new", alert=peer)) for peer in peers]
    assert {change.alert.verdict for change in changes} == {"unknown"}
    gone = identifier.complete(Change(kind="merged", alert=peers[3], into=1))
    told, turned = identifier.join([changes[0], gone], dict.fromkeys((1, 2, 4, 99), "part of a scan"))
    assert [(change.kind, change.alert.verdict) for change in told] == [("new", "scanner"), ("merged", "unknown")]
    assert turned == {2: "part of a scan"}
    assert identifier.join(told, {1: "part of another"}) == (told, {})
    grown = identifier.complete(Change(kind="grown", alert=msgspec.structs.replace(peers[1], packets=2, ladder=(3.0,))))
    assert (grown.alert.verdict, grown.alert.because) == ("scanner", "part of a scan")


@pytest.mark.parametrize("joins", [True, False])
def test_a_scanner_found_out_late_takes_back_no_packet(*, joins: bool) -> None:
    """An alert that was judged as a part of a slow scan, and grew, is not told of again as it was before."""
    identifier = Identifier(lambda _header: None, _no_network)
    first, *others = _scan(8)
    identifier.complete(Change(kind="new", alert=first))
    identifier.join([], {first.id: "part of a scan"} if joins else {})
    grown = msgspec.structs.replace(first, packets=2, ladder=(0.5,))
    identifier.complete(Change(kind="grown", alert=grown))
    for other in others:
        identifier.complete(Change(kind="new", alert=other))
    revised = {change.alert.id: change.alert for change in identifier.revise([])}
    assert revised[2].verdict == "scanner"
    assert (first.id in revised) is not joins
    assert all(alert.packets == 2 for number, alert in revised.items() if number == first.id)


def _scan(count: int) -> list[Alert]:
    return [
        msgspec.structs.replace(ALERT, id=n, dport=n, sport=n, flags="S", first=n, os=None) for n in range(1, count)
    ]


def test_a_scan_is_told_of_its_first_alerts_as_well() -> None:
    """They get their verdict when the scan is known, as changes without packets, and keep it."""
    identifier = Identifier(_own, _no_network)
    verdicts = [identifier.complete(_change((0, DECODED), alert=alert)).alert.verdict for alert in _scan(7)]
    assert verdicts == ["client"] * 4 + ["scanner"] * 2
    revised = identifier.revise([])
    assert [(change.kind, change.alert.id, change.alert.verdict, change.touched) for change in revised] == [
        ("grown", number, "scanner", ()) for number in (1, 2, 3, 4)
    ]
    assert identifier.revise([]) == []
    assert identifier.complete(_change((1, DECODED), alert=_scan(2)[0])).alert.verdict == "scanner"


def test_verdicts_go_on_over_a_restart() -> None:
    """What the alerts of an earlier run tell of their source counts, and their own verdicts stand."""
    before = Identifier(_own, _no_network)
    stored = [before.complete(_change((0, DECODED), alert=alert)).alert for alert in _scan(5)]
    identifier = Identifier(_own, _no_network)
    identifier.restore(stored)
    identifier.look_up({alert.id: alert for alert in stored}.get)
    assert identifier.complete(_change((0, DECODED), alert=_scan(6)[-1])).alert.verdict == "scanner"
    assert [change.alert.id for change in identifier.revise([])] == [1, 2, 3, 4]


def test_what_was_merged_passes_as_it_is() -> None:
    """An alert that went into another one is judged no more."""
    identifier = Identifier(_own, _no_network)
    merged = Change(kind="merged", alert=ALERT, into=3)
    assert identifier.complete(merged) is merged


def test_changes_of_our_address_are_found_and_not_told_twice() -> None:
    """An earlier run has told of those that it saw."""
    alerts = [
        msgspec.structs.replace(ALERT, id=n, src=f"192.0.2.{n}", dst=dst, first=n * 60_000_000, last=n * 60_000_000)
        for dst, some in (("203.0.113.1", range(20)), ("203.0.113.2", range(40, 45)))
        for n in some
    ]
    identifier, later = Identifier(_own, _no_network), Identifier(_own, _no_network)
    for alert in alerts:
        identifier.complete(_change((0, BARE), alert=alert))
    assert [(change.before, change.after) for change in identifier.address_changes()] == [
        ("203.0.113.1", "203.0.113.2")
    ]
    later.restore(alerts)
    assert later.address_changes() == []


def test_a_retransmission_inherits_the_answer() -> None:
    """Later packets neither lose nor change what the first SYN told."""
    identifier = Identifier(_own, _no_network)
    identifier.complete(_change((0, DECODED)))
    assert identifier.complete(_change((1, BARE))).alert.os == OWN


def test_the_answer_is_inherited_over_a_restart() -> None:
    """What an earlier run stored is remembered; p0f's words are not mistaken for our own."""
    identifier = Identifier(_own, _no_network)
    identifier.look_up({7: msgspec.structs.replace(ALERT, os=OWN), 8: msgspec.structs.replace(ALERT, id=8)}.get)
    assert identifier.complete(_change((1, BARE))).alert.os == OWN
    eighth = msgspec.structs.replace(ALERT, id=8, os=None)
    assert identifier.complete(_change((1, BARE), alert=eighth)).alert.os is None


def test_the_answer_is_inherited_however_many_alerts_came_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the store where it is not at hand any more."""
    monkeypatch.setattr(identify, "_REMEMBERED", 4)
    identifier, stored = Identifier(_own, _no_network), dict[int, Alert]()
    identifier.look_up(lambda number: stored.pop(number, None))
    for number in range(10, 20):
        alert = msgspec.structs.replace(ALERT, id=number, dport=number)
        stored[number] = identifier.complete(_change((0, DECODED), alert=alert)).alert
    assert len(stored) == 10
    alert = identifier.complete(_change((1, BARE), alert=msgspec.structs.replace(ALERT, id=10, dport=10))).alert
    assert alert.os == OWN
    assert 10 not in stored


def test_the_network_comes_from_what_is_known() -> None:
    """A network and AS number are filled in where the look-up knows the address."""
    identifier = Identifier(_own, {"198.51.100.112": ("EXAMPLE-54-B", 64500)}.get)
    alert = identifier.complete(_change((0, BARE))).alert
    assert (alert.network, alert.asn) == ("EXAMPLE-54-B", 64500)


def _sightings(log: str) -> tuple[Sighting, ...]:
    lines = tuple((SAMPLES / log).read_bytes().splitlines())
    starts = tuple(range(len(lines)))
    batch = Lines(source=log, stream=log, start=0, end=len(lines), lines=lines, starts=starts, ended=True)
    return LineReader(log, zone=UTC).feed(batch).sightings


def _stored(sightings: tuple[Sighting, ...], restart: int | None = None) -> dict[int, Alert]:
    """Return the alerts that a log makes, line by line, with another identifier from one line on."""
    correlator, identifier = Correlator(), Identifier(SIGNATURES, _no_network)
    alerts: dict[int, Alert] = {}
    for place, sighting in enumerate(sightings):
        if place == restart:
            identifier = Identifier(SIGNATURES, _no_network)
            identifier.restore(alerts.values())
            identifier.look_up(dict(alerts).get)
        changes = [identifier.complete(change) for change in correlator.add([sighting])]
        for change in identifier.revise(changes):
            alerts.pop(change.alert.id, None)
            if change.into is None:
                alerts[change.alert.id] = change.alert
    return alerts


@pytest.mark.parametrize("log", ["netfilter.log", "ipchains.log", "tcpdump.log", "p0f1.log", "snort-dump.log"])
def test_answers_are_the_same_wherever_the_engine_was_restarted(log: str) -> None:
    """Stacks, verdicts and reasons do not depend on when it was."""
    sightings = _sightings(log)
    whole = _stored(sightings)
    assert whole
    for restart in range(1, len(sightings), max(len(sightings) // 8, 1)):
        assert _stored(sightings, restart) == whole


def test_a_revision_does_not_take_back_what_an_alert_has_become() -> None:
    """It grew in the same batch in which its source turned out to be a scanner."""
    identifier = Identifier(_own, _no_network)
    for alert in _scan(5):
        identifier.complete(_change((0, DECODED), alert=alert))
    fifth = identifier.complete(_change((0, DECODED), alert=_scan(6)[-1]))
    grown = msgspec.structs.replace(_scan(2)[0], packets=4, verdict="client")
    changes = identifier.revise([fifth, Change(kind="grown", alert=grown)])
    assert [(change.alert.id, change.alert.packets, change.alert.verdict) for change in changes] == [
        (5, 1, "scanner"),
        (1, 4, "scanner"),
        (2, 1, "scanner"),
        (3, 1, "scanner"),
        (4, 1, "scanner"),
    ]
