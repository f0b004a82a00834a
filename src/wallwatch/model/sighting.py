"""What one source says of one packet."""

from typing import Final, Literal, get_args

import msgspec

Kind = Literal["signature", "firewall", "fingerprint", "dump"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

WITNESS: Final[dict[Kind, str]] = {"signature": "S", "firewall": "K", "fingerprint": "P", "dump": "D"}
"""The letter of each kind, in the order in which the screen shows them."""


SYNS: Final = frozenset({"S", "CES", "ES", "CS"})
"""The flags of a SYN, with or without the offer of ECN."""


class Signature(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The rule of an IDS that fired: ``[gid:sid:rev] message [Classification: ...] [Priority: n]``."""

    message: str
    gid: int | None = None
    sid: int | None = None
    rev: int | None = None
    classification: str | None = None
    priority: int | None = None


class Stack(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The answer to "what sent it".

    ``match`` is ``exact``, ``generic``, ``fuzzy``, ``partial`` or ``tool`` for an answer of our own, ``reported``
    for the words of a p0f log. ``hops`` is the distance as given: p0f v1 prints one more than the others.
    """

    label: str
    family: str | None = None
    match: str = "reported"
    hops: int | None = None
    raw_sig: str | None = None
    unseen: tuple[str, ...] = ()
    """Names of the SYN fields that the log did not carry."""
    disputed: bool = False
    """Another witness contradicts: p0f, the retransmission schedule, or the TTL."""


class Header(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The decoded fields of one packet, as far as they were logged.

    Addresses are canonical text (RFC 5952). Ports are ports: an ICMP type is never one. ``length`` is the IP total
    length, ``frag_offset`` is in bytes, ``tos`` the whole byte as far as the emitter keeps it. ``flags`` are letters
    in the order ``CEUAPRSF``, those set only. ``options`` are in wire order: ``mss:1460``, ``nop``, ``ws:7``,
    ``sok``, ``ts:100:0``, ``sack``, ``eol``, ``?254``.
    """

    proto: str
    src: str
    dst: str
    sport: int | None = None
    dport: int | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    ttl: int | None = None
    tos: int | None = None
    ip_id: int | None = None
    length: int | None = None
    df: bool | None = None
    mf: bool | None = None
    reserved: bool | None = None
    """The reserved ("evil") bit of the IP header."""
    frag_offset: int | None = None
    ip_header: int | None = None
    """Length of the IP header in bytes; 20 means no IP options."""
    flags: str | None = None
    seq: int | None = None
    ack: int | None = None
    window: int | None = None
    urgent: int | None = None
    tcp_header: int | None = None
    """Length of the TCP header in bytes."""
    options: tuple[str, ...] | None = None
    eol_pad: int | None = None
    """Bytes of the option list after its first EOL."""
    options_bad: bool | None = None
    """The option list is malformed."""
    udp_length: int | None = None
    icmp_id: int | None = None
    icmp_seq: int | None = None
    flow_label: int | None = None
    """The flow label of an IPv6 header."""
    eol_data: bool | None = None
    """A byte after the first EOL of the option list is other than zero."""


class Sighting(Header, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """What one source says of one packet, with where and when it says so.

    ``time`` is in microseconds since the epoch, true to within ``tick`` microseconds: a packet stamped with whole
    seconds was seen in ``[time, time + tick)``. ``zone`` is the offset of the source's wall clock in seconds east of
    UTC. ``year_stated`` tells whether the line itself names its year; if not, the year was inferred.
    ``repeat`` makes the sighting stand for that many further packets like the one before it, the last of them at
    ``time``; the first of them came after ``repeat_after`` (microseconds since the epoch).
    """

    time: int
    tick: int = 1_000_000
    zone: int = 0
    year_stated: bool = False
    source: str = ""
    format: str = ""
    kind: Kind = "firewall"
    host: str | None = None
    iface_in: str | None = None
    iface_out: str | None = None
    mac_src: str | None = None
    action: str | None = None
    chain: str | None = None
    rule: str | None = None
    signature: Signature | None = None
    repeat: int | None = None
    repeat_after: int | None = None
    os: Stack | None = None
    """What the emitter itself reported."""
    uptime: int | None = None
    """The kernel's stamp, microseconds since its boot."""
    quote: Header | None = None
    """The packet that an ICMP error quotes."""
    more: tuple[tuple[str, str], ...] = ()
    """What else the line says, in the emitter's own names: ``(("MARK", "0x1a"), ("UID", "0"))``."""
    trust: str = "file"
    raw: str = ""
    """The line or lines, made safe for the eye, joined by newlines."""
    lines: int = 1
    """How many lines of the source the sighting took."""
    stream: str = ""
    """Identity of the file the lines stand in."""
    start: int = 0
    """First byte of the lines in their stream."""
    end: int = 0
    """Byte after the lines in their stream."""
    number: int = 0
    """Its place in the order of arrival, from 1 on; 0 as long as it is in no store."""
    skew: int = 0
    """Microseconds by which the clock of its source is ahead of the others', as far as that is known."""

    @property
    def at(self) -> int:
        """When it was by the clock of the other sources, microseconds since the epoch."""
        return self.time - self.skew
