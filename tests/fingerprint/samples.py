"""SYNs by hand, with documentation addresses, to be changed in the one field that a test is about."""

from typing import Any, Final

from wallwatch.fingerprint.shape import Shape, shape_of
from wallwatch.fingerprint.syn import Fields, read_syn
from wallwatch.model import Header

WINDOWS: Final = ("mss:1460", "nop", "nop", "sok")
LINUX: Final = ("mss:1460", "sok", "ts:4057046969:0", "nop", "ws:7")
MACOS: Final = ("mss:1460", "nop", "ws:6", "nop", "nop", "ts:820812:0", "sok", "eol")

_SIZES: Final = {"eol": 1, "nop": 1, "mss": 4, "ws": 3, "sok": 2, "ts": 10}


def syn(**fields: Any) -> Header:
    """Return the SYN of the Gnutella client of 2002, as a Snort dump shows it, with ``fields`` changed."""
    whole: dict[str, Any] = {
        "proto": "tcp",
        "src": "192.0.2.112",
        "dst": "198.51.100.120",
        "sport": 3504,
        "dport": 6346,
        "ttl": 117,
        "tos": 0,
        "ip_id": 31988,
        "length": 48,
        "df": True,
        "mf": False,
        "reserved": False,
        "ip_header": 20,
        "flags": "S",
        "seq": 0xEE01EA38,
        "ack": 0,
        "window": 5840,
        "tcp_header": 28,
        "options": WINDOWS,
    }
    return Header(**(whole | fields))


def whole_syn(options: tuple[str, ...] = LINUX, **fields: Any) -> Header:
    """Return a SYN of which everything was logged, with a header as long as its options need."""
    size = sum(_SIZES[option.partition(":")[0]] for option in options)
    pad = -size % 4
    whole: dict[str, Any] = {
        "options": options,
        "tcp_header": 20 + size + pad,
        "length": 40 + size + pad,
        "urgent": 0,
        "eol_pad": pad if "eol" in options else None,
        "eol_data": False if "eol" in options else None,
        "options_bad": False,
        "flow_label": 0,
    }
    return syn(**(whole | fields))


def fields_of(header: Header) -> Fields:
    """Return what a signature can see of a SYN but for TTL and window."""
    key = read_syn(header)
    assert key is not None
    return Fields(*key[2])


def shape(header: Header) -> Shape:
    """Return the shape of a SYN."""
    return shape_of(fields_of(header))
