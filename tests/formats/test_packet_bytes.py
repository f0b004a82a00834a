import ipaddress
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.support import read
from tests.shared import shared
from wallwatch.formats import tcpopt
from wallwatch.formats.packet_bytes import decode, decode_ip
from wallwatch.model import Header, Sighting

SYN = bytes.fromhex(
    "45000030 7cf44000 75060000 c0000270 c63364780db018ca ee01ea38 00000000 700216d0 00000000020405b4 01010402"
)
FIELDS = {
    "proto": "tcp", "src": "192.0.2.112", "sport": 3504, "dst": "198.51.100.120", "dport": 6346, "ttl": 117, "tos": 0,
    "ip_id": 31988, "length": 48, "reserved": False, "df": True, "mf": False, "frag_offset": 0, "ip_header": 20,
    "seq": 0xEE01EA38, "ack": 0, "flags": "S", "window": 5840, "urgent": 0, "tcp_header": 28,
    "options": ("mss:1460", "nop", "nop", "sok"), "options_bad": False, "eol_pad": None, "eol_data": None,
}  # fmt: skip
V6 = "6{tos}00000 {length} {proto} 40 20010db8000000000000000000000001 20010db8000000000000000000000002"
LOGS = [
    "crafted_LOG_all_flags",
    "crafted_LOG_mark",
    "crafted_nft_netdev_flags_all",
    "replay_sanders_activeosfingerprinting",
    "replay_sanders_icmp_traceroute",
    "replay_sanders_ip_frag_source",
    "replay_sanders_ipv6_fragments",
    "replay_sv_tfo_syn_data",
]


def _v6(proto: str, payload: str) -> bytes:
    octets = bytes.fromhex(payload)
    return bytes.fromhex(V6.format(tos="00", length=f"{len(octets):04x}", proto=proto).replace(" ", "")) + octets


def _v4(proto: int, payload: bytes, fragment: int = 0) -> bytes:
    head = SYN[:2] + (20 + len(payload)).to_bytes(2) + SYN[4:6] + fragment.to_bytes(2) + SYN[8:9] + bytes([proto])
    return head + SYN[10:20] + payload


def test_a_syn_gives_every_field() -> None:
    """All that Snort's dump and the kernel's line say of it, each in its unit."""
    assert decode_ip(SYN) == FIELDS
    assert Header(**FIELDS).window == 5840


def test_the_frame_tells_who_sent_it() -> None:
    """With Ethernet around it, the sender's link address is one more field; padding is not read."""
    frame = bytes.fromhex("02000000000b001bb9769ce40800") + SYN + b"\xff" * 12
    assert decode(frame, 1) == FIELDS | {"mac_src": "00:1b:b9:76:9c:e4"}


@pytest.mark.parametrize(
    ("packet", "some"),
    [
        (_v4(17, bytes.fromhex("0035 1234 0010 0000")), {"proto": "udp", "sport": 53, "udp_length": 16}),
        (_v4(1, bytes.fromhex("0800 0000 0500 3800")), {"icmp_type": 8, "icmp_id": 1280, "icmp_seq": 14336}),
        (_v4(47, b"\0" * 8), {"proto": "47", "sport": None}),
        (_v4(132, bytes.fromhex("0b59 0b5a 00000000")), {"proto": "132", "sport": 2905, "dport": 2906}),
        (_v4(6, SYN[20:], 0x00B9), {"frag_offset": 1480, "sport": None, "flags": None}),
        (_v4(6, SYN[20:], 0x2000), {"mf": True, "frag_offset": 0, "sport": 3504}),
        (_v4(6, SYN[20:], 0x8000), {"reserved": True}),
        (_v6("06", SYN[20:].hex()), {"src": "2001:db8::1", "dst": "2001:db8::2", "sport": 3504, "length": 68}),
        (_v6("3a", "8000 0000 0001 0002"), {"proto": "icmp6", "icmp_type": 128, "icmp_id": 1, "icmp_seq": 2}),
        (_v6("00", "11 00 010400000000 0035 1234 0008 0000"), {"proto": "udp", "dport": 0x1234, "udp_length": 8}),
        (_v6("2c", "11 00 0001 00000007 0035 1234 0008 0000"), {"mf": True, "frag_offset": 0, "sport": 53}),
        (_v6("2c", "11 00 05a8 00000007 0035 1234 0008 0000"), {"mf": False, "frag_offset": 1448, "sport": None}),
        (_v6("33", "06 01 0000 00000001 00000002" + SYN[20:].hex()), {"proto": "tcp", "sport": 3504}),
        (SYN[:2] + b"\0\0" + SYN[4:], {"length": 0, "sport": 3504, "options": FIELDS["options"]}),
        (SYN[:24], {"sport": 3504, "dport": 6346, "seq": None, "flags": None}),
        (SYN[:44], {"flags": "S", "tcp_header": 28, "options": None}),
        (SYN[:22], {"proto": "tcp", "sport": None}),
        (SYN[:33] + b"\xff" + SYN[34:], {"flags": "CEUAPRSF"}),
        (SYN[:32] + b"\x40" + SYN[33:], {"tcp_header": 16, "options": None}),
    ],
)
def test_every_layer_is_read_as_far_as_it_goes(packet: bytes, some: dict[str, object]) -> None:
    """Ports of a first fragment, none of a later one; extension headers; headers that are cut short."""
    fields = decode_ip(packet)
    assert fields is not None
    assert {name: fields.get(name) for name in some} == some


