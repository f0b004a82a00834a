"""ulogd 2: the LOGEMU output, which imitates the kernel's LOG target (util/printpkt.c), and the JSON output.

LOGEMU has the host but no tag, so that the prefix stands where a tag would; TOS and MARK come without ``0x``. UniFi
gateways log through it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import envelope, logged, ulogd_json, wrapped
from wallwatch.formats.format import Block, Span
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting

name: Final = "ulogd"
kind: Final[Kind] = "firewall"


def sniff(line: str) -> bool:
    """Tell whether the line names both devices, or has ulogd's keys."""
    return (" OUT=" in line and "IN=" in line) or ulogd_json.sniff(line)


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what ulogd has not written."""
    line = lines[at]
    if ulogd_json.sniff(line):
        return 1
    if _start(line) is None or logged.PACKET not in line:
        return 0
    return wrapped.frame(lines, at, _whole, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet, or ``None`` for a torn line."""
    text = wrapped.joined(block)
    if ulogd_json.sniff(text):
        fields = ulogd_json.fields(text, clock)
        return Sighting(**fields, format=name, kind=kind) if fields is not None else None
    head, at = envelope.split(text), _start(text)
    packet = logged.read(text, at) if at is not None else None
    moment = head.moment(clock) if head is not None else None
    if head is None or packet is None or moment is None:
        return None
    return Sighting(**packet, **asdict(moment), format=name, kind=kind, host=head.host)


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand."""
    text = wrapped.joined(block)
    if ulogd_json.sniff(text):
        return ulogd_json.spans(text)
    at = _start(text)
    if at is None or logged.read(text, at) is None:
        return {}
    return wrapped.placed(block, envelope.spans(text) | logged.spans(text, at))


def _whole(text: str) -> bool:
    at = _start(text)
    return at is not None and logged.read(text, at) is not None


def _start(line: str) -> int | None:
    """Return where the prefix starts, ``None`` if this is no line of ulogd.

    A prefix that ends in a colon reads as a tag. It is taken for one if it is written as programs' names are.
    """
    head = envelope.split(line)
    if head is None or head.is_kernel or head.pid is not None or logged.is_kernels(line):
        return None
    at = head.message_at
    if head.tag is None:
        return at if logged.is_tagless(line, at) else None
    prefix = line[at : line.find("IN=", at)] if "IN=" in line else " "
    return None if head.tag.islower() or " " in prefix else line.rindex(head.tag, 0, at)
