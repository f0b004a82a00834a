"""The single signs by which tools are known: functions of one header, which tell ``False`` for what was not logged."""

from ipaddress import AddressValueError, IPv4Address
from typing import Final

from wallwatch.model import Header, Packet, Sighting
from wallwatch.model.times import SECOND

ZMAP_ID: Final = 54_321
"""IP ID of every zmap probe until 2024 (packet.c)."""

SCAPY_ID: Final = 1
"""IP ID of a packet that scapy was not told more about."""

MSS_ALONE: Final = ("mss:1460",)
ZMAP_AS_WINDOWS: Final = ("mss:1460", "nop", "ws:8", "nop", "nop", "sok")

_SMALLEST: Final = 40
"""Bytes of an IPv4 and a TCP header."""

_SIX: Final = 20
"""Bytes by which an IPv6 header is longer."""

_TCP_HEADER: Final = 20
_ONE_MSS: Final = 4
_DAY: Final = 86_400
_YEAR: Final = 31_556_952
_FIRST_STAMPS: Final = 1_672_531_200
"""The year 2023 in Unix time."""

_WORD: Final = 0xFFFF
_UNIX_LEFT: Final = 64
_WINDOWS_LEFT: Final = 128


def is_bare(header: Header) -> bool:
    """Tell whether the packet is known to have no TCP options: by themselves, or by its length."""
    return header.options == () or (header.options is None and _option_bytes(header) == 0)


def is_mss_alone(header: Header) -> bool:
    """Tell whether an MSS of 1460 is its only option, or four bytes of options are all that was logged of them."""
    return header.options == MSS_ALONE or (header.options is None and _option_bytes(header) == _ONE_MSS)


def is_raw(header: Header, window: int) -> bool:
    """Tell whether it is a plain SYN without DF and with this window."""
    return header.df is False and header.window == window and header.flags == "S"


def is_ttl_odd(header: Header) -> bool:
    """Tell whether its TTL is none that Windows starts from: up to 64, or above 128."""
    return header.ttl is not None and not _UNIX_LEFT < header.ttl <= _WINDOWS_LEFT


def is_ttl_large(header: Header) -> bool:
    """Tell whether its TTL started from 255."""
    return header.ttl is not None and header.ttl > _WINDOWS_LEFT


def has_zmap_id(header: Header) -> bool:
    """Tell whether its IP ID is zmap's."""
    return header.ip_id == ZMAP_ID


def has_scapy_id(header: Header) -> bool:
    """Tell whether its IP ID is scapy's."""
    return header.ip_id == SCAPY_ID


def is_seq_the_target(header: Header) -> bool:
    """Tell whether its sequence number is its IPv4 target (Mirai, scanner.c)."""
    return bool(header.seq) and header.seq == ipv4_number(header.dst)


def is_id_folded(header: Header) -> bool:
    """Tell whether the IP ID is ``target ^ port ^ sequence``, 16 bits of each (masscan, templ-pkt.c)."""
    target = ipv4_number(header.dst)
    if target is None or header.seq is None or header.dport is None:
        return False
    return header.ip_id == (target ^ header.dport ^ header.seq) & _WORD


def is_stamp_the_time(header: Header) -> bool:
    """Tell whether its TCP timestamp is the time of day, to within a day: logs may be in any time zone.

    Only a packet or a sighting has a time; a header alone tells nothing. Where the log does not state the year, a
    timestamp of that day in an earlier year will do, back to the first zmap that sends one.
    """
    time: int | None = getattr(header, "time", None)
    stamp = next((option for option in header.options or () if option.startswith("ts:")), "").split(":")
    if time is None or len(stamp) < 2 or not stamp[1].isdecimal():  # noqa: PLR2004 - a name and a number
        return False
    late = time // SECOND - int(stamp[1])
    if abs(late) <= _DAY:
        return True
    if late < 0 or int(stamp[1]) < _FIRST_STAMPS or _is_year_stated(header):
        return False
    return min(late % _YEAR, -late % _YEAR) <= 2 * _DAY


def _is_year_stated(header: Header) -> bool:
    sightings = header.sightings if isinstance(header, Packet) else (header,)
    return any(isinstance(each, Sighting) and each.year_stated for each in sightings)


def layout(header: Header) -> str:
    """Return the kinds of its options, joined by commas."""
    return ",".join([option.partition(":")[0] for option in header.options or ()])


def _option_bytes(header: Header) -> int | None:
    """Return the room for TCP options, as far as the lengths tell. IP options and data are rare in a SYN."""
    if header.tcp_header is not None:
        return header.tcp_header - _TCP_HEADER
    if header.length is None:
        return None
    return header.length - _SMALLEST - (_SIX if ":" in header.src else 0)


def ipv4_number(address: str) -> int | None:
    """Return an IPv4 address as a number, ``None`` for any other text."""
    try:
        return int(IPv4Address(address))
    except AddressValueError:
        return None
