"""The shape of a SYN: all of it but TTL and window, in the terms of a signature, three-valued.

A field that the log does not carry is *unknown*, never zero.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from wallwatch.fingerprint.lengths import Lengths, read_lengths
from wallwatch.fingerprint.numeral import IPV4
from wallwatch.fingerprint.options import Options, read_options
from wallwatch.fingerprint.quirks import BIT
from wallwatch.fingerprint.syn import SEEN_BY_P0F, SEPARATOR, Fields

_SCALE_MAX: Final = 14
"""The largest window scale that RFC 7323 allows."""


class Shape(msgspec.Struct, frozen=True, gc=False):
    """A SYN but for its TTL and window; ``None`` is "not logged"."""

    version: int
    ip_options: int | None
    """Bytes of IP options."""
    mss: int | None
    """0 without the option; so is ``scale``."""
    scale: int | None
    stamped: bool
    """It has a timestamp of its own other than 0."""
    layout: str
    eol_pad: int | None
    headers: int | None
    """Bytes of the IP and TCP headers."""
    payload: bool | None
    spare: int | None
    """Bytes that IP options and data take together."""
    quirks: int
    """The quirks that it has."""
    open_quirks: int
    """The quirks that it may have or not: the log does not tell."""
    p0f_quirks: int
    """The quirks that p0f 3.09b sees."""
    unseen: tuple[str, ...]
    """Names of the header fields that were missed."""


def shape_of(fields: Fields) -> Shape:
    """Return the shape of a SYN."""
    options = read_options(tuple(fields.options.split(SEPARATOR)) if fields.options else ())
    lengths = read_lengths(fields, options)
    quirks = open_quirks = 0
    unseen = dict.fromkeys(_missing(options, lengths))
    for name, present, field in _quirks(fields, options, lengths):
        if present:
            quirks |= BIT[name]
        elif present is None:
            open_quirks |= BIT[name]
            unseen[field] = None
    return Shape(
        version=fields.version,
        ip_options=lengths.ip_options,
        mss=options.mss,
        scale=options.scale,
        stamped=options.own_stamp is True,
        layout=options.layout,
        eol_pad=lengths.eol_pad,
        headers=lengths.headers,
        payload=lengths.payload,
        spare=lengths.spare,
        quirks=quirks,
        open_quirks=open_quirks,
        p0f_quirks=quirks & ~_overlooked(fields),
        unseen=tuple(unseen),
    )


def _quirks(fields: Fields, options: Options, lengths: Lengths) -> Iterator[tuple[str, int | None, str]]:
    """Yield each quirk, whether the SYN has it (``None``: not logged), and the field that tells."""
    four = fields.version == IPV4
    flags = fields.flags
    yield "df", four and fields.df, "df"
    yield "id+", four and _both(fields.df, fields.ip_id), "ip_id"
    yield "id-", four and _both(_not(fields.df), _not(fields.ip_id)), "ip_id"
    yield "ecn", "C" in flags or "E" in flags or fields.tos, "tos"
    yield "0+", four and fields.reserved, "reserved"
    yield "flow", not four and fields.flow_label, "flow_label"
    yield "seq-", _not(fields.seq), "seq"
    yield "ack+", fields.ack, "ack"
    yield "uptr+", "U" not in flags and fields.urgent, "urgent"
    yield "urgf+", "U" in flags, "flags"
    yield "pushf+", "P" in flags, "flags"
    yield "ts1-", options.has_stamp and _not(options.own_stamp), "options"
    yield "ts2+", options.has_stamp and options.peer_stamp, "options"
    yield "opt+", lengths.eol_pad != 0 and fields.eol_data, "eol_data"
    yield "exws", None if options.scale is None else options.scale > _SCALE_MAX, "options"
    yield "bad", lengths.malformed, "options_bad"


def _overlooked(fields: Fields) -> int:
    """Return the quirks that p0f 3.09b misses if they are there.

    Of an ACK number (``ack+``) it looks at bit 24 only (operator precedence in process.c), and of what stands behind
    EOL (``opt+``) it does not look at the last byte.
    """
    overlooked = 0 if fields.ack == SEEN_BY_P0F else BIT["ack+"]
    return overlooked | BIT["opt+"] if fields.eol_pad == 1 else overlooked


def _missing(options: Options, lengths: Lengths) -> Iterator[str]:
    """Yield the fields, other than those of quirks, that the log did not carry."""
    if options.mss is None or options.scale is None:
        yield "options"
    if lengths.ip_options is None:
        yield "ip_header"
    if lengths.payload is None:
        yield "length"
    if lengths.eol_pad is None:
        yield "eol_pad"


def _both(one: int | None, other: int | None) -> bool | None:
    """Return whether both hold: not as soon as one is known not to."""
    if one == 0 or other == 0:
        return False
    return None if one is None or other is None else True


def _not(value: int | None) -> bool | None:
    return None if value is None else not value
