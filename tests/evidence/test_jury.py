"""Judging alerts as they come and grow."""

import msgspec

from tests.evidence.samples import LINUX, MOMENT, OURS, SECOND, WINDOWS, a_packet, a_sighting, an_alert
from wallwatch.evidence.case import Finding
from wallwatch.evidence.jury import Jury, is_asking
from wallwatch.model import Header, Sighting, Stack

OUT = a_sighting(iface_in=None, iface_out="ppp0")
DUMP = a_sighting(kind="dump", iface_in=None)


def hear(jury, alert, *, stack=None, sightings=None, before=None, **packet):
    """Let the jury hear an alert of one packet, as it was seen; return its verdict and reason."""
    told = {} if sightings is None else {"sightings": sightings}
    first = a_packet(src=alert.src, dst=alert.dst, flags=alert.flags, **told | packet)
    finding = jury.hear(alert, ((0, first),), stack, None, before)
    jury.settle(msgspec.structs.replace(alert, os=stack, verdict=finding.verdict, because=finding.because))
    return finding


def knocks(count, gap=SECOND, **fields):
    """Return alerts of one source at one port after the other."""
    return [
        an_alert(id=number, dport=20 + number, first=MOMENT + number * gap, sport=40_000 + number, **fields)
        for number in range(1, count + 1)
    ]


def test_the_first_knocks_of_a_scan_are_judged_again():
    """A system's own SYNs are a client's until they are many; then the earlier ones are told of again, once."""
    jury = Jury()
    verdicts = [hear(jury, alert, stack=LINUX).verdict for alert in knocks(7)]
    assert verdicts == ["client"] * 4 + ["scanner"] * 3
    revised = jury.revised()
    assert [(alert.id, alert.verdict) for alert in revised] == [(number, "scanner") for number in (1, 2, 3, 4)]
    assert revised[0].because == "a Linux host knocks at 5 ports within 4 s"
    assert jury.revised() == []


def test_an_alert_that_has_grown_meanwhile_is_not_told_of_as_it_was():
    """What is heard of it after it was judged again is newer, and has the new verdict."""
    jury = Jury()
    alerts = knocks(5)
    first, *_ = [hear(jury, alert, stack=LINUX) for alert in alerts]
    grown = msgspec.structs.replace(alerts[0], packets=2, ladder=(1.0,))
    assert hear(jury, grown, stack=LINUX, before=first).verdict == "scanner"
    assert [alert.id for alert in jury.revised()] == [2, 3, 4]


def test_what_was_let_through_is_no_scan():
    """Connections that the firewall allows are what its services are for."""
    jury = Jury()
    assert {hear(jury, alert, stack=LINUX).verdict for alert in knocks(9, action="allow")} == {"client"}


def test_late_answers_of_a_server_are_no_scan():
    """A name server that answers to many ports does not knock at them."""
    jury = Jury()
    late = [an_alert(id=port, proto="udp", flags=None, sport=53, dport=port) for port in range(40_000, 40_009)]
    assert {hear(jury, alert).verdict for alert in late} == {"unknown"}


def test_part_of_a_scan_stays_so():
    """A retransmission long after the scan does not make a client of it."""
    jury = Jury()
    scanner = Finding("scanner", "knocks at 9 ports")
    grown = an_alert(packets=2, ladder=(1.0,))
    assert hear(jury, grown, stack=LINUX, before=scanner) == scanner


def test_a_tool_that_was_none_is_let_go():
    """A bare line looked like a tool's; the options that another witness saw are a system's."""
    jury = Jury()
    tool = Stack("nmap SYN scan (by its shape)", "nmap", "tool")
    first = hear(jury, an_alert(dport=22), stack=tool)
    assert first.verdict == "scanner"
    assert hear(jury, an_alert(dport=22), stack=LINUX, before=first).verdict == "client"


def test_an_answer_to_our_own_syn_is_no_backscatter():
    """A log shows our SYN leave, or a capture shows it without saying which way it goes."""
    for sighting in (OUT, DUMP):
        jury = Jury()
        ours = an_alert(id=1, src=OURS, sport=40_000, dst="192.0.2.80", dport=80)
        theirs = an_alert(id=2, src="192.0.2.80", sport=80, dst=OURS, dport=40_000, flags="AS")
        hear(jury, ours, stack=LINUX, sightings=(sighting,))
        assert hear(jury, theirs).because == "a SYN-ACK to a SYN that a log shows"
        assert hear(Jury(), theirs).verdict == "backscatter"


