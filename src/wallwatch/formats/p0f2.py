"""p0f 2.x (p0f.c, find_match): who sent a SYN, what it looked like, and where it went.

A record is one line with ``-l`` and two or three without. With ``-N`` the connection is left out, and without ``-t``
the time: then there is no packet to speak of, and the lines are left alone.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import p0f2_signature, wrapped
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Grammar
from wallwatch.formats.reported import reported
from wallwatch.formats.stamp import Clock, Moment
from wallwatch.model import Kind, Sighting
from wallwatch.model.address import canonical
from wallwatch.model.times import SECOND

name: Final = "p0f2"
kind: Final[Kind] = "fingerprint"

_STAMP: Final = (
    # -t and -tt are those of ctime(), -ttt is seconds since the epoch, -tttt ISO in UTC.
    r"<(?:[A-Z][a-z]{2} (?P<_minute>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d):(?P<_second>\d\d) (?P<_year>\d{4})"
    r"|(?P<_epoch>\d{1,10})\.(?P<_micro>\d{6})"
    r"|(?P<_minute_2>\d{4}-\d\d-\d\dT\d\d:\d\d):(?P<_second_2>\d\d)(?:\.(?P<_fraction>\d{1,6}))?(?P<_offset>Z)?)> "
)
_WHO: Final = r"(?P<src>(?:\d{1,3}\.){3}\d{1,3})(?:/[^ :]{1,255})?:(?P<sport>\d{1,5}) - "
_VALUES: Final = r"\[(?P<{0}>[\w*():.,?!]{{5,200}}):[^:\[\]]{{1,40}}:\?\]"
_SEEN: Final = (
    # What p0f saw beside the system; a bare star tells that somebody plays with the window.
    r"(?: \((?P<NAT>NAT2?!)\))?(?: \((?P<ECN>ECN)\))?(?: \((?P<FIREWALL>firewall!)\))?"
    r"(?: \[(?!GENERIC|FUZZY)(?P<TOS>[^\[\]]{1,40})\])?(?: \[(?P<GENERIC>GENERIC)\])?(?: \[(?P<FUZZY>FUZZY)\])?"
    r"(?: (?P<STAR>\*))?(?: \(up: (?P<UP>\d{1,6} hrs)\))?"
)
_RECORD: Final = Grammar(
    _STAMP,
    _WHO,
    r"(?:UNKNOWN ",
    _VALUES.format("raw_sig"),
    r"|(?P<label>[^\[\]<>]{1,160}?))",
    _SEEN,
    r"(?: Signature: ",
    _VALUES.format("raw_sig_2"),
    r")? {1,2}-> (?P<dst>(?:\d{1,3}\.){3}\d{1,3})(?:/[^ :]{1,255})?:(?P<dport>\d{1,5})",
    r"(?: \((?:distance (?P<hops>-?\d{1,3}))?(?:, )?(?:link: (?P<LINK>.{1,60}))?\))? ?$",
)
_FIRST: Final = re.compile(_STAMP + _WHO)


def sniff(line: str) -> bool:
    """Tell whether the line begins with a stamp in angle brackets and has p0f's dash."""
    return line[:1] == "<" and " - " in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return the number of lines down to the one that names the destination; 0 if there is none."""
    if _FIRST.match(lines[at]) is None:
        return 0
    return wrapped.frame_whole(lines, at, _whole, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return what p0f says of a packet, by the time of the packet."""
    match = _RECORD.match(wrapped.joined(block))
    moment = _moment(match, clock) if match is not None else None
    if match is None or moment is None:
        return None
    src, dst = canonical(match["src"]), canonical(match["dst"])
    if src is None or dst is None:
        return None
    label, raw_sig = match["label"], match["raw_sig"] or match["raw_sig_2"]
    more = _RECORD.more(match)
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        proto="tcp",
        src=src,
        sport=int(match["sport"]),
        dst=dst,
        dport=int(match["dport"]),
        # The distance is negative where the TTL is greater than that of the signature.
        os=reported(label, int(match["hops"]) if match["hops"] else None, raw_sig) if label else None,
        more=more if label or raw_sig is None else (*more, ("raw_sig", raw_sig)),
        **p0f2_signature.read(raw_sig),
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; ``hops``, ``label`` and ``raw_sig`` are those of the stack."""
    text = wrapped.joined(block)
    match = _RECORD.match(text)
    if match is None:
        return {}
    return wrapped.placed(block, {"time": (1, text.index(">"))} | _RECORD.spans(match))


def _whole(text: str) -> bool:
    return _RECORD.match(text) is not None


def _moment(match: re.Match[str], clock: Clock) -> Moment | None:
    if match["_epoch"]:
        return Moment(int(match["_epoch"]) * SECOND + int(match["_micro"]), 1, 0, True)
    if match["_minute"]:
        return clock.moment(match["_minute"], match["_second"], year=match["_year"])
    return clock.moment(match["_minute_2"], match["_second_2"], match["_fraction"], offset=match["_offset"])
