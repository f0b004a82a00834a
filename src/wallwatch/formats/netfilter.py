"""Linux netfilter LOG: iptables, ip6tables and nftables, and the log that Proxmox VE writes of the same packets.

A line is the rule's prefix, the devices, the IP header, the transport header, and what belongs to the packet inside the
kernel (UID, GID, MARK). An ICMP error quotes in brackets the packet that caused it. There everything repeats, so the
fields are read in their order and never looked up by name.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from wallwatch.formats import envelope, logged, proxmox, wrapped
from wallwatch.formats.envelope import Envelope
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting

name: Final = "netfilter"
kind: Final[Kind] = "firewall"


def sniff(line: str) -> bool:
    """Tell whether the line names both devices."""
    return (" OUT=" in line and "IN=" in line) or proxmox.sniff(line)


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what the kernel has not written."""
    line = lines[at]
    head = envelope.split(line)
    if not _is_ours(head, line):
        return int(proxmox.sniff(line))
    return 0 if logged.is_no_packet(line) else wrapped.frame(lines, at, _whole, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn line."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    if head is None:
        fields = proxmox.fields(text, clock)
        return Sighting(**fields, format=name, kind=kind) if fields is not None else None
    fields = _fields(text, head)
    moment = head.moment(clock)
    if fields is None or moment is None:
        return None
    fields["time"] = moment.time
    fields["tick"] = moment.tick
    fields["zone"] = moment.zone
    fields["year_stated"] = moment.year_stated
    fields["format"] = name
    fields["kind"] = kind
    fields["host"] = head.host
    return Sighting(**fields)


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    if head is None:
        return proxmox.spans(text)
    if _fields(text, head) is None:
        return {}
    at = envelope.uptime(text, head.message_at)[1]
    return wrapped.placed(block, envelope.spans(text) | logged.spans(text, at))


def _is_ours(head: Envelope | None, line: str) -> bool:
    """Tell whether the kernel wrote the message; some relays drop its tag, but never put another in its place."""
    if head is None:
        return False
    return head.is_kernel or (head.tag is None and logged.is_tagless(line, head.message_at) and logged.is_kernels(line))


def _whole(text: str) -> bool:
    return _fields(text, envelope.split(text)) is not None


def _fields(text: str, head: Envelope | None) -> Fields | None:
    """Return what the message says; ``None`` if it is torn or not the kernel's."""
    if head is None or not _is_ours(head, text):
        return None
    uptime, at = envelope.uptime(text, head.message_at)
    fields = logged.read(text, at)
    if fields is not None:
        fields["uptime"] = head.uptime if uptime is None else uptime
    return fields