def test_an_error_is_held_against_what_left():
    """A log shows the packet that it quotes, or none does."""
    quote = Header(proto="udp", src=OURS, sport=40_000, dst="192.0.2.53", dport=53)
    error = an_alert(id=2, proto="icmp", flags=None, icmp_type=3, sport=None, dport=None, src="192.0.2.53")
    told = (a_sighting(quote=quote),)
    assert hear(Jury(), error, sightings=told, proto="icmp").verdict == "backscatter"
    jury = Jury()
    hear(jury, an_alert(proto="udp", flags=None, src=OURS, sport=40_000, dst="192.0.2.53", dport=53), sightings=(OUT,))
    assert hear(jury, error, sightings=told, proto="icmp").because == "an error about a packet that a log shows"


def test_a_packet_that_leaves_stays_ours():
    """Also when it grows and the change does not hold its first packet."""
    jury = Jury()
    ours = an_alert(src=OURS, dst="192.0.2.80", dport=80)
    left = hear(jury, ours, sightings=(OUT,))
    assert left.because == "it was sent from here"
    assert jury.hear(msgspec.structs.replace(ours, packets=2, ladder=(1.0,)), (), LINUX, None, left) == left


def inherited(jury, start=0):
    """Let our address change, and 14 hosts call gnutella at the new one; return the last finding."""
    for number in range(20):
        time = MOMENT + number * 60 * SECOND
        hear(jury, an_alert(id=number, dst="203.0.113.1", src=f"10.9.{number}.1", dport=23, first=time, last=time))
    for number in range(14):
        time = MOMENT + (40 + number) * 60 * SECOND
        alert = an_alert(id=100 + number, src=f"10.{number}.0.1", first=time + start, last=time + start)
        finding = hear(jury, alert, stack=WINDOWS)
    return finding


def test_inheritance_feeds_the_verdict():
    """Who calls what the last holder served is a leftover by its first SYN, and the reason says why."""
    jury = Jury()
    finding = inherited(jury)
    assert finding.verdict == "leftover"
    assert finding.because is not None
    assert finding.because.startswith("a Windows host calls a file-sharing port; since 16:12 this address has a new")
    assert [change.after for change in jury.address_changes()] == [OURS]


def test_a_system_that_is_known_later_counts_as_a_caller():
    """The kernel's line names no system, the dump that follows does."""
    jury = Jury()
    inherited(jury)
    alert = an_alert(id=300, src="172.16.0.1", first=MOMENT + 3_600 * SECOND, last=MOMENT + 3_600 * SECOND)
    first = hear(jury, alert)
    assert first.verdict == "unknown"
    second = hear(jury, alert, stack=WINDOWS, before=first)
    assert second.because is not None
    assert "15 hosts in 15 networks" in second.because


def test_what_is_recalled_counts_as_if_it_had_been_heard():
    """After a restart the fifth port makes the scan, and the four before it are judged again."""
    jury = Jury()
    for alert in knocks(4):
        jury.recall(msgspec.structs.replace(alert, os=LINUX, verdict="client", because="once"))
    last = knocks(5)[-1]
    assert hear(jury, last, stack=LINUX).verdict == "scanner"
    assert [alert.id for alert in jury.revised()] == [1, 2, 3, 4]


def test_an_alert_that_is_gone_is_not_revised():
    """What went into another alert is no row any more."""
    jury = Jury()
    alerts = knocks(5)
    for alert in alerts[:4]:
        hear(jury, alert, stack=LINUX)
    jury.forget(alerts[0].id)
    hear(jury, alerts[4], stack=LINUX)
    jury.forget(alerts[1].id)
    assert [alert.id for alert in jury.revised()] == [3, 4]


def test_who_asks():
    """SYNs, probes, pings and UDP ask; answers do not, nor what comes from a server's port to a client's."""
    asking = [{"flags": "S"}, {"flags": None}, {"flags": "F"}, {"proto": "udp", "flags": None}, {"flags": "A"}]
    silent = [{"flags": "AS"}, {"flags": "R"}, {"flags": "AR"}, {"flags": "A", "sport": 80, "dport": 40_000}]
    pings = [{"proto": "icmp", "flags": None, "icmp_type": kind} for kind in (8, 0, 3)]
    assert all(is_asking(an_alert(**fields)) for fields in asking)
    assert not any(is_asking(an_alert(**fields)) for fields in silent)
    assert [is_asking(an_alert(**fields)) for fields in pings] == [True, False, False]


def test_it_never_raises_on_a_bare_alert():
    """Whatever is missing, there is a verdict."""
    for proto in ("tcp", "udp", "icmp", "icmp6", "47", "hopopt"):
        alert = an_alert(proto=proto, sport=None, dport=None, flags=None, ttl=None, host=None, iface=None)
        packet = a_packet(proto=proto, sightings=(Sighting(time=0, proto=proto, src="", dst=""),))
        assert Jury().hear(alert, ((0, packet),), None, None).because
