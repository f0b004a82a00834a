"""Packets of a capture file: ``pcap <seconds>.<microseconds> <link type> <hex>``, as the source writes them for us."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields
from wallwatch.formats.packet_bytes import decode
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting
from wallwatch.model.times import SECOND

name: Final = "pcap"
kind: Final[Kind] = "dump"

_PACKET: Final = re.compile(r"pcap ([0-9]{1,10})\.([0-9]{6}) ([0-9]{1,5}) ([0-9a-f]{0,1024})$")


def sniff(line: str) -> bool:
    """Tell whether the line begins with our own word."""
    return line[:5] == "pcap "


def frame(lines: Sequence[str], at: int, *, final: bool) -> int:  # noqa: ARG001 - a packet is one line
    """Return 1, 0 for a frame that carries no IP."""
    return int(_fields(lines[at]) is not None)


def parse(block: Block, clock: Clock) -> Sighting | None:  # noqa: ARG001 - the stamps need no clock
    """Return the packet."""
    fields = _fields(block.lines[0])
    return None if fields is None else Sighting(**fields, tick=1, year_stated=True, format=name, kind=kind)


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the time stands; all else is in the bytes."""
    match = _PACKET.match(block.lines[0])
    return {} if match is None else {"time": (match.start(1), match.end(2))}


def packet(line: str) -> tuple[bytes, int] | None:
    """Return the bytes of the frame in a line of ours and its link type, ``None`` for any other line."""
    match = _PACKET.match(line)
    if match is None:
        return None
    digits = match.group(4)
    return bytes.fromhex(digits[: len(digits) // 2 * 2]), int(match.group(3))


@lru_cache(maxsize=16)
def _fields(line: str) -> Fields | None:
    match = _PACKET.match(line)
    if match is None:
        return None
    seconds, micros, link, digits = match.groups()
    fields = decode(bytes.fromhex(digits[: len(digits) // 2 * 2]), int(link))
    return None if fields is None else fields | {"time": int(seconds) * SECOND + int(micros)}
