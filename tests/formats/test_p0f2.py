import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import p0f2
from wallwatch.model import Stack
from wallwatch.model.times import iso

STAMP = "<Sat Mar  2 15:32:54 2002> "
WHO = STAMP + "192.0.2.112:3504 - Windows XP/2000 [GENERIC] "
SIGNATURE = "  Signature: [S4:117:1:48:M1460,N,N,S:.:Windows:?] "
LINK = "  -> 198.51.100.120:6346 (distance 11, link: ethernet/modem)"
RAW = "S4:117:1:48:M1460,N,N,S:."
ONE_LINE = WHO + SIGNATURE.lstrip() + LINK.lstrip()


@pytest.mark.parametrize(
    "lines",
    [(WHO, SIGNATURE, LINK), (ONE_LINE,), (*WHO.replace(" XP", "\n XP").split("\n"), SIGNATURE.strip(), LINK.strip())],
)
def test_a_record_is_one_line_or_several(lines: tuple[str, ...]) -> None:
    """With ``-l``, without it, and broken by a mail program."""
    assert p0f2.frame([*lines, ""], 0, final=False) == len(lines)
    found = fields(p0f2, *lines)
    assert iso(found.pop("time")) == "2002-03-02T15:32:54+00:00"
    assert found == {
        "tick": 1_000_000, "year_stated": True, "proto": "tcp", "src": "192.0.2.112", "sport": 3504,
        "dst": "198.51.100.120", "dport": 6346, "ttl": 117, "length": 48, "df": True, "window": 5840, "ip_header": 20,
        "options": ("mss:1460", "nop", "nop", "sok"),
        "os": Stack("Windows XP/2000", "Windows", hops=11, raw_sig=RAW),
    }  # fmt: skip


def test_an_unknown_syn_is_its_signature() -> None:
    """It has no distance, and no stack."""
    line = (
        STAMP + "192.0.2.7:5 - UNKNOWN [65535:64:1:64:M1386,W6:PZ:?:?] (NAT!) (up: 45 hrs) -> 198.51.100.1:6 (link: x)"
    )
    sighting = parsed(p0f2, line)
    assert sighting is not None
    assert (sighting.os, sighting.window, sighting.ip_id, sighting.options) == (None, 65_535, 0, ("mss:1386", "ws:6"))
    assert sighting.more == (
        ("NAT", "NAT!"), ("UP", "45 hrs"), ("LINK", "x"), ("raw_sig", "65535:64:1:64:M1386,W6:PZ"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("<Sat Mar  2 15:32:54 2002> ", "2002-03-02T15:32:54+00:00"),
        ("<1015083174.123456> ", "2002-03-02T15:32:54.123456+00:00"),
        ("<2002-03-02T15:32:54.123456Z> ", "2002-03-02T15:32:54.123456+00:00"),
    ],
)
def test_each_stamp_is_read(stamp: str, time: str) -> None:
    """``-t``, ``-ttt`` and ``-tttt``."""
    sighting = parsed(p0f2, ONE_LINE.replace(STAMP, stamp))
    assert sighting is not None
    assert (iso(sighting.time, tick=sighting.tick), sighting.year_stated) == (time, True)


@pytest.mark.parametrize(
    ("old", "new", "stack"),
    [
        ("distance 11", "distance -3", Stack("Windows XP/2000", "Windows", hops=-3, raw_sig=RAW)),
        ("distance 11, ", "", Stack("Windows XP/2000", "Windows", raw_sig=RAW)),
        (
            "Windows XP/2000 [",
            "Linux 2.4 (Google crawlbot) (NAT2!) (ECN) (firewall!) [tos 3] [",
            Stack("Linux 2.4 (Google crawlbot)", "Linux", hops=11, raw_sig=RAW),
        ),
        ("[GENERIC] " + SIGNATURE.lstrip(), "[FUZZY] * (up: 1 hrs) ", Stack("Windows XP/2000", "Windows", hops=11)),
        ("(distance 11, link: ethernet/modem)", "", Stack("Windows XP/2000", "Windows", raw_sig=RAW)),
        ("6346 (", "6346 ", None),
    ],
)
def test_what_p0f_saw_beside_the_system_is_no_part_of_its_name(old: str, new: str, stack: Stack | None) -> None:
    """NAT, ECN, TOS and uptime are taken off the label; its own parentheses stay."""
    assert old in ONE_LINE
    sighting = parsed(p0f2, ONE_LINE.replace(old, new))
    assert (sighting.os if sighting is not None else None) == stack


def test_names_beside_addresses_are_left_out() -> None:
    """``-r`` looks them up."""
    line = ONE_LINE.replace("192.0.2.112:", "192.0.2.112/box.example.net:").replace("120:", "120/fw.example.net:")
    assert fields(p0f2, line) == fields(p0f2, ONE_LINE)


@pytest.mark.parametrize(
    "lines",
    [
        (WHO,),
        (WHO, SIGNATURE),
        (WHO, SIGNATURE, WHO),
        (ONE_LINE.removeprefix(STAMP),),
        ("x " + ONE_LINE,),
        (STAMP + ">> Masquerade at 192.0.2.112: indicators at 75%.",),
        (ONE_LINE.replace(" - ", " : "),),
        (ONE_LINE.replace(" -> ", " - "),),
    ],
)
def test_without_a_connection_or_a_time_there_is_no_packet(lines: tuple[str, ...]) -> None:
    """``-N`` and no ``-t`` say too little; the lines are counted with all others."""
    reading = read(lines)
    assert (len(reading.sightings), reading.other, len(reading.unparsed)) == (0, len(lines), 0)


@pytest.mark.parametrize("line", [ONE_LINE.replace("112:", "312:"), ONE_LINE.replace("Mar  2", "Feb 30")])
def test_an_address_or_a_day_that_cannot_be_is_not_understood(line: str) -> None:
    """The shape is right, the content is not."""
    assert len(read([line]).unparsed) == 1


def test_spans_show_where_the_fields_stand() -> None:
    """Those of the stack come by their own names."""
    assert shown(p0f2, WHO, SIGNATURE, LINK) == {
        "time": "Sat Mar  2 15:32:54 2002", "src": "192.0.2.112", "sport": "3504", "label": "Windows XP/2000",
        "raw_sig": RAW, "dst": "198.51.100.120", "dport": "6346", "hops": "11",
    }  # fmt: skip
    assert shown(p0f2, "prose") == {}
