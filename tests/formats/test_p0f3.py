import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import p0f3
from wallwatch.model import Stack
from wallwatch.model.times import iso

RAW = "4:117+11:0:1460:mss*4,0:mss,nop,nop,sok:df,id+:0"
ENDS = "cli=192.0.2.112/3504|srv=198.51.100.120/6346|subj=cli|"
SYN = f"[2002/03/02 15:32:54] mod=syn|{ENDS}os=Windows NT kernel|dist=11|params=generic|raw_sig="


def test_a_syn_gives_every_field_that_is_sure() -> None:
    """Header fields come from the raw signature, as far as it states them."""
    found = fields(p0f3, SYN + RAW)
    assert iso(found.pop("time")) == "2002-03-02T15:32:54+00:00"
    assert found == {
        "tick": 1_000_000,
        "year_stated": True,
        "proto": "tcp",
        "src": "192.0.2.112",
        "sport": 3504,
        "dst": "198.51.100.120",
        "dport": 6346,
        "ttl": 117,
        "ip_header": 20,
        "df": True,
        "flags": "S",
        "options": ("mss:1460", "nop", "nop", "sok"),
        "options_bad": False,
        "os": Stack("Windows NT kernel", "Windows", hops=11, raw_sig=RAW),
    }


@pytest.mark.parametrize(
    ("raw", "some"),
    [
        (
            "4:64+0:0:1460:65535,6:mss,nop,ws,nop,nop,ts,sok,eol+1:df:0",
            {"window": 65_535, "options": None, "eol_pad": None},
        ),
        (
            "4:128+0:0:1460:8192,8:mss,nop,ws,sok:df,id+:0",
            {"window": 8192, "options": ("mss:1460", "nop", "ws:8", "sok")},
        ),
        (
            "4:64+0:4:0:8192,0:?34,?254,eol+1:seq-:0",
            {"ip_header": 24, "options": ("?34", "?254", "eol"), "eol_pad": 1, "df": False},
        ),
        ("4:64+0:0:0:1024,0::seq-:0", {"options": (), "eol_pad": None}),
        ("4:138+?:0:1460:1024,0:mss::0", {"ttl": 138, "options": ("mss:1460",)}),
        ("4:64+0:0:1460:mtu*4,0:mss:ecn:0", {"window": None, "flags": None}),
        ("4:64+0:0:1460:1,0:mss:urgf+,pushf+:+", {"flags": "UPS"}),
        ("4:64+0:0:1460:1,0:mss:bad:0", {"options_bad": True, "options": None}),
        ("6:64+0:0:1440:65535,7:mss,sok,nop,ws:flow:0", {"ip_header": 40, "df": None}),
    ],
)
def test_what_the_raw_signature_is_not_sure_of_stays_unknown(raw: str, some: dict[str, object]) -> None:
    """A window in multiples, time stamps without values and ECN are not turned into claims."""
    sighting = parsed(p0f3, SYN + raw)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


def test_a_syn_ack_comes_from_the_server() -> None:
    """``cli`` and ``srv`` are the ends of the connection; the answer is about its sender."""
    sighting = parsed(p0f3, SYN.replace("mod=syn", "mod=syn+ack").replace("subj=cli", "subj=srv") + RAW)
    assert sighting is not None
    assert (sighting.src, sighting.sport, sighting.dst, sighting.dport) == ("198.51.100.120", 6346, "192.0.2.112", 3504)
    assert sighting.flags == "AS"


@pytest.mark.parametrize(
    ("mod", "subject", "flags"), [("sendsyn probe", "cli", "S"), ("sendsyn response", "srv", "AS")]
)
def test_what_p0f_sendsyn_provokes_is_a_packet_too(mod: str, subject: str, flags: str) -> None:
    """The name of a module may have a blank in it."""
    sighting = parsed(p0f3, SYN.replace("mod=syn", f"mod={mod}").replace("subj=cli", f"subj={subject}") + RAW)
    assert sighting is not None
    assert sighting.flags == flags


@pytest.mark.parametrize(
    ("old", "new", "stack"),
    [
        ("os=Windows NT kernel", "os=???", None),
        ("os=Windows NT kernel", "app=NMap SYN scan", Stack("NMap SYN scan", "NMap", hops=11, raw_sig=RAW)),
        ("dist=11", "dist=<= 14", Stack("Windows NT kernel", "Windows", raw_sig=RAW)),
    ],
)
def test_the_answer_may_be_a_tool_or_none(old: str, new: str, stack: Stack | None) -> None:
    """Three question marks are no answer, and a bound of the distance is no distance."""
    sighting = parsed(p0f3, SYN.replace(old, new) + RAW)
    assert sighting is not None
    assert sighting.os == stack
    assert (("raw_sig", RAW) in sighting.more) is (stack is None)


def test_ipv6_addresses_are_shortened() -> None:
    """p0f prints eight groups without padding."""
    sighting = parsed(
        p0f3, SYN.replace("192.0.2.112", "2001:db8:0:0:0:0:0:1").replace("198.51.100.120", "2001:db8:0:0:0:0:0:2") + RAW
    )
    assert sighting is not None
    assert (sighting.src, sighting.dst) == ("2001:db8::1", "2001:db8::2")


@pytest.mark.parametrize(
    "line",
    [
        f"[2002/03/02 15:32:54] mod=mtu|{ENDS}link=Ethernet or modem|raw_mtu=1500",
        f"[2002/03/02 15:32:54] mod=uptime|{ENDS}uptime=4 days 7 hrs 8 min (modulo 49 days)|raw_freq=995.19 Hz",
        f"[2002/03/02 15:32:54] mod=host change|{ENDS}reason=os_diff|raw_hits=0,0,1,1",
        f"[2002/03/02 15:32:54] mod=http request|{ENDS}app=???|lang=none|params=none|raw_sig=1:Host,X=a|b:",
        "[23/07/06 19:47:47] mod=syn|cli=192.0.2.1/5",
        "x " + SYN + RAW,
    ],
)
def test_what_is_no_packet_is_other(line: str) -> None:
    """Whatever else p0f notices of a connection is of a packet that was sighted before."""
    assert read([line]).other == 1


@pytest.mark.parametrize(
    "line",
    [
        SYN + RAW[:-3],
        SYN + RAW + "|x",
        (SYN + RAW).replace("192.0.2.112", "192.0.2.312"),
        (SYN + RAW).replace("|dist=11", ""),
        (SYN + RAW).replace("2002/03/02", "2002/02/30"),
        SYN[:70],
    ],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A SYN that misses a part is counted as not understood."""
    assert parsed(p0f3, line) is None
    assert len(read([line]).unparsed) == 1


def test_a_wrapped_line_is_the_same_packet() -> None:
    """A mail program breaks at the blank in a label."""
    broken = tuple((SYN + RAW).replace("Windows NT", "Windows\n NT").split("\n"))
    assert p0f3.frame([*broken, ""], 0, final=False) == 2
    assert fields(p0f3, *broken) == fields(p0f3, SYN + RAW)
    assert shown(p0f3, *broken) == shown(p0f3, SYN + RAW) | {"label": "Windows\n NT kernel"}


def test_spans_show_where_the_fields_stand() -> None:
    """Those of the stack come by their own names."""
    assert shown(p0f3, SYN + RAW) == {
        "time": "2002/03/02 15:32:54", "src": "192.0.2.112", "sport": "3504", "dst": "198.51.100.120", "dport": "6346",
        "label": "Windows NT kernel", "hops": "11", "raw_sig": RAW,
    }  # fmt: skip
    assert shown(p0f3, "prose") == {}
