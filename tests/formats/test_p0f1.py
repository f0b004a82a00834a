import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import p0f1
from wallwatch.model import Stack
from wallwatch.model.times import iso

WHO = "Sat Mar  2 15:32:54 2002 192.0.2.112 [12 hops]: Windows 95 or early NT4"
LINK = " + 192.0.2.112:3504 -> 198.51.100.120:6346"
STACK = Stack("Windows 95 or early NT4", "Windows", hops=12)


@pytest.mark.parametrize(
    "lines",
    [
        (WHO, LINK),
        (WHO, LINK.replace("+ ", "")),
        (WHO, LINK.strip(" +")),
        (WHO + LINK,),
        (WHO + LINK.replace("+ ", ""),),
        (WHO.replace("Sat", "<Sat").replace("2002", "2002>"), LINK),
        (WHO + " *", LINK),
        (WHO[:60].rpartition(" ")[0], " " + WHO[len(WHO[:60].rpartition(" ")[0]) + 1 :], LINK),
    ],
)
def test_a_record_is_read_in_all_its_shapes(lines: tuple[str, ...]) -> None:
    """With and without plus and angle brackets, in one line, in two, and wrapped."""
    assert p0f1.frame([*lines, ""], 0, final=False) == len(lines)
    found = fields(p0f1, *lines)
    assert iso(found.pop("time")) == "2002-03-02T15:32:54+00:00"
    assert found == {
        "tick": 1_000_000,
        "year_stated": True,
        "proto": "tcp",
        "src": "192.0.2.112",
        "sport": 3504,
        "dst": "198.51.100.120",
        "dport": 6346,
        "os": STACK,
    }


def test_the_values_of_an_unknown_syn_are_decoded() -> None:
    """Eight values; those that no field holds are kept in p0f's order."""
    lines = (
        "<Sat Mar  2 15:32:54 2002> 192.0.2.2: UNKNOWN [65535:64:1386:1:6:1:0:64].",
        " + 192.0.2.2:5 -> 198.51.100.1:6",
    )
    sighting = parsed(p0f1, *lines)
    assert sighting is not None
    assert (sighting.window, sighting.ttl, sighting.df, sighting.length, sighting.os) == (65_535, 64, True, 64, None)
    assert sighting.more == (("MSS", "1386"), ("WSCALE", "6"), ("SACKOK", "1"), ("NOP", "0"))


def test_version_1_0_prints_no_length() -> None:
    """Seven values leave the length unknown."""
    sighting = parsed(
        p0f1, "Sat Mar  2 15:32:54 2002 192.0.2.2: UNKNOWN [8192:128:1460:0:-1:0:0].", LINK.replace("112", "2")
    )
    assert sighting is not None
    assert (sighting.length, sighting.df, sighting.more[1]) == (None, False, ("WSCALE", "-1"))


def test_a_third_line_may_state_the_length() -> None:
    """p0f says so when it had to ignore the length to know the sender."""
    lines = (WHO + " *", LINK, " * packet length for this one is 44.")
    assert p0f1.frame([*lines, ""], 0, final=False) == 3
    sighting = parsed(p0f1, *lines)
    assert sighting is not None
    assert (sighting.length, sighting.more) == (44, (("INEXACT", "*"),))


def test_without_a_stamp_the_time_of_the_timestamp_option_counts() -> None:
    """``@epoch`` is when the line was printed."""
    lines = (
        "192.0.2.2: UNKNOWN [65535:64:1386:1:6:1:1:64].",
        " + 192.0.2.2:5 -> 198.51.100.1:6 (timestamp: 1622581645 @1015083174)",
    )
    sighting = parsed(p0f1, *lines)
    assert sighting is not None
    assert (iso(sighting.time), sighting.year_stated) == ("2002-03-02T15:32:54+00:00", True)
    assert sighting.more[-1] == ("TS", "1622581645")
    assert "time" not in shown(p0f1, *lines)


@pytest.mark.parametrize(
    "lines",
    [
        (WHO,),
        (WHO, WHO),
        (WHO.partition("2002 ")[2], LINK),
        (WHO, " + 192.0.2.113:3504 -> 198.51.100.120:6346"),
        (WHO, " + 192.0.2.112:3504 - 198.51.100.120:6346"),
        (WHO.replace("192.0.2.112", "192.0.2.312"), LINK),
        ("Sat Mar  2 15:32:54 2002 192.0.2.112 [many hops]: Windows", LINK),
        ("x " + WHO, LINK),
    ],
)
def test_without_a_connection_or_a_time_there_is_no_packet(lines: tuple[str, ...]) -> None:
    """p0f without ``-v`` or ``-t`` says too little; its lines are counted with all others."""
    reading = read(lines)
    assert (len(reading.sightings), reading.other, len(reading.unparsed)) == (0, len(lines), 0)


def test_an_address_or_a_day_that_cannot_be_is_not_understood() -> None:
    """The shape is right, the content is not."""
    assert len(read([WHO.replace("112", "312"), LINK.replace("112", "312")]).unparsed) == 2
    assert len(read([WHO.replace("Mar  2", "Feb 30"), LINK]).unparsed) == 2


def test_spans_show_where_the_fields_stand() -> None:
    """Those of the stack come by their own names."""
    assert shown(p0f1, WHO, LINK) == {
        "time": "Mar  2 15:32:54 2002", "hops": "12", "label": "Windows 95 or early NT4", "src": "192.0.2.112",
        "sport": "3504", "dst": "198.51.100.120", "dport": "6346",
    }  # fmt: skip
    assert shown(p0f1, "prose") == {}


def test_a_label_in_the_place_of_an_unknown_signature_is_no_stack() -> None:
    """A torn or made-up line: p0f gives hops wherever it gives a label."""
    sighting = parsed(p0f1, "192.0.2.1: UNKNOWN [Linux 2.4 192.0.2.1:1 -> 198.51.100.2:2")
    assert sighting is None or sighting.os is None
