import pytest

from tests.formats.support import fields, parsed, read, shown
from wallwatch.formats import netfilter, proxmox
from wallwatch.model.times import iso

HEAD = "101 1 tap101i0-IN 20/Jun/2026:13:13:32 +0200 "
LINK = "IN=fwbr101i0 OUT=fwbr101i0 PHYSIN=fwln101i0 PHYSOUT=tap101i0 MAC=02:00:00:00:00:0b:00:1b:b9:76:9c:e4:86:dd "
IP = "SRC=2001:db8::a DST=2001:db8::17 LEN=40 TC=0 FLOWLBL=634336 HOPLIMIT=64 "
TCP = "PROTO=TCP SPT=59368 DPT=22 SEQ=3146558957 ACK=0 WINDOW=64800 SYN "
LINE = HEAD + "PVEFW-reject: " + LINK + IP + TCP


def test_a_line_gives_every_field() -> None:
    """The year and zone are stated; LEN of IPv6 is the payload's, to which the header is added."""
    found = fields(netfilter, LINE)
    assert iso(found.pop("time")) == "2026-06-20T11:13:32+00:00"
    assert found == {
        "tick": 1_000_000, "year_stated": True, "chain": "tap101i0-IN", "action": "reject", "iface_in": "fwbr101i0",
        "iface_out": "fwbr101i0", "mac_src": "00:1b:b9:76:9c:e4", "proto": "tcp", "src": "2001:db8::a",
        "dst": "2001:db8::17", "sport": 59368, "dport": 22, "length": 80, "tos": 0, "ttl": 64, "flow_label": 634336,
        "mf": False, "frag_offset": 0, "seq": 3146558957, "ack": 0, "window": 64800, "flags": "S",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("target", "link", "some"),
    [
        ("policy DROP: ", "IN=vmbr0 ", {"action": "block", "iface_in": "vmbr0", "iface_out": None}),
        ("ACCEPT: ", "OUT=vmbr0 ", {"action": "allow", "iface_in": None, "iface_out": "vmbr0"}),
        ("", "IN=vmbr0 ", {"action": "log"}),
        ("DROP: ", "", {"action": "block", "iface_in": None}),
    ],
)
def test_target_and_devices_may_be_left_out(target: str, link: str, some: dict[str, object]) -> None:
    """A rule that only logs has no target, a packet of the host itself but one device."""
    sighting = parsed(netfilter, HEAD + target + link + IP + TCP)
    assert sighting is not None
    assert {name: getattr(sighting, name) for name in some} == some


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("20/Jun", "31/Jun"),
        LINE.replace("WINDOW=64800 SYN", "WINDOW="),
        LINE.replace("SPT=59368 ", ""),
        LINE.replace("2001:db8::a", "2001:db8::g::"),
        LINE + "and more",
    ],
)
def test_a_torn_line_is_not_guessed_at(line: str) -> None:
    """A line that misses a part is counted as not understood, or as none of ours."""
    reading = read([line])
    assert (len(reading.sightings), len(reading.unparsed) + reading.other) == (0, 1)


def test_other_lines_of_the_log_are_none() -> None:
    """The logger's own messages hold no packet."""
    assert not proxmox.sniff("0 6 - 20/Jun/2026:13:09:10 +0200 starting pvefw logger")
    assert not proxmox.sniff("prose")
    assert proxmox.spans("prose") == {}


def test_spans_show_where_the_fields_stand() -> None:
    """IPv6's two numbers stand in the other order."""
    found = shown(netfilter, LINE)
    assert (found["time"], found["chain"], found["action"]) == (
        "20/Jun/2026:13:13:32 +0200",
        "tap101i0-IN",
        "PVEFW-reject",
    )
    assert (found["ttl"], found["flow_label"], found["flags"], found["window"]) == ("64", "634336", "SYN", "64800")
