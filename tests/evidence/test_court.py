"""All opinions of one sender."""

import msgspec

from tests.evidence.samples import LINUX, MOMENT, NMAP, SECOND, WINDOWS, a_packet, a_sighting, an_alert, as_p0f
from wallwatch.evidence.court import hear
from wallwatch.model import Stack

SAID = Stack("Windows 95 or early NT4", "Windows", "reported", 12)
OPTIONS = ("mss:1460", "nop", "nop", "sok")
BURST = (
    a_packet(ip_id=31988, seq=7, options=OPTIONS, sightings=(a_sighting(), as_p0f(SAID))),
    a_packet(ip_id=32007, seq=7, options=OPTIONS, time=MOMENT + 2_960_000, sightings=(a_sighting(), as_p0f(SAID))),
    a_packet(ip_id=32053, seq=7, options=OPTIONS, time=MOMENT + 8_980_000),
)
LEFTOVER = an_alert(os=WINDOWS, packets=3, ladder=(2.96, 6.02), tick=1)


def told(court):
    """Return stance and words by witness."""
    return {opinion.witness: (opinion.stance, opinion.says) for opinion in court.opinions}


def test_the_court_of_the_incident():
    """All agree on a Windows of its time; p0f 1 counted one hop too many, and each is told once."""
    court = hear(LEFTOVER, BURST)
    assert told(court) == {
        "own": ("best", "Windows NT family, generic, 11 hops"),
        "p0f 1": ("agrees", "Windows 95 or early NT4; p0f 1 said 12 hops, that is 11"),
        "ladder": ("agrees", "3 s, 6 s, then nothing: as Windows 2000 to 8, which then gives up"),
        "ip ids": ("agrees", "one counter for all its packets, 7.0 a second: as Windows before 8"),
        "port": ("agrees", "1025 to 5000: as Windows before Vista and other old systems"),
        "ttl": ("agrees", "117: 11 hops, if it began at 128"),
    }
    assert court.contradicting == ()


def test_who_contradicts_is_named():
    """A TTL and waits that no Windows has, and a p0f that says Linux."""
    linux = Stack("Linux 2.4", "Linux", "reported", 12)
    fuzzy = msgspec.structs.replace(WINDOWS, match="fuzzy")
    alert = an_alert(os=fuzzy, ttl=52, packets=6, ladder=(1.0,) * 5, tick=1)
    packets = (a_packet(ttl=52, sightings=(as_p0f(linux, 2),)),)
    assert hear(alert, packets).contradicting == ("p0f 2", "ladder", "ttl")


def test_where_p0f_answers_our_guess_stands_beside_it():
    """Its answer is the best one; what the bare line shows agrees or contradicts."""
    stack = Stack("Windows 2000", "Windows", "reported", 16)
    bare = a_packet(ttl=112, length=48, df=True, ip_id=7, window=16384, sightings=(as_p0f(stack, 2),))
    court = told(hear(an_alert(os=stack, ttl=112), (bare,)))
    assert court["p0f 2"] == ("best", "Windows 2000, 16 hops")
    assert court["own"][0] == "agrees"


def test_what_nobody_knows_is_said():
    """A SYN that no signature fits, one whose options are not logged, and a p0f that knows nothing."""
    decoded = hear(an_alert(), (a_packet(options=("?254",), sightings=(as_p0f(None, 3),)),))
    assert told(decoded)["own"][1] == "knows no system that sends such a SYN"
    assert told(decoded)["p0f 3"] == ("", "does not know it")
    assert told(hear(an_alert(), (a_packet(),)))["own"][1] == "the SYN's options are not logged"
    assert hear(an_alert(), (a_packet(),)).best is None


def test_a_tool_that_p0f_takes_for_a_system_is_contradicted_by_it():
    """p0f 3 takes masscan for Linux; where it names the tool as well, it agrees."""
    linux, tool = Stack("Linux 2.2.x-3.x", "Linux", "reported", 1), Stack("NMap SYN scan", "NMap", "reported", 1)
    for said, stance in ((linux, "contradicts"), (tool, "agrees")):
        court = hear(an_alert(os=NMAP), (a_packet(sightings=(as_p0f(said, 3),)),))
        assert told(court)["p0f 3"][0] == stance


def test_options_that_are_left_out_later_are_a_witness():
    """Windows scaling goes with the third SYN: that is evidence, and no other system."""
    scaled = ("mss:1460", "nop", "ws:2", "nop", "nop", "sok")
    packets = (a_packet(options=scaled), a_packet(options=scaled), a_packet(options=OPTIONS))
    stance, words = told(hear(an_alert(os=WINDOWS, packets=3, ladder=(3.0, 6.0)), packets))["options"]
    assert stance == "agrees"
    assert words.startswith("window scaling left out from SYN 3 on")


def test_other_alerts_tell_how_a_source_numbers():
    """One SYN has one ID and one port; several alerts of the source have a rule."""
    others = [
        (
            an_alert(id=number, sport=3504 + number, first=MOMENT + number * SECOND),
            (a_packet(ip_id=100 + 7 * number, time=MOMENT + number * SECOND, sport=3504 + number, ttl=116),),
        )
        for number in range(2, 8)
    ]
    alone, together = told(hear(LEFTOVER, (a_packet(ip_id=107),))), told(hear(LEFTOVER, (a_packet(ip_id=107),), others))
    assert "ip ids" not in alone
    assert together["ip ids"][1].startswith("one counter for all its packets")
    assert together["ports"][1].startswith("source ports that count up")
    assert together["ttl"][1].endswith("; also 116: several ways or hosts, or forged")


def test_what_is_no_tcp_has_few_witnesses():
    """A UDP packet has a TTL and an ID, and no more."""
    alert = an_alert(proto="udp", flags=None)
    assert set(told(hear(alert, (a_packet(proto="udp", flags=None, ip_id=5),)))) == {"ttl"}
    assert hear(msgspec.structs.replace(alert, ttl=None), ()).opinions == ()


def test_a_linux_of_today_draws_its_port_from_its_range():
    """A port outside of a system's range says nothing against it: a router may have given it out."""
    assert told(hear(an_alert(os=LINUX, ttl=52, sport=40_000), (a_packet(ttl=52),)))["port"][0] == "agrees"
    assert told(hear(an_alert(os=LINUX, ttl=52, sport=2_000), (a_packet(ttl=52),)))["port"][0] == ""
