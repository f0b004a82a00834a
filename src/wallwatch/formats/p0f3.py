"""p0f 3 with ``-o`` (p0f.c, start_observation; fp_tcp.c, dump_sig): one line for each thing it has noticed.

A SYN and a SYN+ACK are packets, also those of p0f-sendsyn; what else it notices of a connection (its MTU, its uptime,
HTTP) tells of packets that were sighted before, and is left alone. A retransmitted SYN is not logged.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import wrapped
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.reported import reported
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting
from wallwatch.model.address import canonical

name: Final = "p0f3"
kind: Final[Kind] = "fingerprint"

_STAMP: Final = r"\[(?P<_minute>\d{4}/\d\d/\d\d \d\d:\d\d):(?P<_second>\d\d)\] "
_CLIENT: Final = r"cli=(?P<{0}>[\da-f.:]{{2,39}})/(?P<{1}>\d{{1,5}})"
_SERVER: Final = r"\|srv=(?P<{0}>[\da-f.:]{{2,39}})/(?P<{1}>\d{{1,5}})"
_ANSWER: Final = (
    # A tool is an app, not an os.
    r"\|(?:os|app)=(?P<label>[^|]{1,120})\|dist=(?P<hops>(?:<= )?\d{1,3})\|params=(?P<_params>[^|]{1,120})"
    r"\|raw_sig=(?P<raw_sig>(?:[^: |]{0,80}:){7}[0+]) ?$"
)
_SYN: Final = Grammar(
    _STAMP,
    r"mod=(?:syn|sendsyn probe)\|",
    _CLIENT.format("src", "sport"),
    _SERVER.format("dst", "dport"),
    r"\|subj=cli",
    _ANSWER,
)
_SYN_ACK: Final = Grammar(
    _STAMP,
    r"mod=(?:syn\+ack|sendsyn response)\|",
    _CLIENT.format("dst", "dport"),
    _SERVER.format("src", "sport"),
    r"\|subj=srv",
    _ANSWER,
)
_KINDS: Final = ((_SYN, ""), (_SYN_ACK, "A"))
"""Grammar and acknowledging flag of the two packets; the sender is the one that the answer is about."""

_FIRST: Final = re.compile(_STAMP + r"mod=(?:syn(?:\+ack)?|sendsyn (?:probe|response))\|")
_UNKNOWN: Final = "???"
_HEADER: Final = {"4": 20, "6": 40}


def sniff(line: str) -> bool:
    """Tell whether the line begins with a bracket and names a module of p0f."""
    return line[:1] == "[" and "] mod=" in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what is no packet."""
    return wrapped.frame(lines, at, _whole, final=final) if _FIRST.match(lines[at]) else 0


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the packet and what p0f says of its sender, or ``None`` for a torn line."""
    grammar, match, ack = _match(wrapped.joined(block))
    if grammar is None or match is None:
        return None
    moment = clock.moment(match["_minute"], match["_second"])
    src, dst = canonical(match["src"]), canonical(match["dst"])
    if moment is None or src is None or dst is None:
        return None
    label, hops, raw_sig = match.group("label", "hops", "raw_sig")
    known = label != _UNKNOWN
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        proto="tcp",
        src=src,
        sport=int(match["sport"]),
        dst=dst,
        dport=int(match["dport"]),
        # "<= 14" bounds the distance of a sender with a random TTL.
        os=reported(label, int(hops) if hops.isdecimal() else None, raw_sig) if known else None,
        more=(("params", match["_params"]), *(() if known else (("raw_sig", raw_sig),))),
        **_stated(raw_sig, ack),
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; ``hops``, ``label`` and ``raw_sig`` are those of the stack."""
    grammar, match, _ = _match(wrapped.joined(block))
    if grammar is None or match is None:
        return {}
    time = {"time": (match.start("_minute"), match.end("_second"))}
    return wrapped.placed(block, time | grammar.spans(match))


def _match(text: str) -> tuple[Grammar | None, re.Match[str] | None, str]:
    for grammar, ack in _KINDS:
        match = grammar.match(text)
        if match is not None:
            return grammar, match, ack
    return None, None, ""


def _whole(text: str) -> bool:
    return _match(text)[1] is not None


def _stated(raw_sig: str, ack: str) -> Fields:
    """Return the header fields that a raw signature (``ver:ttl:olen:mss:win,ws:layout:quirks:payload``) is sure of.

    A window given as a multiple of the MSS may be one of MSS - 12 or of 1460, and of time stamps the values are not
    logged; ``ecn`` may stand for any of four bits. Such fields stay unknown.
    """
    version, ttl, extra, mss, window, layout, marks, _ = raw_sig.split(":")
    size, _, scale = window.partition(",")
    quirks = frozenset(marks.split(","))
    hops_free = ttl.partition("+")[0]
    stated: Fields = {
        "ttl": int(hops_free) if hops_free.isdecimal() else None,
        "ip_header": _HEADER[version] + int(extra) if version in _HEADER and extra.isdecimal() else None,
        "window": int(size) if size.isdecimal() else None,
        "df": "df" in quirks if version == "4" else None,
        "options_bad": "bad" in quirks,
    }
    if "ecn" not in quirks:
        stated["flags"] = f"{'U' * ('urgf+' in quirks)}{ack}{'P' * ('pushf+' in quirks)}S"
    names = layout.split(",") if layout else []
    if "ts" not in names and "bad" not in quirks:
        stated |= _options(names, mss, scale)
    return stated


def _options(layout: Sequence[str], mss: str, scale: str) -> Fields:
    values = {"mss": f"mss:{mss}", "ws": f"ws:{scale}"}
    last, _, pad = layout[-1].partition("+") if layout else ("", "", "")
    padded = last == "eol" and pad.isdecimal()
    names = (*layout[:-1], "eol") if padded else layout
    return {
        "options": tuple(values.get(option, option) for option in names),
        "eol_pad": int(pad) if padded else None,
    }
