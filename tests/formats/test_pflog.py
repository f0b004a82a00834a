import pytest

from tests.formats.support import fields, parsed, read, shown
from tests.shared import shared
from wallwatch.formats import pflog
from wallwatch.model.times import iso

STAMP = "2026-11-22 09:16:29.776250 "
RULE = STAMP + "rule 2.relayd/web.7/0(match) [uid 0]: block in on em0: "
HEADER = "(tos 0x0, ttl 117, id 31988, offset 0, flags [DF], proto TCP (6), length 48)"
SYN = (
    "    192.0.2.112.3504 > 198.51.100.120.6346: Flags [S], cksum 0xcfc9 (correct), seq 3993102904, win 5840, "
    "options [mss 1460,nop,nop,sackOK], length 0"
)
SYSLOG = "Mar 30 15:33:26 enigma pf: "
PACKET = "192.0.2.112.6667 > 198.51.100.10.162: P 7408:7677(269) ack 1773 win 2520 <nop,nop,timestamp 39 28> (DF)"
OLD = SYSLOG + "Mar 30 15:32:33.483712 rule 2/(match) pass in on xl0: " + PACKET
TWO = (SYSLOG + "00:00:01.345678 rule 53/0(match): block out on em0: " + HEADER, SYSLOG + "   " + SYN)


def test_a_packet_comes_with_its_rule() -> None:
    """Anchor, rule, reason, verdict, direction and interface, and all that tcpdump says of the packet."""
    assert pflog.frame([RULE + HEADER, SYN, RULE], 0, final=False) == 2
    sighting = parsed(pflog, RULE + HEADER, SYN)
    assert sighting is not None
    assert (sighting.rule, sighting.chain, sighting.action) == ("2", "relayd/web", "block")
    assert (sighting.iface_in, sighting.iface_out) == ("em0", None)
    assert sighting.more == (("SUBRULE", "7"), ("REASON", "match"), ("UID", "0"))
    assert (sighting.ttl, sighting.ip_id, sighting.options) == (117, 31_988, ("mss:1460", "nop", "nop", "sok"))
    assert (iso(sighting.time, tick=1), sighting.tick) == ("2026-11-22T09:16:29.776250+00:00", 1)


def test_the_inner_stamp_is_the_packets() -> None:
    """The relay was 53 seconds late; numbers relative to the connection are in no field."""
    found = fields(pflog, OLD)
    assert iso(found.pop("time"), tick=1) == "2026-03-30T15:32:33.483712+00:00"
    assert found == {
        "tick": 1, "year_stated": False, "proto": "tcp", "src": "192.0.2.112", "sport": 6667, "dst": "198.51.100.10",
        "dport": 162, "flags": "AP", "window": 2520, "options": ("nop", "nop", "ts:39:28"), "df": True,
        "host": "enigma", "iface_in": "xl0", "action": "allow", "rule": "2",
    }  # fmt: skip


def test_a_relayed_packet_may_have_two_heads() -> None:
    """The inner stamp of ``-ttt`` is a difference, not a time, so the head's counts."""
    assert pflog.frame([*TWO, OLD], 0, final=False) == 2
    sighting = parsed(pflog, *TWO)
    assert sighting is not None
    assert (sighting.sport, sighting.iface_out, sighting.ttl) == (3504, "em0", 117)
    assert (iso(sighting.time), sighting.tick) == ("2026-03-30T15:33:26+00:00", 1_000_000)
    found = shown(pflog, *TWO)
    assert (found["time"], found["ttl"], found["src"], found["sport"], found["window"]) == (
        "Mar 30 15:33:26", "117", "192.0.2.112", "3504", "5840",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "some"),
    [
        ("Mar 30 15:32:33.483712 ", "", {"tick": 1_000_000}),
        ("Mar 30 15:32:33.483712 ", "15:32:33.483712 ", {"tick": 1}),
        ("pass in", "scrub in", {"action": "log"}),
        ("rule 2/(match)", "rule def/0(match):", {"rule": "def"}),
        ("rule 2/(match)", "rule 9/8(ip-option) [uid 0] [ridentifier 17]:", {"rule": "9"}),
        ("pass in", "pass out", {"iface_in": None, "iface_out": "xl0"}),
        (PACKET, "198.51.100.10.1514 > 192.0.2.190.1030:  udp 73", {"proto": "udp", "udp_length": 81}),
        (
            PACKET,
            "2001:db8::7.40 > 2001:db8::1.22: Flags [S], seq 5, win 8, length 0",
            {"src": "2001:db8::7", "seq": 5},
        ),
    ],
)
def test_the_rule_is_written_in_several_ways(old: str, new: str, some: dict[str, object]) -> None:
    """Versions differ in the reason, the colon and the stamp."""
    assert old in OLD
    sighting = parsed(pflog, OLD.replace(old, new))
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    "line",
    [
        OLD.replace(" pf: ", " sshd: "),
        SYSLOG + "rules loaded on boot",
        "rule " + OLD,
        STAMP + "pf rule 2/0(match): block in on em0: " + PACKET,
    ],
)
def test_what_pf_has_not_logged_is_other(line: str) -> None:
    """A rule inside the message of another program is none."""
    assert read([line]).other == 1


@pytest.mark.parametrize(
    "lines",
    [
        (RULE + HEADER,),
        (OLD[:120],),
        (OLD.replace("192.0.2.112", "192.0.2.312"),),
        (OLD.replace("Mar 30 15:32", "Feb 30 15:32"),),
        (TWO[0], OLD[:120]),
    ],
)
def test_a_torn_packet_is_not_guessed_at(lines: tuple[str, ...]) -> None:
    """Each line of it is counted as not understood."""
    reading = read(lines)
    assert (len(reading.sightings), len(reading.unparsed)) == (0, len(lines))


def test_spans_show_where_the_fields_stand() -> None:
    """The time is the inner stamp."""
    assert shown(pflog, OLD) == {
        "time": "Mar 30 15:32:33.483712", "host": "enigma", "rule": "2", "action": "pass", "iface_in": "xl0",
        "src": "192.0.2.112", "sport": "6667", "dst": "198.51.100.10", "dport": "162", "flags": "P", "window": "2520",
        "options": "nop,nop,timestamp 39 28",
    }  # fmt: skip
    assert shown(pflog, RULE + HEADER, SYN)["seq"] == "3993102904"
    assert shown(pflog, "prose") == {}


def test_the_lines_of_other_people_are_read() -> None:
    """All four of a list of examples, behind its bullets."""
    path = shared("samples", "third-party", "ossec", "decoder_comments.txt")
    lines = [line.strip().removeprefix("- ") for line in path.read_text(encoding="utf-8").splitlines()]
    ours = [line for line in lines if "rule " in line and "/(match) " in line]
    assert [sighting.format for sighting in read(ours).sightings] == ["pflog"] * 4
