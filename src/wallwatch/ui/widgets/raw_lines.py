"""A record as it was logged, or the bytes that were captured, with what a field was read from standing out."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from wallwatch.formats.format import Span
from wallwatch.model import Sighting
from wallwatch.ui.origin import Captured, captured, fields_of, marks
from wallwatch.ui.paint import Ink, Part, wrap_cells
from wallwatch.ui.widgets.laid_lines import RAW, LaidLine

_PLACE: Final = 6
_MOST: Final = 512
"""Bytes of a packet that are shown."""

_TEXT: Final = range(0x20, 0x7F)


def raw_lines(sighting: Sighting, shown: str, width: int, indent: str) -> Iterator[LaidLine]:
    """Yield the lines of a record; the field that is ``shown`` under that name stands out where it was read from."""
    entry = f"{sighting.source}{RAW}"
    packet = captured(sighting.raw, sighting.proto, sighting.ip_header, sighting.tcp_header)
    if packet is not None:
        yield from _dumped(packet, entry, shown, width, indent)
        return
    spans = tuple(marks(sighting, shown))
    at = 0
    for line in sighting.raw.split("\n"):
        yield from _wrapped(entry, line, [(start - at, end - at) for start, end in spans], width, indent)
        at += len(line) + 1


def _wrapped(entry: str, text: str, spans: Sequence[Span], width: int, indent: str) -> Iterator[LaidLine]:
    at = 0
    for line in wrap_cells(text, width, indent):
        piece = line.removeprefix(indent)
        # What is wrapped loses the blanks at which it is broken, and tabs become blanks.
        place = text.find(piece, at)
        at = place + len(piece) if place >= 0 else at
        parts = _inked(piece, place, spans) if place >= 0 else ((piece, "shown"),)
        yield LaidLine(entry, ((indent, "shown"), *parts))


def _inked(piece: str, place: int, spans: Sequence[Span]) -> Iterator[Part]:
    def ink(at: int) -> Ink:
        return "found" if any(start <= place + at < end for start, end in spans) else "shown"

    for each, run in groupby(range(len(piece)), key=ink):
        places = list(run)
        yield piece[places[0] : places[-1] + 1], each


def _dumped(packet: Captured, entry: str, shown: str, width: int, indent: str) -> Iterator[LaidLine]:
    """Yield the bytes of a packet in hex and as text, 16 or 8 in a line; those behind the headers are its payload."""
    spans = [packet.spans[name] for name in fields_of(shown) if name in packet.spans]
    a_line = 16 if width >= len(indent) + _PLACE + 4 * 16 + 2 else 8
    octets = packet.octets[:_MOST]
    for start in range(0, len(octets), a_line):
        line = octets[start : start + a_line]
        digits = [_byte(packet, spans, start + index, f"{octet:02x} ") for index, octet in enumerate(line)]
        letters = [_byte(packet, spans, start + index, _letter(octet)) for index, octet in enumerate(line)]
        gap = "   " * (a_line - len(line)) + " "
        yield LaidLine(entry, ((f"{indent}{start:04x}  ", "label"), *digits, (gap, "shown"), *letters))
    if len(packet.octets) > _MOST:
        yield LaidLine(entry, ((f"{indent}{len(packet.octets) - _MOST:,} more bytes", "label"),))


def _byte(packet: Captured, spans: Sequence[Span], at: int, text: str) -> Part:
    if any(start <= at < end for start, end in spans):
        return text, "found"
    return text, "strong" if at >= packet.headers else "shown"


def _letter(octet: int) -> str:
    return chr(octet) if octet in _TEXT else "."
