"""Capture files made by hand: the bytes of packets, of pcap records, and of pcapng blocks."""

import struct

STAMP = 1_015_083_174_630_347
"""2 March 2002, 15:32:54.630347 UTC, in microseconds since the epoch."""

SYN = bytes.fromhex(
    "4500003c1a2b4000750600c0c6336407c0000201"
    "0db018caee01ea3800000000a0022000000000000204058c0402080a000001000000000001030307"
)
"""An IPv4 packet with a TCP SYN from 198.51.100.7:3504 to 192.0.2.1:6346."""


def line(micros: int, link: int, packet: bytes) -> bytes:
    return f"pcap {micros // 1_000_000}.{micros % 1_000_000:06} {link} {packet.hex()}".encode()


def pcap_head(order: str = "<", magic: int = 0xA1B2C3D4, link: int = 101) -> bytes:
    return struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 262_144, link)


def pcap_record(
    packet: bytes = SYN, micros: int = STAMP, order: str = "<", parts: int = 1, captured: int | None = None
) -> bytes:
    captured = len(packet) if captured is None else captured
    seconds, rest = divmod(micros, 1_000_000)
    return struct.pack(order + "IIII", seconds, rest * parts, captured, len(packet)) + packet


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    body += bytes(-len(body) % 4)
    length = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + length + body + length


def section(order: str = "<") -> bytes:
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def option(code: int, value: bytes, order: str = "<") -> bytes:
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def interface(link: int = 101, options: bytes = b"", order: str = "<") -> bytes:
    return block(1, struct.pack(order + "HHI", link, 0, 0) + options, order)


def enhanced(stamp: int = STAMP, packet: bytes = SYN, number: int = 0, order: str = "<") -> bytes:
    words = (number, stamp >> 32, stamp & 0xFFFFFFFF, len(packet), len(packet))
    return block(6, struct.pack(order + "IIIII", *words) + packet, order)


def old_packet(stamp: int = STAMP, packet: bytes = SYN, number: int = 0, order: str = "<") -> bytes:
    words = (number, 0, stamp >> 32, stamp & 0xFFFFFFFF, len(packet), len(packet))
    return block(2, struct.pack(order + "HHIIII", *words) + packet, order)


def simple(packet: bytes = SYN, order: str = "<") -> bytes:
    return block(3, struct.pack(order + "I", len(packet)) + packet, order)
