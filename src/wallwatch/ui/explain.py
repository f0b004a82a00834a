"""A packet, field by field, with what each value means. Fields that no source logged are left out."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from wallwatch.model import Header
from wallwatch.model.services import icmp_name, service
from wallwatch.ui.words import endpoint

TTL_STARTS: Final = (32, 64, 128, 255)
"""What systems set the TTL to at first."""


class Field(NamedTuple):
    """A field of a header: what it is called, what it holds, and what that means."""

    name: str
    value: str
    meaning: str = ""


_FLAGS: Final = {"C": "CWR", "E": "ECE", "U": "URG", "A": "ACK", "P": "PSH", "R": "RST", "S": "SYN", "F": "FIN"}
_FLAG_SETS: Final = {
    "": "no flag at all: no stack sends that",
    "S": "asks for a connection",
    "CES": "asks for a connection that can tell of congestion",
    "AS": "answers a SYN: the port is open",
    "AR": "answers: the port is closed",
    "R": "breaks a connection off",
    "A": "acknowledges",
    "AF": "ends its side of a connection",
    "AP": "carries data",
    "SF": "opens and ends at once: no stack sends that",
    "UPF": "the Christmas tree of port scanners",
}
_SCALE_MAX: Final = 14
_OPTIONS: Final[dict[str, Callable[..., str]]] = {
    "mss": lambda size="?": f"takes segments of up to {size} bytes",
    "nop": lambda: "padding",
    "ws": lambda shift="?": f"windows count {_scale(shift)}",
    "sok": lambda: "takes selective acknowledgements",
    "sack": lambda *_: "selective acknowledgement",
    "ts": lambda own="?", echo="?": f"timestamp {own}, echo {echo}",
    "eol": lambda: "end of the list",
}


def _scale(shift: str) -> str:
    return f"{2 ** int(shift)}-fold" if shift.isdecimal() and int(shift) <= _SCALE_MAX else "in an impossible scale"


def option(text: str) -> Field:
    """Explain one TCP option as the record has it: ``mss:1460``, ``nop``, ``?254``."""
    name, *values = text.split(":")
    explain = _OPTIONS.get(name)
    if explain is None:
        return Field(text, "", "an option that is unknown here")
    try:
        meaning = explain(*values)
    except TypeError:
        meaning = "with values that it does not take"
    return Field(name, " ".join(values), meaning)


def flags(letters: str) -> Field:
    """Spell out TCP flags: ``AS`` is ``SYN ACK``."""
    spelt = " ".join(_FLAGS.get(letter, letter) for letter in reversed(letters))
    return Field("flags", spelt or "none", _FLAG_SETS.get(letters, ""))


def ip_fields(header: Header) -> Iterator[Field]:
    """Yield the fields of the IP header."""
    yield Field("addresses", f"{header.src} > {header.dst}", header.proto)
    yield from _known("ttl", header.ttl, meaning=_ttl)
    yield from _known("id", header.ip_id, lambda number: f"{number} (0x{number:04x})")
    yield from _known("length", header.length, "{} bytes".format)
    yield from _known("header", header.ip_header, "{} bytes".format, lambda size: "with options" if size > 20 else "")  # noqa: PLR2004 (RFC 791)
    bits = (("DF", header.df), ("MF", header.mf), ("reserved bit", header.reserved))
    if any(bit is not None for _, bit in bits):
        yield Field(
            "bits", " ".join(name for name, bit in bits if bit) or "none", "do not fragment" if header.df else ""
        )
    if header.frag_offset:
        yield Field("fragment", f"from byte {header.frag_offset}")
    yield from _known("tos", header.tos, "0x{:02x}".format)


def transport_fields(header: Header) -> Iterator[Field]:
    """Yield the fields of the TCP, UDP or ICMP header, TCP options in their order last."""
    yield from _ports(header)
    if header.flags is not None:
        yield flags(header.flags)
    yield from _known("seq", header.seq, _with_hex)
    yield from _known("ack", header.ack, _with_hex)
    yield from _known("window", header.window, meaning=lambda window: _window(window, header.options))
    yield from _known("urgent", header.urgent)
    yield from _known("header", header.tcp_header, "{} bytes".format)
    yield from _known("length", header.udp_length, "{} bytes".format)
    yield from _icmp(header)
    for text in header.options or ():
        name, value, meaning = option(text)
        yield Field("option", f"{name} {value}".rstrip(), meaning)
    if header.options == ():
        yield Field("options", "none")
    if header.options_bad:
        yield Field("options", "malformed", "the list does not fit its length")


def _ports(header: Header) -> Iterator[Field]:
    if header.dport is not None:
        source = "" if header.sport is None else header.sport
        yield Field("ports", f"{source} > {header.dport}", service(header.proto, header.dport) or "")


def _icmp(header: Header) -> Iterator[Field]:
    yield from _known("type", header.icmp_type, meaning=lambda number: icmp_name(header.proto, number) or "")
    yield from _known("code", header.icmp_code)
    yield from _known("id", header.icmp_id)
    yield from _known("sequence", header.icmp_seq)


def quote(header: Header) -> str:
    """Return in one line the packet that an ICMP error quotes."""
    return f"{header.proto} {endpoint(header.src, header.sport)} > {endpoint(header.dst, header.dport)}"


def _known(
    name: str,
    value: int | None,
    shown: Callable[[int], str] = str,
    meaning: Callable[[int], str] = lambda _: "",
) -> Iterator[Field]:
    if value is not None:
        yield Field(name, shown(value), meaning(value))


def _with_hex(number: int) -> str:
    return f"{number} (0x{number:08x})"


def _ttl(ttl: int) -> str:
    start = next((start for start in TTL_STARTS if start >= ttl), ttl)
    return f"{start - ttl} hops, if it began at {start}"


def _window(window: int, options: tuple[str, ...] | None) -> str:
    sizes = [text.partition(":")[2] for text in options or () if text.startswith("mss:")]
    mss = int(sizes[0]) if sizes and sizes[0].isdecimal() else 0
    return f"{window // mss} times the MSS" if mss and window and window % mss == 0 else ""
