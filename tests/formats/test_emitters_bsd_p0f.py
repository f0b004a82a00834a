"""What tcpdump and p0f 2 print of packets, against the packets as they were on the wire."""

import ipaddress
import sys
from collections import Counter
from collections.abc import Iterator
from struct import unpack_from
from types import ModuleType
from typing import Any

import pytest

from tests.formats.support import read
from tests.shared import shared
from wallwatch.formats import tcpopt
from wallwatch.model import Header, Sighting
from wallwatch.model.address import canonical

CAPTURES = {
    "crafted_LOG_all_flags": 156,
    "crafted_LOG_mark": 156,
    "crafted_LOG_noflags": 156,
    "crafted_nft_netdev_flags_all": 43,
    "replay_sanders_activeosfingerprinting": 48,
    "replay_sanders_icmp_traceroute": 54,
    "replay_sanders_ip_frag_source": 6,
    "replay_sanders_ipv6_fragments": 22,
    "replay_sv_tfo_syn_data": 11,
}
"""Captures, and how many packets of IP are in each."""

NAMES = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmp6"}
FRAGMENT = 44


@pytest.fixture(name="pcaplib")
def _pcaplib(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(shared("truth"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import pcaplib  # noqa: PLC0415

    yield pcaplib
    sys.modules.pop("pcaplib")


@pytest.mark.parametrize("name", CAPTURES)
def test_every_field_of_tcpdumps_text_is_that_of_the_packet(name: str, pcaplib: ModuleType) -> None:
    """Each packet of IP is read, and no field differs from the wire; of a later fragment of IPv6 44 is the protocol."""
    capture = shared("samples", "emitters", "kernel", f"{name}.pcap").read_bytes()
    wire = {time: pcaplib.to_ip(link, frame) for time, _, link, frame in pcaplib.read_packets(capture)}
    reading = read(shared("samples", "emitters", "tcpdump", f"{name}.txt").read_bytes().splitlines())
    assert (len(reading.sightings), reading.unparsed) == (CAPTURES[name], ())
    compared = 0
    for seen in reading.sightings:
        truth = _header(wire[seen.time])
        stated = _stated(seen)
        assert {field: truth.get(field) for field in stated} == stated
        compared += len(stated)
    assert compared >= 9 * CAPTURES[name]


@pytest.mark.parametrize("name", ["t", "tt", "lt"])
def test_every_field_of_p0f_2s_answers_is_that_of_the_packet(name: str, pcaplib: ModuleType) -> None:
    """571 SYNs: what the signature is sure of is what the packet has, and the time is the packet's."""
    wire = {}
    for time, _, link, frame in pcaplib.read_packets(shared("truth", "distinct.pcap").read_bytes()):
        header = _header(pcaplib.to_ip(link, frame))
        wire[header["src"], header["sport"]] = time // 1_000_000, header
    log = shared("truth", "p0f-logs", f"p0f-v2.0.8-distinct-{name}.log").read_text(encoding="utf-8")
    reading = read(log.splitlines())
    assert (len(reading.sightings), reading.other, reading.unparsed) == (571, 0, ())
    compared: Counter[str] = Counter()
    for seen in reading.sightings:
        second, truth = wire[seen.src, seen.sport]
        stated = _stated(seen)
        assert seen.time == second * 1_000_000
        assert {field: truth.get(field) for field in stated} == stated
        compared.update(list(stated))
    assert compared["ttl"] == compared["length"] == 497
    assert (compared["window"], compared["options"]) == (442, 273)


def _stated(seen: Sighting) -> dict[str, Any]:
    values = {field: getattr(seen, field) for field in Header.__struct_fields__}
    return {field: value for field, value in values.items() if value is not None}


def _header(packet: bytes) -> dict[str, Any]:
    """The header fields of a packet of IP."""
    fields, number, at = _ipv4(packet) if packet[0] >> 4 == 4 else _ipv6(packet)
    fields["proto"] = NAMES.get(number, str(number))
    return fields if fields.get("frag_offset") else fields | _carried(fields["proto"], packet[at:])


def _ipv4(packet: bytes) -> tuple[dict[str, Any], int, int]:
    length, ip_id, bits = unpack_from(">HHH", packet, 2)
    header = (packet[0] & 15) * 4
    fields = {
        "src": str(ipaddress.ip_address(packet[12:16])),
        "dst": str(ipaddress.ip_address(packet[16:20])),
        "tos": packet[1],
        "ttl": packet[8],
        "length": length,
        "ip_id": ip_id,
        "df": bool(bits & 0x4000),
        "mf": bool(bits & 0x2000),
        "reserved": bool(bits & 0x8000),
        "frag_offset": (bits & 0x1FFF) * 8,
        "ip_header": header,
    }
    return fields, packet[9], header


def _ipv6(packet: bytes) -> tuple[dict[str, Any], int, int]:
    word, payload = unpack_from(">IH", packet)
    fields: dict[str, Any] = {
        "src": canonical(str(ipaddress.ip_address(packet[8:24]))),
        "dst": canonical(str(ipaddress.ip_address(packet[24:40]))),
        "tos": word >> 20 & 0xFF,
        "flow_label": word & 0xFFFFF,
        "ttl": packet[7],
        "length": payload + 40,
    }
    number, at = packet[6], 40
    while number in {0, 43, 44, 51, 60} and len(packet) >= at + 8:
        following = packet[at]
        if number == FRAGMENT:
            fields["frag_offset"] = unpack_from(">H", packet, at + 2)[0] & 0xFFF8
            if fields["frag_offset"]:
                return fields, FRAGMENT, at
        at += {FRAGMENT: 8, 51: (packet[at + 1] + 2) * 4}.get(number, (packet[at + 1] + 1) * 8)
        number = following
    return fields | ({"ip_header": 40} if at == 40 else {}), number, at


def _carried(proto: str, payload: bytes) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if proto in {"tcp", "udp", "132", "136"} and len(payload) >= 4:
        fields["sport"], fields["dport"] = unpack_from(">HH", payload)
    if proto == "udp" and len(payload) >= 8:
        fields["udp_length"] = unpack_from(">H", payload, 4)[0]
    if proto.startswith("icmp") and len(payload) >= 2:
        fields["icmp_type"], fields["icmp_code"] = payload[:2]
        fields["icmp_id"], fields["icmp_seq"] = unpack_from(">HH", payload.ljust(8), 4)
    if proto == "tcp" and len(payload) >= 20:
        fields |= _tcp(payload)
    return fields


def _tcp(payload: bytes) -> dict[str, Any]:
    seq, ack, size, bits, window, _, urgent = unpack_from(">IIBBHHH", payload, 4)
    flags = "".join(letter for place, letter in enumerate("CEUAPRSF") if bits & 128 >> place)
    fields = {"seq": seq, "ack": ack, "window": window, "urgent": urgent, "flags": flags}
    header = (size >> 4) * 4
    options = tcpopt.decode(payload[20:header].hex()) if 20 <= header <= len(payload) else None
    if options is None:
        return fields
    return fields | {
        "tcp_header": header,
        "options": options.names,
        "options_bad": options.bad,
        "eol_pad": options.eol_pad,
    }
