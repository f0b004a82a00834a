"""What a signature can see of one SYN, as the key under which its answer is kept.

Whatever differs from packet to packet without mattering (IP ID, ISN, timestamps) is reduced to what matters of it:
zero or not. So a million SYNs of one stack are one key, and those of all distances share its fields.
"""

from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from wallwatch.fingerprint.numeral import IPV4, IPV6
from wallwatch.model import Header

Options: TypeAlias = str
"""The options of a header in their order, joined by :data:`SEPARATOR`; each number of a timestamp is 0 or 1."""

Values: TypeAlias = tuple[
    int, str, int | None, int | None, bool | None, bool | None, int | None, int | None, int | None, int | None,
    int | None, int | None, int | None, Options, int | None, bool | None, bool | None,
]  # fmt: skip
"""The values of :class:`Fields` in their order: a plain tuple, which is cheap to build and to find."""

Key: TypeAlias = tuple[int | None, int, Values]
"""TTL, window, and all the rest."""

SEPARATOR: Final = "|"

SEEN_BY_P0F: Final = 2
"""What stands for an ACK number with bit 24 set."""

_BIT_24: Final = 24
_ECN_BITS: Final = 0b11
_BARE_LENGTH: Final = 40
"""Bytes of an IPv4 and a TCP header without options."""

_STAMP: Final = "ts:"

SYN_FLAGS: Final = frozenset(
    "".join(extra) + rest for count in range(4) for extra in combinations("CEU", count) for rest in ("S", "PS")
)
"""A SYN is what p0f takes for one: S without A, R and F."""


class Fields(NamedTuple):
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
    """0, 1, or :data:`SEEN_BY_P0F`."""
    urgent: int | None
    """0 or 1."""
    tcp_header: int | None
    options: Options
    eol_pad: int | None
    eol_data: bool | None
    options_bad: bool | None


def is_syn(header: Header) -> bool:
    """Tell whether a packet is a SYN, as far as its flags were logged."""
    return header.flags in SYN_FLAGS


def read_syn(header: Header) -> Key | None:
    """Return what a signature can see of ``header``, or ``None``: no SYN, or its options were not decoded."""
    window = header.window
    if header.flags not in SYN_FLAGS or window is None:
        return None
    version = IPV6 if ":" in header.src else IPV4
    names = header.options
    if names is None:
        # A packet that has no room for options has none.
        if version == IPV6 or header.length != _BARE_LENGTH:
            return None
        options = ""
    else:
        options = SEPARATOR.join(names)
        if _STAMP in options:
            options = _without_stamps(options)
    tos, ack = header.tos, header.ack
    # `x and 1` keeps None (not logged) and 0 apart, and makes one value of all others.
    values = (
        version, header.flags, tos and tos & _ECN_BITS, header.ip_id and 1, header.df, header.reserved,
        header.flow_label and 1, header.ip_header, header.length, header.seq and 1,
        ack and 1 + (ack >> _BIT_24 & 1), header.urgent and 1, header.tcp_header, options, header.eol_pad,
        header.eol_data, header.options_bad,
    )  # fmt: skip
    return header.ttl, window, values


def _without_stamps(options: str) -> str:
    """Return the options with each number of a timestamp made 0 or 1."""
    before, _, rest = options.partition(_STAMP)
    stamp, bar, after = rest.partition(SEPARATOR)
    own, colon, peer = stamp.partition(":")
    if _STAMP in after:
        after = _without_stamps(after)
    stamp = ("0" if own == "0" else "1") + ("" if not colon else ":0" if peer == "0" else ":1")
    return f"{before}{_STAMP}{stamp}{bar}{after}"
