"""The columns of Snort's ``alert_csv``, which are also the keys of Snort 3's ``alert_json``, become fields.

Which columns there are is the administrator's choice. 2.x has its own names for them (spo_csv.c), 3 has others
(src/loggers/alert_json.cc).
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from wallwatch.formats import ids_alert, snort_header
from wallwatch.formats.grammar import Fields, Pairs
from wallwatch.formats.ids_places import PAIR, places, values
from wallwatch.formats.protocol import PORTED
from wallwatch.formats.stamp import Clock, Moment
from wallwatch.model.address import canonical
from wallwatch.model.times import SECOND

Columns = Mapping[str, str]
"""Column → text; a column that a packet has nothing for is empty or missing."""

NAMES: Final = {
    "sig_generator": "gid", "sig_id": "sid", "sig_rev": "rev", "src": "src_addr", "srcport": "src_port",
    "dst": "dst_addr", "dstport": "dst_port", "ethsrc": "eth_src", "ethdst": "eth_dst", "ethlen": "eth_len",
    "tcpflags": "tcp_flags", "tcpseq": "tcp_seq", "tcpack": "tcp_ack", "tcplen": "tcp_len", "tcpwindow": "tcp_win",
    "id": "ip_id", "dgmlen": "pkt_len", "icmptype": "icmp_type", "icmpcode": "icmp_code", "icmpid": "icmp_id",
    "icmpseq": "icmp_seq", "udplength": "udp_len",
}  # fmt: skip
"""Column of 2.x → the name that 3 has for it."""

FIELDS: Final = {
    "ttl": "ttl", "tos": "tos", "ip_id": "ip_id", "pkt_len": "length", "tcp_seq": "seq", "tcp_ack": "ack",
    "tcp_win": "window", "tcp_len": "tcp_header", "udp_len": "udp_length", "icmp_type": "icmp_type",
    "icmp_code": "icmp_code", "icmp_id": "icmp_id", "icmp_seq": "icmp_seq",
}  # fmt: skip
"""Column → field, of those that are numbers of a header."""

_GREATEST: Final = {"ttl": 0xFF, "tos": 0xFF, "icmp_type": 0xFF, "icmp_code": 0xFF} | dict.fromkeys(
    ("tcp_seq", "tcp_ack", "gid", "sid", "rev", "priority"), 0xFFFFFFFF
)
_WORD: Final = 0xFFFF
_PORTS: Final = ("sport", "dport")
_KEPT: Final = ("app_id", "service", "target", "vlan", "dir", "pkt_gen", "pkt_num")
_NUMBER: Final = re.compile(r"0x[\dA-Fa-f]{1,8}|\d{1,10}")
_STAMP: Final = re.compile(r"(?P<minute>\d\d/\d\d(?:/\d\d)?-\d\d:\d\d):(?P<second>\d\d)\.(?P<fraction>\d{6}) ?")
_RULE: Final = re.compile(r"(?P<gid>\d{1,10}):(?P<sid>\d{1,10}):(?P<rev>\d{1,10})")
_MAC: Final = re.compile(r"(?:[\dA-Fa-f]{1,2}:){5}[\dA-Fa-f]{1,2}")
_FLAGS: Final = re.compile(r"[1*][2*][U*][A*][P*][R*][S*][F*]")
_LETTERS: Final = "CEUAPRSF"
_PAIR: Final = re.compile(PAIR)
_LEAST_HEADER: Final = 20
_GREATEST_HEADER: Final = 60


class _TornError(ValueError):
    """A cell holds what its column cannot."""


def fields(columns: Columns, clock: Clock) -> Fields | None:
    """Return the fields of a sighting, ``None`` if a cell holds what its column cannot.

    ``columns`` have the names of Snort 3.
    """
    try:
        found = _moment(columns, clock) | _ends(columns)
        return found | _header(columns, found["src"]) | _beside(columns)
    except _TornError:
        return None


def _moment(columns: Columns, clock: Clock) -> Fields:
    """Read the time; the seconds since the epoch, where they stand beside the stamp, know its year."""
    stamp = _STAMP.fullmatch(columns.get("timestamp", ""))
    moment = clock.moment(*stamp.group("minute", "second", "fraction")) if stamp is not None else None
    if columns.get("seconds"):
        second = _number(columns["seconds"], 0xFFFFFFFF) * SECOND
        micro = int(stamp["fraction"]) if stamp is not None else 0
        moment = Moment(second + micro, 1 if stamp else SECOND, moment.zone if moment is not None else 0, True)
    if moment is None:
        raise _TornError
    return msgspec.structs.asdict(moment)


def _ends(columns: Columns) -> Fields:
    """Read protocol, addresses and ports, in one column each or with the port behind the address."""
    if columns.get("src_ap") and columns.get("dst_ap"):
        match = _PAIR.fullmatch(f"{columns['src_ap']} -> {columns['dst_ap']}")
        protocol = ids_alert.protocol(columns.get("proto", ""), columns["src_ap"].rpartition(":")[0])
        pair = places(match, protocol, numbered=True) if match is not None and protocol is not None else None
        if protocol is None or pair is None:
            raise _TornError
        said = values(pair)
        # Zeros stand behind the addresses of what has no ports: a fragment, ICMP.
        told = _PORTS if said.get("sport") or said.get("dport") else ()
        return {"proto": protocol} | {name: said[name] for name in ("src", "dst", *told)}
    src, dst = canonical(columns.get("src_addr", "")), canonical(columns.get("dst_addr", ""))
    protocol = ids_alert.protocol(columns.get("proto", ""), src or "")
    if src is None or dst is None or protocol is None:
        raise _TornError
    ports = (columns.get("src_port"), columns.get("dst_port"))
    found: Fields = {"proto": protocol, "src": src, "dst": dst}
    if protocol in PORTED and ports[0] and ports[1] and ports != ("0", "0"):
        found |= {"sport": _number(ports[0], _WORD), "dport": _number(ports[1], _WORD)}
    return found


def _header(columns: Columns, src: str) -> Fields:
    found: Fields = {}
    for column, field in FIELDS.items():
        text = columns.get(column)
        if text:
            found[field] = _number(text, _GREATEST.get(column, _WORD))
    flags = columns.get("tcp_flags")
    if flags:
        if _FLAGS.fullmatch(flags) is None:
            raise _TornError
        found["flags"] = "".join(letter for letter, mark in zip(_LETTERS, flags, strict=True) if mark != "*")
    if ":" in src:
        found.pop("ip_id", None)
    return found | _lengths(columns, found.get("length"), of_ipv6=":" in src)


def _lengths(columns: Columns, length: int | None, *, of_ipv6: bool) -> Fields:
    """Read the length of the IP header, which 2.x means to print (``iplen``), and 3 leaves to be found out.

    2.9 prints the length of the datagram in the wrong byte order, times four (``GET_IPH_LEN << 2``).
    """
    if of_ipv6:
        return {}
    if columns.get("iplen"):
        printed = _number(columns["iplen"], 4 * _WORD)
        swapped = int.from_bytes((printed // 4).to_bytes(2, "little"))
        if length is None and printed > _GREATEST_HEADER:
            return {"length": swapped}
        header = printed if length != swapped and printed % 4 == 0 else 0
    else:
        header = length - _number(columns["ip_len"], _WORD) if length is not None and columns.get("ip_len") else 0
    return {"ip_header": header} if _LEAST_HEADER <= header <= _GREATEST_HEADER else {}


def _beside(columns: Columns) -> Fields:
    """Read what stands beside the header: the rule, the interface, the link address."""
    rule = _RULE.fullmatch(columns.get("rule", ""))
    numbers = {name: columns.get(name) or (rule[name] if rule is not None else None) for name in ("gid", "sid", "rev")}
    numbers["priority"] = columns.get("priority") or None
    for name, text in numbers.items():
        if text:
            numbers[name] = str(_number(text, _GREATEST[name]))
    said = numbers | {"message": columns.get("msg"), "classification": columns.get("class")}
    return {
        "signature": ids_alert.signature(said),
        "action": ids_alert.action(columns.get("action")),
        "iface_in": columns.get("iface") or None,
        "mac_src": _mac(columns.get("eth_src")),
        "more": _more(columns),
    }


def _mac(text: str | None) -> str | None:
    if text and _MAC.fullmatch(text) is None:
        raise _TornError
    return snort_header.padded(text)


def _more(columns: Columns) -> Pairs:
    return tuple((name, columns[name]) for name in _KEPT if columns.get(name))


def _number(text: str, greatest: int) -> int:
    """Return a number in decimal or, as 2.x prints some, in hex behind ``0x``."""
    if _NUMBER.fullmatch(text) is None:
        raise _TornError
    number = int(text, 16 if text[:2] == "0x" else 10)
    if number > greatest:
        raise _TornError
    return number
