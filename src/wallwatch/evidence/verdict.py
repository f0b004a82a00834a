"""What an alert is: client, scanner, leftover, backscatter or unknown, with the reason in plain words.

A verdict never claims more than its evidence. It may change as the alert grows: one SYN of a system at a file-sharing
port is a client's; when it tries again and again, somebody expects to be served here.
"""

from collections.abc import Callable
from typing import Final

from wallwatch.evidence.case import Case, Finding
from wallwatch.evidence.sharing import peers_at
from wallwatch.evidence.syn import is_system_like, judge_syn

_NONSENSE: Final = {
    "": "no flags at all", "F": "FIN alone", "SF": "SYN and FIN at once", "UPF": "FIN, PSH and URG alone",
    "U": "URG alone", "P": "PSH alone", "RS": "SYN and RST at once", "RSF": "SYN, FIN and RST at once",
    "PF": "FIN and PSH alone", "UF": "FIN and URG alone", "US": "SYN and URG at once", "UPSF": "SYN, FIN, PSH and URG",
    "UAPRSF": "all flags", "CEUAPRSF": "all flags", "UPS": "SYN, PSH and URG at once", "PS": "SYN and PSH at once",
}  # fmt: skip
"""Flags that no system's own stack puts together (RFC 9293); nmap, hping3 and others probe with them."""

ANSWERS: Final = frozenset({"AS", "R", "AR"})
"""Flags, beside those of ECN, of what answers a SYN."""

_ICMP_ERRORS: Final = {"icmp": frozenset({3, 4, 5, 11, 12}), "icmp6": frozenset({1, 2, 3, 4})}
_PINGS: Final = {"icmp": frozenset({8, 13, 17}), "icmp6": frozenset({128})}
_PONGS: Final = {"icmp": frozenset({0, 14, 18}), "icmp6": frozenset({129})}
_EPHEMERAL: Final = 1024

LEAVES: Final = "it was sent from here"
"""The reason that an alert has which is no one's knocking."""

_PIECE: Final = Finding("unknown", "a piece of a packet, whose ports and flags are not logged")
_BLANK: Final = Finding("unknown", "a packet whose flags no log tells")
_MIDDLE: Final = Finding("unknown", "from the middle of a connection whose beginning no log here shows")
_ANSWERED: Final = Finding("unknown", "answers a packet that a log shows")
_UDP: Final = Finding("unknown", "UDP tells neither who sent it nor what it is for")
_PING: Final = Finding("unknown", "a ping: somebody looks whether this address is in use")
_OTHER: Final = Finding("unknown", "nothing in it tells who sent it, or what it is for")


def judge(case: Case) -> Finding:
    """Return the verdict of an alert."""
    alert = case.alert
    if case.leaves:
        asks = alert.proto == "tcp" and alert.flags is not None and alert.flags.lstrip("CE") == "S"
        return Finding("client" if asks else "unknown", LEAVES)
    if alert.dport is None and alert.proto in {"tcp", "udp"}:
        return _PIECE
    return _BY_PROTO.get(alert.proto, _other)(case)


def _tcp(case: Case) -> Finding:
    flags = case.alert.flags
    if flags is None and case.pattern is None and not is_system_like(case):
        return _BLANK
    bare = "S" if flags is None else flags.lstrip("CE")
    if bare == "S":
        return judge_syn(case)
    if bare in ANSWERS:
        return _answer(case, "a SYN-ACK", "a SYN") if bare == "AS" else _answer(case, "an RST", "a packet")
    if flags in _NONSENSE:
        return Finding("scanner", f"{_NONSENSE[flags]}: no system sends that, it probes for an answer{case.also}")
    if case.pattern is not None:
        return Finding("scanner", f"knocks at {case.pattern.words()}, with packets of no connection")
    return _ANSWERED if case.answers else _MIDDLE


def _udp(case: Case) -> Finding:
    alert = case.alert
    if case.answers:
        return _ANSWERED
    if case.pattern is not None:
        return Finding("scanner", f"knocks at {case.pattern.words()}, by UDP")
    peers = peers_at("udp", alert.dport)
    if case.legacy or (peers and (alert.packets > 1 or case.insists)):
        door = f"a {peers.port} ({peers.name})" if peers else f"port {alert.dport}"
        how = "" if alert.packets == 1 else f", {alert.packets} packets"
        return Finding("leftover", f"somebody calls {door} by UDP{how}{case.inherited}")
    if alert.sport is not None and alert.sport < _EPHEMERAL <= (alert.dport or 0):
        return Finding("unknown", f"like an answer from UDP port {alert.sport}: late, or to a question never asked")
    return _UDP


def _icmp(case: Case) -> Finding:
    proto, kind = case.alert.proto, case.alert.icmp_type
    if kind in _ICMP_ERRORS[proto]:
        return _error(case)
    if kind in _PONGS[proto]:
        return _answer(case, "a ping's answer", "a ping")
    if kind not in _PINGS[proto]:
        return _OTHER
    return (
        _PING
        if case.pattern is None
        else Finding("scanner", f"one ping of a source that knocks at {case.pattern.words()}")
    )


def _error(case: Case) -> Finding:
    """Judge an ICMP error by the packet that it quotes."""
    quote = case.quote
    if quote is None:
        return Finding("unknown", "an error about a packet that no log shows")
    if case.answers:
        return Finding("unknown", "an error about a packet that a log shows")
    if quote.src != case.alert.dst:
        return Finding("unknown", f"an error about a packet of {quote.src}, which is none of this address")
    to = quote.dst if quote.dport is None else f"port {quote.dport} of {quote.dst}"
    return Finding("backscatter", f"an error about a packet to {to} that no log shows: likely forged")


def _answer(case: Case, what: str, question: str) -> Finding:
    """Judge an answer by whether its question was seen."""
    if case.answers:
        return Finding("unknown", f"{what} to {question} that a log shows")
    return Finding("backscatter", f"{what} to {question} that no log shows: likely this address was forged")


def _other(case: Case) -> Finding:
    return _OTHER if case.pattern is None else Finding("scanner", f"knocks at {case.pattern.words()}")


_BY_PROTO: Final[dict[str, Callable[[Case], Finding]]] = {"tcp": _tcp, "udp": _udp, "icmp": _icmp, "icmp6": _icmp}