def test_an_icmp_error_quotes_its_packet() -> None:
    """Eight bytes of TCP give ports and sequence number; an error within an error is not followed."""
    fields = decode_ip(_v4(1, bytes.fromhex("0301 0000 00000000") + SYN[:28]))
    assert fields is not None
    quote = fields["quote"]
    assert (fields["icmp_type"], quote.sport, quote.dport, quote.seq, quote.length) == (3, 3504, 6346, 0xEE01EA38, 48)
    assert quote.flags is None
    nested = decode_ip(_v4(1, bytes.fromhex("0301 0000 00000000") + _v4(1, bytes.fromhex("0301 0000 00000000"))))
    assert nested is not None
    assert "quote" not in nested


@pytest.mark.parametrize("packet", [b"", SYN[:19], b"\x44" + SYN[1:], b"\x75" + SYN[1:], _v6("06", "")[:39]])
def test_half_a_header_is_no_packet(packet: bytes) -> None:
    """Nor is a header of another version, or one that is shorter than it can be."""
    assert decode_ip(packet) is None
    assert decode(packet, 101) is None


@given(st.binary(max_size=200), st.sampled_from([0, 1, 9, 12, 101, 108, 113, 228, 276, 7]), st.booleans())
def test_no_bytes_raise(data: bytes, linktype: int, ip: bool) -> None:  # noqa: FBT001
    """Whatever was on the wire, the answer makes a sighting or is none."""
    fields = decode(b"\x45" * ip + data, linktype)
    assert fields is None or Sighting(time=0, **fields).time == 0


@given(st.integers(0, len(SYN) - 1), st.integers(0, 255), st.integers(20, len(SYN)))
def test_a_bent_packet_is_read(at: int, octet: int, end: int) -> None:
    """Any byte may be anything, and any number of them may be missing."""
    bent = (SYN[:at] + bytes([octet]) + SYN[at + 1 :])[:end]
    fields = decode_ip(_v4(1, b"\x03\x01" + bytes(6) + bent))
    assert fields is None or fields["proto"] == "icmp"
    assert isinstance(decode_ip(bent), dict | None)


@pytest.fixture(name="pcaplib")
def _pcaplib(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(shared("truth"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import pcaplib  # noqa: PLC0415

    yield pcaplib
    sys.modules.pop("pcaplib")


@pytest.mark.parametrize("name", LOGS)
def test_the_bytes_say_what_the_kernel_logged(name: str, pcaplib: ModuleType) -> None:
    """Line N is packet N: every field that the kernel's line carries, but bit 0 of TOS, which it loses."""
    wire = pcaplib.read_packets(shared("samples", "emitters", "kernel", f"{name}.pcap").read_bytes())
    lines = shared("samples", "emitters", "kernel", f"{name}.log").read_text(encoding="utf-8").splitlines()
    compared = 0
    for line, (_, _, link, frame) in zip(lines, wire, strict=False):
        fields = decode(frame, link)
        for seen in read([f"Nov 22 09:16:29 lab kernel: {line}"]).sightings:
            assert fields is not None
            for field in Header.__struct_fields__:
                logged, sent = getattr(seen, field), fields.get(field)
                sent = sent & 0xFE if field == "tos" and sent is not None else sent
                assert logged is None or logged == sent, (field, line)
                compared += logged is not None
    assert compared > 50


def test_every_syn_is_decoded_as_another_decoder_does(pcaplib: ModuleType) -> None:
    """Some hundred SYNs of many systems, option by option."""
    wire = pcaplib.read_packets(shared("truth", "distinct.pcap").read_bytes())
    compared = 0
    for _, _, link, frame in wire:
        packet = pcaplib.parse_tcp(pcaplib.to_ip(link, frame))
        fields = decode(frame, link)
        if packet is None:
            continue
        assert fields is not None
        options = tcpopt.decode(packet.opts.hex())
        assert options is not None
        assert (fields["src"], fields["dst"]) == tuple(
            str(ipaddress.ip_address(text)) for text in (packet.src, packet.dst)
        )
        assert [fields[name] for name in ("sport", "dport", "seq", "ack", "window", "ttl", "tos", "length")] == [
            packet.sport, packet.dport, packet.seq, packet.ack, packet.win, packet.ttl, packet.tos, packet.totlen
        ]  # fmt: skip
        assert (fields["tcp_header"], fields["options"], fields["urgent"]) == (packet.tcphl, options.names, packet.urp)
        compared += 1
    assert compared > 500
