"""What a signature can see of one SYN, as the key under which its answer is kept.

Whatever differs from packet to packet without mattering (IP ID, ISN, timestamps) is reduced to what matters of it:
zero or not. So a million SYNs of one stack are one key, and those of all distances share its ``fields``.
"""

from itertools import combinations
from typing import Final

import msgspec

from wallwatch.fingerprint.numeral import IPV4, IPV6
from wallwatch.model import Header

_ECN_BITS: Final = 0b11
_BARE_LENGTH: Final = 40
"""Bytes of an IPv4 and a TCP header without options."""

_SYN_FLAGS: Final = frozenset(
    "".join(extra) + rest for count in range(4) for extra in combinations("CEU", count) for rest in ("S", "PS")
)
"""A SYN is what p0f takes for one: S without A, R and F."""


class Fields(msgspec.Struct, frozen=True, gc=False):
    """What stays the same for all SYNs of a stack, under the names of :class:`~wallwatch.model.Header`.

    ``None`` is "not logged". Where 0 or 1 stand, 1 is any value but 0.
    """

    version: int
    flags: str
    tos: int | None
    """The ECN bits."""
    ip_id: int | None
    """0 or 1."""
    df: bool | None
    reserved: bool | None
    flow_label: int | None
    """0 or 1."""
    ip_header: int | None
    length: int | None
    seq: int | None
    """0 or 1."""
    ack: int | None
    """0 or 1."""
    urgent: int | None
    """0 or 1."""
    tcp_header: int | None
    options: tuple[str, ...]
    """As in the header, but each number of a timestamp is 0 or 1."""
    eol_pad: int | None
    eol_data: bool | None
    options_bad: bool | None


class Syn(msgspec.Struct, frozen=True, gc=False):
    """A SYN: the two numbers that vary with distance and path, and the rest."""

    ttl: int | None
    window: int
    fields: Fields


def read_syn(header: Header) -> Syn | None:
    """Return what a signature can see of ``header``, or ``None``: no SYN, or its options were not decoded."""
    if header.flags not in _SYN_FLAGS or header.window is None:
        return None
    version = IPV6 if ":" in header.src else IPV4
    options = _options(header, version)
    if options is None:
        return None
    # `x and 1` keeps None (not logged) and 0 apart, and makes one value of all others.
    fields = Fields(
        version,
        header.flags,
        header.tos and header.tos & _ECN_BITS,
        header.ip_id and 1,
        header.df,
        header.reserved,
        header.flow_label and 1,
        header.ip_header,
        header.length,
        header.seq and 1,
        header.ack and 1,
        header.urgent and 1,
        header.tcp_header,
        options,
        header.eol_pad,
        header.eol_data,
        header.options_bad,
    )
    return Syn(header.ttl, header.window, fields)


def _options(header: Header, version: int) -> tuple[str, ...] | None:
    """Return the options without the values of timestamps; a packet that has no room for options has none."""
    if header.options is None:
        return () if version == IPV4 and header.length == _BARE_LENGTH else None
    return tuple([_stamp(option) if option.startswith("ts:") else option for option in header.options])


def _stamp(option: str) -> str:
    own, colon, peer = option[3:].partition(":")
    return f"ts:{own != '0':d}:{peer != '0':d}" if colon else f"ts:{own != '0':d}"
