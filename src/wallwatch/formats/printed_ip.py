"""The IP header of a packet as the kernel prints it, down to the ports: IPv4, and IPv6 with its extension headers."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.protocol import proto
from wallwatch.model.address import canonical

_FRAGMENT_UNIT: Final = 8
_IPV4_HEADER: Final = 20
_CARRIED: Final = 4
"""Groups of ports, SEQ and ACK."""

_ADDRESSES: Final = r"SRC=(?P<src>[\da-f.:]{2,39}) DST=(?P<dst>[\da-f.:]{2,39}) LEN=(?P<length>\d{1,5}) "
_PROTOCOL: Final = (
    r"PROTO=(?P<proto>\w{1,8})(?: |$)(?:SPT=(?P<sport>\d{1,5}) DPT=(?P<dport>\d{1,5})(?: |$)"
    r"(?:SEQ=(?P<seq>\d{1,10}) ACK=(?P<ack>\d{1,10}) )?)?"
)
_IPV4: Final = Grammar(
    _ADDRESSES,
    # CE is the reserved bit of the fragment word, not ECN.
    r"TOS=(?P<tos>(?:0x)?[\dA-Fa-f]{2}) PREC=(?P<PREC>0x[\dA-F]{2}) TTL=(?P<ttl>\d{1,3}) ID=(?P<ip_id>\d{1,5}) ",
    r"(?:(?P<reserved>CE) )?(?:(?P<df>DF) )?(?:(?P<mf>MF) )?(?:FRAG:(?P<frag_offset>\d{1,4}) )?",
    r"(?:OPT \((?P<OPT>[\dA-F]{0,80})\) )?",
    _PROTOCOL,
)
_IPV6_HEADER: Final = (
    _ADDRESSES + r"TC=(?P<tos>\d{1,3}) "
    # Proxmox turns the two around.
    r"(?:HOPLIMIT=(?P<ttl>\d{1,3}) FLOWLBL=(?P<flow_label>\d{1,7})"
    r"|FLOWLBL=(?P<flow_label_2>\d{1,7}) HOPLIMIT=(?P<ttl_2>\d{1,3})) "
)
_IPV6: Final = Grammar(_IPV6_HEADER, r"(?P<_extensions>.{0,2000}?)", _PROTOCOL)
_IPV6_ESP: Final = Grammar(
    _IPV6_HEADER,
    r"(?P<_extensions>.{0,2000}?)OPT \( (?P<proto>ESP) ",
    r"(?:SPI=(?P<SPI>0x[\da-f]{1,8})|INCOMPLETE \[(?P<INCOMPLETE>\d{1,5}) bytes\]) \) ?$",
)
_IPV6_END: Final = Grammar(_IPV6_HEADER, "(?P<_extensions>(?P<proto>))$")
"""The kernel ends the line at an ESP header, which it names with --log-ip-options alone."""

# FRAG is in bytes here, and its INCOMPLETE means "more fragments".
_FRAGMENT: Final = re.compile(r"FRAG:(\d{1,5}) (INCOMPLETE )?ID:([\da-f]{8}) ")
_EXTENSION: Final = re.compile(r"OPT|[()]|AH|INCOMPLETE|FRAG:\d{1,5}|ID:[\da-f]{8}|SPI=0x[\da-f]{1,8}")
_SPI: Final = re.compile(r"AH SPI=(0x[\da-f]{1,8})")


def read_header(text: str, at: int) -> tuple[Grammar, re.Match[str], Fields] | None:
    """Return what the text says of the header at ``at``, with the match, behind which the next header begins.

    ``proto``, ``src`` or ``dst`` is ``None`` if it is none.
    """
    for grammar, read in HEADERS:
        match = grammar.match(text, at)
        if match is not None:
            return grammar, match, read(match)
    return None


def _ipv4(match: re.Match[str]) -> Fields:
    src, dst, length, tos, prec, ttl, ip_id, ce, df, mf, frag, opt, name, sport, dport, seq, ack = match.groups()
    return {
        "proto": proto(name),
        "src": canonical(src),
        "dst": canonical(dst),
        "sport": int(sport) if sport else None,
        "dport": int(dport) if dport else None,
        "length": int(length),
        "tos": _tos(tos, prec),
        "ttl": int(ttl),
        "ip_id": int(ip_id),
        "reserved": ce is not None,
        "df": df is not None,
        "mf": mf is not None,
        "frag_offset": int(frag) * _FRAGMENT_UNIT if frag else 0,
        "ip_header": _IPV4_HEADER + len(opt) // 2 if opt else None,
        "seq": int(seq) if seq else None,
        "ack": int(ack) if ack else None,
    }


def _ipv6(match: re.Match[str]) -> Fields:
    src, dst, length, tos, ttl, label, label_2, ttl_2, extensions, name, *carried = match.groups()
    fields = {
        # Without --log-ip-options the line ends where an ESP header begins.
        "proto": proto(name or "ESP"),
        "src": canonical(src),
        "dst": canonical(dst),
        "sport": None,
        "dport": None,
        "length": int(length),
        "tos": int(tos),
        "ttl": int(ttl or ttl_2),
        "flow_label": int(label or label_2),
        "mf": False,
        "frag_offset": 0,
    }
    if len(carried) == _CARRIED:
        sport, dport, seq, ack = carried
        fields["sport"] = int(sport) if sport else None
        fields["dport"] = int(dport) if dport else None
        fields["seq"] = int(seq) if seq else None
        fields["ack"] = int(ack) if ack else None
    if extensions or not name:
        _extend(fields, extensions, name)
    return fields


def _extend(fields: Fields, extensions: str, name: str) -> None:
    """Add what extension headers say; words that the kernel does not print there leave no protocol."""
    fragment = _FRAGMENT.search(extensions)
    if fragment is not None:
        fields["mf"] = fragment[2] is not None
        fields["frag_offset"] = int(fragment[1])
    if not _known(extensions):
        fields["proto"] = None
    fields["more"] = (
        *((("ID", fragment[3]),) if fragment else ()),
        *(("SPI", spi) for spi in _SPI.findall(extensions)),
        *(() if name else (("PROTO", "guessed"),)),
    )


def _known(extensions: str) -> bool:
    return all(_EXTENSION.fullmatch(word) for word in extensions.split())


@lru_cache(maxsize=512)
def _tos(tos: str, precedence: str) -> int:
    """Return the whole byte, as far as the kernel keeps it: bit 0 is in neither of its two masks."""
    return int(tos, 16) | int(precedence, 16)


HEADERS: Final[tuple[tuple[Grammar, Callable[[re.Match[str]], Fields]], ...]] = (
    (_IPV4, _ipv4),
    (_IPV6, _ipv6),
    (_IPV6_ESP, _ipv6),
    (_IPV6_END, _ipv6),
)
"""The grammars in the order they are tried."""
