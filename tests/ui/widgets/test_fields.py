import pytest

from tests.ui.alerts import DUMP_FIELDS, MOMENT, SECOND, STACK, a_p0f_sighting, a_packet, a_sighting, an_alert
from tests.ui.desk import alerts_of, commit, until, watching
from wallwatch.model import GAP, Change, Header, Signature, Stack
from wallwatch.ui.widgets.fields import Fields
from wallwatch.ui.widgets.packets import Selected


def shown(packet, width=78, **fields):
    pane = Fields()
    pane.show(an_alert(**fields), Selected(packet, 1, 3))
    return ["".join(text for text, _ in line.parts).rstrip() for line in pane.lay(width)]


def test_a_gap_has_no_packet_and_says_what_is_known():
    """The pane is not empty: it says whose lines are missing, and why."""
    lines = shown(None, proto=GAP, src="kern", packets=0, because="kern.log.1 is gone.")
    assert lines[:2] == [" Lines of kern are missing that nobody can read any more.", " kern.log.1 is gone."]


def test_all_that_is_known_of_a_packet():
    """IP and TCP header, options in order, our answer and p0f's own words, and each witness with its raw line."""
    packet = a_packet(sightings=(a_sighting(), a_sighting(**DUMP_FIELDS), a_p0f_sighting()))
    assert shown(packet, os=STACK, ttl=117) == [
        " IP    addresses 198.51.100.7 > 192.0.2.1 tcp",
        "       ttl       117                      11 hops, if it began at 128",
        "       id        31988 (0x7cf4)",
        "       length    48 bytes",
        "       header    20 bytes",
        "       bits      DF                       do not fragment",
        "       tos       0x00",
        " TCP   ports     3504 > 6346              gnutella",
        "       flags     SYN                      asks for a connection",
        "       seq       3993102904 (0xee01ea38)",
        "       ack       0 (0x00000000)",
        "       window    5840                     4 times the MSS",
        "       header    28 bytes",
        "       option    mss 1460                 takes segments of up to 1460 bytes",
        "       option    nop                      padding",
        "       option    nop                      padding",
        "       option    sok                      takes selective acknowledgements",
        " STACK own       best        Windows, generic, 11 hops",
        "       p0f 1     agrees      Windows 95 or early NT4; p0f 1 said 12 hops, that",
        "                             is 11",
        "       port      agrees      1025 to 5000: as Windows before Vista and other",
        "                             old systems",
        "       ttl       agrees      117: 11 hops, if it began at 128",
        "       4:117+11:0:1460:5840,0:mss,nop,nop,sok:df:0",
        " SEEN  kern.log  ipchains, a log file",
        "       host      greatwall",
        "       chain     input",
        "       rule      64",
        "       action    block",
        "       Mar  2 15:32:54 greatwall kernel: Packet log: input DENY ppp0 PROTO=6",
        "       ...",
        " SEEN  snort.dump  snort-dump, a log file",
        "       host      greatwall",
        "       03/02-15:32:54.630347 198.51.100.7:3504 -> 192.0.2.1:6346",
        "       TCP TTL:117 TOS:0x0 ID:31988 IpLen:20 DgmLen:48 DF",
        " SEEN  p0f.log  p0f1, a log file",
        "       host      greatwall",
        "       Windows 95 or early NT4",
    ]


def test_a_witness_says_more_than_the_header():
    """Signature, interfaces, repeats, quotes and what else the line says are there, and what forging it would take."""
    told = a_sighting(
        kind="signature",
        trust="mixed",
        signature=Signature("TCP to 6346 [gnutella]", gid=1, sid=0, rev=0, classification="Misc", priority=3),
        iface_in="ppp0",
        iface_out="eth0",
        repeat=2,
        quote=Header(proto="udp", src="192.0.2.1", dst="192.0.2.2", dport=53),
        more=(("MARK", "0x1a"),),
    )
    text = "\n".join(shown(a_packet(sightings=(told,))))
    for words in (
        "a local user may have forged it",
        "signature TCP to 6346 [gnutella]",
        "1:0:0",
        "class     Misc",
        "priority  3",
        "through   ppp0 > eth0",
        "repeats   2",
        "quotes    udp 192.0.2.1 > 192.0.2.2:53",
        "MARK      0x1a",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"dst": "192.168.1.5", "dport": 80}, "target    192.168.1.5:80           the address is translated"),
        ({"src": "192.168.1.5", "sport": 61001}, "source    192.168.1.5:61001        the address is translated"),
    ],
)
def test_a_witness_beyond_a_nat_says_what_it_saw(fields, line):
    """The target, or the source with its port, before the translation or behind it."""
    text = shown(a_packet(sightings=(a_sighting(), a_sighting(**fields))))
    assert [each.strip() for each in text].count(line) == 1


def test_what_was_not_logged_for_the_answer_is_named():
    """Our own answer says which fields of the SYN it did not see."""
    text = "\n".join(shown(a_packet(), os=Stack("Windows", match="partial", unseen=("window", "options"))))
    assert "not logged: window, options" in text


@pytest.mark.parametrize("width", [18, 30, 50])
def test_long_words_go_on_below(width):
    """In a narrow pane nothing is lost."""
    text = "".join("".join(shown(a_packet(), width)).split())
    assert "takessegmentsofupto1460bytes" in text
    assert "198.51.100.7>192.0.2.1" in text


async def test_the_other_alerts_of_the_source_are_witnesses(session):
    """They are asked for in the background; the court is heard again when they come."""
    changes = [
        Change(
            kind="new",
            alert=an_alert(id=number, first=MOMENT + number * SECOND, sport=3504 + number, ttl=117, os=STACK),
            touched=((0, a_packet(time=MOMENT + number * SECOND, ip_id=100 + number * 7, sport=3504 + number)),),
        )
        for number in range(4, 10)
    ]
    commit(session.store, changes)
    async with watching(session, (120, 60)) as pilot:
        pane = alerts_of(pilot).query_one(Fields)
        await pilot.press("g")
        await until(pilot, lambda: any("ip ids" in line.entry for line in pane.lay(78)))
        text = "".join("".join(part for part, _ in line.parts) for line in pane.lay(78))
        assert "one counter for all its packets" in text
        assert "source ports that count up" in text


def test_no_packet_no_fields():
    """Without a packet the pane is empty."""
    pane = Fields()
    pane.show(None, Selected(None))
    assert list(pane.lay(78)) == []
    assert pane.subject(78) == ""


def test_the_rule_names_the_packet():
    """The rule says which packet it is and when it came, as exactly as it was stamped."""
    pane = Fields()
    pane.show(an_alert(), Selected(a_packet(), 1, 3))
    assert pane.subject(40) == "packet 2 of 3, 15:32:54.630347"
    assert pane.subject(20) == "packet 2 of 3"
    pane.show(an_alert(), Selected(a_packet(tick=1_000_000), 0, 3))
    assert pane.subject(40) == "packet 1 of 3, 15:32:54"
