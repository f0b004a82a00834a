"""What the kernel logged of each packet, against the packet itself: line N of a log is packet N of its capture."""

import struct
from collections.abc import Iterator

import pytest

from tests.formats.support import read
from tests.shared import shared
from wallwatch.formats import packet_bytes
from wallwatch.model import Header, Sighting

NAMES = [
    "crafted_LOG_all_flags",
    "crafted_LOG_mark",
    "crafted_LOG_noflags",
    "crafted_nft_netdev_flags_all",
    "replay_sanders_activeosfingerprinting",
    "replay_sanders_icmp_traceroute",
    "replay_sanders_ip_frag_source",
    "replay_sanders_ipv6_fragments",
    "replay_sv_tfo_syn_data",
]
HEAD = "Nov 22 09:16:29 lab kernel: "
LOST = 0xFE
"""The kernel's masks lose bit 0 of TOS."""

FIELDS = [name for name in Header.__struct_fields__ if name != "tos"]
COMPARED = 9_000
"""Fields that both state; that many are compared at least."""


def _frames(name: str) -> Iterator[tuple[bytes, int]]:
    data = shared("samples", "emitters", "kernel", f"{name}.pcap").read_bytes()
    link = struct.unpack_from("<I", data, 20)[0]
    at = 24
    while at < len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        yield data[at + 16 : at + 16 + size], link
        at += 16 + size


def _pairs(name: str) -> Iterator[tuple[str, Sighting, Header, Header | None]]:
    lines = shared("samples", "emitters", "kernel", f"{name}.log").read_text(encoding="utf-8").splitlines()
    for line, (frame, link) in zip(lines, _frames(name), strict=True):
        wire = packet_bytes.decode(frame, link)
        sightings = read([HEAD + line]).sightings
        assert len(sightings) == (" SRC=" in line), line
        if sightings:
            assert wire is not None, line
            fields = {key: wire[key] for key in Header.__struct_fields__ if key in wire}
            yield line, sightings[0], Header(**fields), wire.get("quote")


def _differing(seen: Header, wire: Header) -> tuple[int, list[str]]:
    """How many fields both state, and in which they differ."""
    both = [name for name in FIELDS if None not in (getattr(seen, name), getattr(wire, name))]
    differ = [name for name in both if getattr(seen, name) != getattr(wire, name)]
    mask = LOST if "." in seen.src else 0xFF
    if None not in (seen.tos, wire.tos) and seen.tos != (wire.tos or 0) & mask:
        differ.append("tos")
    return len(both) + (seen.tos is not None), differ


def test_every_field_of_every_packet_is_that_of_the_wire() -> None:
    """All nine captures, the packets quoted by ICMP errors too: what both state is the same."""
    compared = 0
    for name in NAMES:
        for line, seen, wire, _ in _pairs(name):
            number, differ = _differing(seen, wire)
            assert differ == [], line
            compared += number
    assert compared >= COMPARED


def test_every_quoted_packet_is_that_of_the_wire() -> None:
    """An ICMP error quotes a header whose source is one's own host."""
    quotes = 0
    for name in NAMES:
        for line, seen, wire, quoted in _pairs(name):
            if seen.quote is None or quoted is None:
                continue
            quotes += 1
            assert (seen.quote.src, _differing(seen.quote, quoted)[1]) == (wire.dst, []), line
    assert quotes >= 15


@pytest.mark.parametrize("name", ["local_output_forward_bridge_sit"])
def test_output_forward_bridge_and_tunnel_lines_are_read(name: str) -> None:
    """Devices of each hook; a packet that is forwarded, a quote inside a quote's protocol, a bridge's ports."""
    lines = shared("samples", "emitters", "kernel", f"{name}.log").read_text(encoding="utf-8").splitlines()
    reading = read([HEAD + line for line in lines])
    assert (len(reading.sightings), reading.other, reading.unparsed) == (len(lines), 0, ())
    devices = {(seen.iface_in, seen.iface_out) for seen in reading.sightings}
    assert devices == {(None, "lo"), ("lo", None), ("br0", "br0"), ("vb", "fa")}
