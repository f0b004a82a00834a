"""Own addresses and names in bytes that were logged: hex dumps, packets in hex or base64.

A stand-in is as long as what it stands for, so everything stays in its place. The checksums of a packet are cleared:
with all other fields at hand they would tell what the address was.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Final

Bytes = Callable[[bytes], bytes]
"""Masks bytes."""

_PROTO: Final = {6: 16, 17: 6, 58: 2}
"""Where the checksum stands in the header of TCP, UDP and ICMPv6: those that cover the addresses."""

_ETHERTYPES: Final = frozenset({b"\x08\x00", b"\x86\xdd", b"\x81\x00"})
_MACS: Final = 12
"""Bytes of an Ethernet header that hold its two addresses."""

_LINE: Final = re.compile(
    r"(?P<before>[ \t]*(?:\\x09)?(?:(?:0x)?[0-9A-Fa-f]{4,8}:?[ \t]+)?)"
    r"(?P<hex>[0-9A-Fa-f]{2}(?: ?[0-9A-Fa-f]{2}){0,63})"
    r"(?P<after>[ \t]*|(?:[ \t]{2,}|[ \t]?\|).*)"
)
"""A line of a dump: an offset, bytes in hex by ones or twos, and the same bytes as letters."""

_RUN: Final = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){8,}(?![0-9A-Fa-f])")
_BASE64: Final = re.compile(r'("(?:packet|payload|b64_data|body)" ?: ?")([A-Za-z0-9+/]{8,}={0,2})(")')


def masked_bytes(data: bytes, own: Mapping[bytes, bytes], names: re.Pattern[bytes] | None) -> bytes:
    """Return the bytes with stand-ins for the addresses in ``own`` (4 or 16 bytes each), and ``x`` for each name."""
    out = bytearray(data)
    for address, mask in own.items():
        at = data.find(address)
        while at >= 0:
            _clear_checksums(out, at, len(address))
            out[at : at + len(address)] = mask
            at = data.find(address, at + 1)
    if out != data and bytes(data[12:14]) in _ETHERTYPES:
        out[:_MACS] = bytes(_MACS)
    found = bytes(out)
    return found if names is None else names.sub(lambda match: b"x" * len(match[0]), found)


def _clear_checksums(out: bytearray, at: int, size: int) -> None:
    """Clear the checksums of the IP packet whose source or target stands at ``at``, if one is there."""
    places = (12, 16) if size == 4 else (8, 24)  # noqa: PLR2004 - bytes of an IPv4 address
    for start in (at - place for place in places):
        version = out[start] >> 4 if start >= 0 else 0
        if size == 4 and version == 4:  # noqa: PLR2004
            _clear(out, start + 10)
            _clear_transport(out, start + (out[start] & 15) * 4, out[start + 9])
        elif size != 4 and version == 6:  # noqa: PLR2004
            _clear_transport(out, start + 40, out[start + 6])


def _clear_transport(out: bytearray, start: int, proto: int) -> None:
    if proto in _PROTO:
        _clear(out, start + _PROTO[proto])


def _clear(out: bytearray, at: int) -> None:
    end = min(at + 2, len(out))
    out[at:end] = bytes(max(end - at, 0))


def masked_dumps(text: str, mask: Bytes) -> str:
    """Return log lines with the bytes in them masked: dumps over several lines, runs of hex, base64 in JSON."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        matches: list[re.Match[str]] = []
        while at + len(matches) < len(lines) and (match := _LINE.fullmatch(lines[at + len(matches)])):
            matches.append(match)
        if matches:
            lines[at : at + len(matches)] = _dump(matches, mask)
        at += len(matches) or 1
    text = _RUN.sub(lambda match: _run(match[0], mask), "\n".join(lines))
    return _BASE64.sub(lambda match: f"{match[1]}{_base64(match[2], mask)}{match[3]}", text)


def _dump(matches: list[re.Match[str]], mask: Bytes) -> list[str]:
    """Return the lines of one dump; its bytes are masked as a whole, because an address may begin in one line."""
    parts = [bytes.fromhex(match["hex"]) for match in matches]
    whole = mask(b"".join(parts))
    lines, at = [], 0
    for match, part in zip(matches, parts, strict=True):
        now = whole[at : at + len(part)]
        lines.append(match[0] if now == part else _line(match, now))
        at += len(part)
    return lines


def _line(match: re.Match[str], now: bytes) -> str:
    digits = iter(now.hex().upper() if match["hex"].isupper() else now.hex())
    written = "".join(char if char == " " else next(digits) for char in match["hex"])
    if not match["after"].strip():
        return match["before"] + written + match["after"]
    blanks = match["after"][: len(match["after"]) - len(match["after"].lstrip(" \t"))]
    letters = "".join(chr(byte) if chr(byte).isascii() and chr(byte).isprintable() else "." for byte in now)
    return match["before"] + written + blanks + letters


def _run(digits: str, mask: Bytes) -> str:
    found = mask(bytes.fromhex(digits)).hex()
    return found.upper() if digits.isupper() else found


def _base64(text: str, mask: Bytes) -> str:
    try:
        return base64.b64encode(mask(base64.b64decode(text, validate=True))).decode()
    except binascii.Error:
        # Cut off on its way: nobody can tell what is in it.
        return ""
