"""p0f 1.x (p0f.c), whose records are two lines when it runs with ``-v`` and carry a stamp with ``-t``.

The first line names the sender and what it runs or, of one it does not know, the values of the SYN; the second
names the connection. Without the second there is no packet to speak of, and without a stamp no time: those are left
alone.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import wrapped
from wallwatch.formats.endpoints import ENDPOINTS, endpoints
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Fields, Grammar
from wallwatch.formats.reported import reported
from wallwatch.formats.stamp import Clock, Moment
from wallwatch.model import Kind, Sighting
from wallwatch.model.times import SECOND

name: Final = "p0f1"
kind: Final[Kind] = "fingerprint"

# 1.8 puts the stamp of ctime() in angle brackets, earlier builds print it bare.
_WHO: Final = (
    r"(?:<?[A-Z][a-z]{2} (?P<_minute>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d):(?P<_second>\d\d) (?P<_year>\d{4})>? )?"
    r"(?P<_who>[\d.]{7,15})(?: \[(?P<hops>\d{1,3}) hops\]: |: UNKNOWN \[)"
)
_FIRST: Final = re.compile(_WHO)
_RECORD: Final = Grammar(
    _WHO,
    # A star: matched after the window scale or the length was ignored.
    r"(?:(?P<raw_sig>(?:-?\d{1,5}:){6,7}-?\d{1,5})\]\.|(?P<label>[^\[\]]{1,120}?)(?: (?P<INEXACT>\*))?) (?:\+ )?",
    ENDPOINTS,
    r"(?: \(timestamp: (?P<TS>\d{1,10}) @(?P<_epoch>\d{1,10})\))?",
    r"(?: \* packet length for this one is (?P<length>\d{1,5})\.)? ?$",
)
_VALUES: Final = ("window", "ttl", "MSS", "df", "WSCALE", "SACKOK", "NOP", "length")
"""The values of an unknown SYN in their order; 1.0 has no length."""


def sniff(line: str) -> bool:
    """Tell whether the line has one of p0f's two ways to name a sender."""
    return " hops]: " in line or ": UNKNOWN [" in line


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return the number of lines down to the one that names the connection; 0 if there is none."""
    if _FIRST.match(lines[at]) is None:
        return 0
    return wrapped.frame_whole(lines, at, _whole, final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return what p0f says of a SYN. Its stamp is the time of printing, and its hops are one more than the distance."""
    match = _match(wrapped.joined(block))
    moment = _moment(match, clock) if match is not None else None
    places = endpoints(match, "tcp") if match is not None else None
    if match is None or moment is None or places is None:
        return None
    values, own = _decode(match["raw_sig"])
    if match["length"]:
        values["length"] = int(match["length"])
    label = match["label"]
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        proto="tcp",
        **places,
        **values,
        os=reported(label, int(match["hops"])) if label and match["hops"] else None,
        more=own + _RECORD.more(match),
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; ``hops``, ``label`` and ``raw_sig`` are those of the stack."""
    match = _match(wrapped.joined(block))
    if match is None:
        return {}
    found = _RECORD.spans(match)
    if match["_minute"]:
        found["time"] = (match.start("_minute"), match.end("_year"))
    return wrapped.placed(block, found)


def _match(text: str) -> re.Match[str] | None:
    match = _RECORD.match(text)
    return (
        match if match is not None and match["_who"] == match["src"] and (match["_minute"] or match["_epoch"]) else None
    )


def _whole(text: str) -> bool:
    return _match(text) is not None


def _moment(match: re.Match[str], clock: Clock) -> Moment | None:
    if match["_minute"]:
        return clock.moment(match["_minute"], match["_second"], year=match["_year"])
    return Moment(int(match["_epoch"]) * SECOND, SECOND, 0, True)


def _decode(signature: str | None) -> tuple[Fields, tuple[tuple[str, str], ...]]:
    """Return the fields that the values of an unknown SYN state, and those that no field holds."""
    stated = dict(zip(_VALUES, (signature or "").split(":"), strict=False)) if signature else {}
    fields: Fields = {key: int(value) for key, value in stated.items() if key.islower()}
    if "df" in fields:
        fields["df"] = fields["df"] == 1
    return fields, tuple((key, value) for key, value in stated.items() if key.isupper())
