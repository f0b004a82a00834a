"""What the lengths of a SYN say of it, worked out from those that were logged."""

from typing import Final, NamedTuple

from wallwatch.fingerprint.numeral import IPV4, IPV6
from wallwatch.fingerprint.options import Options
from wallwatch.fingerprint.syn import Fields

_TCP_HEADER: Final = 20
_IP_HEADER: Final = {IPV4: 20, IPV6: 40}
"""Bytes of a header without options."""

_WORD: Final = 4


class Lengths(NamedTuple):
    """Lengths in bytes; each is ``None`` where what was logged leaves it open."""

    ip_options: int | None
    headers: int | None
    """The IP and the TCP header together."""
    eol_pad: int | None
    """What stands after the end-of-list option, 0 without one."""
    payload: bool | None
    """Whether the packet carries data."""
    malformed: bool | None
    """Whether the option list is broken; it is not if it fills its room."""
    spare: int | None
    """What IP options and data take together."""


def read_lengths(fields: Fields, options: Options) -> Lengths:
    """Return what the lengths of a SYN say."""
    tcp = _tcp_header(fields, options)
    ip = _ip_header(fields, tcp)
    eol_pad = _eol_pad(fields, options, tcp)
    headers = None if ip is None or tcp is None else ip + tcp
    ip_options = None if ip is None else ip - _IP_HEADER[fields.version]
    payload = None if headers is None or fields.length is None else fields.length > headers
    spare = None if tcp is None or fields.length is None else fields.length - _IP_HEADER[fields.version] - tcp
    return Lengths(ip_options, headers, eol_pad, payload, _malformed(fields, options, tcp, eol_pad), spare)


def _tcp_header(fields: Fields, options: Options) -> int | None:
    if fields.tcp_header is not None or options.size is None:
        return fields.tcp_header
    pad = fields.eol_pad if options.ended else 0
    # A list that ends off a word boundary has padding that was not logged, or was cut short.
    if pad is None or (options.size + pad) % _WORD:
        return None
    return _TCP_HEADER + options.size + pad


def _ip_header(fields: Fields, tcp: int | None) -> int | None:
    if fields.ip_header is not None:
        return fields.ip_header
    bare = _IP_HEADER[fields.version]
    # IPv6 has no options there. In IPv4, headers without a byte to spare leave no room for them or for a payload.
    return bare if fields.version == IPV6 or (tcp is not None and fields.length == bare + tcp) else None


def _eol_pad(fields: Fields, options: Options, tcp: int | None) -> int | None:
    if not options.ended:
        return 0
    if fields.eol_pad is not None or tcp is None or options.size is None:
        return fields.eol_pad
    return max(tcp - _TCP_HEADER - options.size, 0)


def _malformed(fields: Fields, options: Options, tcp: int | None, eol_pad: int | None) -> bool | None:
    if fields.options_bad is not None:
        return fields.options_bad
    if tcp is None or options.size is None or eol_pad is None:
        return None
    return False if tcp - _TCP_HEADER == options.size + eol_pad else None
