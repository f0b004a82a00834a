"""Databases of networks, made by hand: in MaxMind's format, and in IPFire's."""

import struct
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from mmdb_writer import MMDBWriter
from netaddr import IPSet

BUILT = 1_667_023_194

_NOTHING = 0xFFFFFFFF


def mmdb(path: Path, entries: dict[str, dict[str, Any]], kind: str = "Example-ASN") -> Path:
    """Write a database of these networks."""
    writer = MMDBWriter(4, kind, languages=["en"], description="made by hand")
    for network, entry in entries.items():
        writer.insert_network(IPSet([network]), entry)
    writer.to_db_file(str(path))
    return path


def location(path: Path, networks: dict[str, tuple[str, int]], systems: dict[int, str]) -> Path:
    """Write a database of these networks (country, AS) and autonomous systems, as libloc does."""
    nodes: list[list[int]] = [[0, 0, _NOTHING]]
    for number, network in enumerate(networks):
        _insert(nodes, network, number)
    pool, places = b"\0", {}
    for system in sorted(systems):
        places[system] = len(pool)
        pool += systems[system].encode() + b"\0"
    parts = [
        b"".join(struct.pack(">II", system, places[system]) for system in sorted(systems)),
        b"".join(struct.pack(">2s2xI4x", country.encode(), asn) for country, asn in networks.values()),
        b"".join(struct.pack(">III", *node) for node in nodes),
        b"",
        pool,
    ]
    at = 8 + struct.calcsize(">Q13I") + 4 + 2 * 2048 + 32
    fields = [0, 0, 0]
    for part in parts:
        fields += [at, len(part)]
        at += len(part)
    head = b"LOCDBXX\x01" + struct.pack(">Q13I", BUILT, *fields) + bytes(4 + 2 * 2048 + 32)
    path.write_bytes(head + b"".join(parts))
    return path


def _insert(nodes: list[list[int]], network: str, number: int) -> None:
    block = ip_network(network)
    start, length = int(block.network_address), block.prefixlen
    if block.version == 4:
        start, length = start | 0xFFFF << 32, length + 96
    node = 0
    for depth in range(length):
        bit = start >> (127 - depth) & 1
        if not nodes[node][bit]:
            nodes.append([0, 0, _NOTHING])
            nodes[node][bit] = len(nodes) - 1
        node = nodes[node][bit]
    nodes[node][2] = number
