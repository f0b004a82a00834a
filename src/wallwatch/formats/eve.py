"""The keys of Suricata's EVE events that a sighting is made of, with the width of each number."""

from typing import Any

import msgspec

from wallwatch.formats.json_line import Count, Octet, Short, Word


class Alert(msgspec.Struct, frozen=True, gc=False):
    """``alert``: the rule that fired."""

    action: str | None = None
    gid: Word | None = None
    signature_id: Word | None = None
    rev: Word | None = None
    signature: str | None = None
    category: str | None = None
    severity: Word | None = None


class Drop(msgspec.Struct, frozen=True, gc=False):
    """``drop``: the header of a packet that was dropped; of IPv6 with ``tc``, ``hoplimit`` and ``flowlbl``."""

    len: Short | None = None
    tos: Octet | None = None
    tc: Octet | None = None
    ttl: Octet | None = None
    hoplimit: Octet | None = None
    flowlbl: Word | None = None
    ipid: Short | None = None
    tcpseq: Word | None = None
    tcpack: Word | None = None
    tcpwin: Short | None = None
    tcpurgp: Short | None = None
    syn: bool = False
    ack: bool = False
    psh: bool = False
    rst: bool = False
    urg: bool = False
    fin: bool = False
    udplen: Short | None = None
    icmp_id: Short | None = None
    icmp_seq: Short | None = None
    reason: str | None = None


class Flow(msgspec.Struct, frozen=True, gc=False):
    """``flow``: what went to and fro."""

    start: str | None = None
    pkts_toserver: Count | None = None
    pkts_toclient: Count | None = None
    bytes_toserver: Count | None = None
    bytes_toclient: Count | None = None
    state: str | None = None
    reason: str | None = None
    action: str | None = None


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """``verdict``: what became of the packet (Suricata 7)."""

    action: str | None = None
    reject: list[Any] | None = None


class Ether(msgspec.Struct, frozen=True, gc=False):
    """``ether``: the link addresses."""

    src_mac: str | None = None


class PacketInfo(msgspec.Struct, frozen=True, gc=False):
    """``packet_info``: the link type of ``packet``."""

    linktype: Word = 1


class Event(msgspec.Struct, frozen=True, gc=False):
    """An event. ``dest_`` is what others call ``dst_``."""

    timestamp: str
    event_type: str
    src_ip: str
    dest_ip: str
    proto: str
    src_port: Short | None = None
    dest_port: Short | None = None
    icmp_type: Octet | None = None
    icmp_code: Octet | None = None
    host: str | None = None
    in_iface: str | None = None
    flow_id: Count | None = None
    community_id: str | None = None
    app_proto: str | None = None
    alert: Alert | None = None
    drop: Drop | None = None
    flow: Flow | None = None
    verdict: Verdict | None = None
    ether: Ether | None = None
    packet: str | None = None
    packet_info: PacketInfo | None = None
