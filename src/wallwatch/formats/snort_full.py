"""Snort's ``alert_full``, 1.7 to 3: a title, a class, the headers of the packet, references, and a blank line.

``log_ascii`` also puts a title before a packet, but no class, and a payload or a rule of ``=+`` behind it: that is a
dump.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import asdict

from wallwatch.formats import ids_alert, snort_header
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Grammar
from wallwatch.formats.snort_header import Dumped
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting

name: Final = "snort-full"
kind: Final[Kind] = "signature"

LINES: Final = 40
"""Most lines of a record: the headers, those of a quoted packet, and the references."""

_RULE: Final = "=+=+"
_XREF: Final = re.compile(r"\[Xref => ([^\]]{1,300})\]")
_BEHIND: Final = re.compile(r"\[Xref => |(?:TCP|UDP|ICMP) header truncated")
"""What may stand behind the headers of an alert."""

_TITLE: Final = Grammar(
    r"\[\*\*\] ",
    ids_alert.RULE,
    r" ?(?:<(?P<iface_in>[^<> ]{1,32})> )?(?P<message>.{1,320}?) \[\*\*\] ?(?=\n|$)",
)
_CLASS: Final = Grammar(
    r"\n(?=\[[CP])(?:\[Classification: (?P<classification>[^\]\n]{1,200})\] ?)?",
    # Snort 3 puts the application on a line of its own.
    r"(?:\[Priority: (?P<priority>\d{1,5})\] ?)?(?:\n?\[AppID: (?P<APPID>[^\]\n]{1,100})\] ?)?\n",
)


class _Alert(msgspec.Struct, frozen=True, gc=False):
    """What was read: title, class, packet, and where in the text the packet starts and ends; its last line's number."""

    title: re.Match[str]
    rank: re.Match[str] | None
    packet: Dumped
    start: int
    end: int
    lines: int


def sniff(line: str) -> bool:
    """Tell whether the line begins like a title."""
    return line[:5] == "[**] "


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return the number of lines down to the blank line, 0 for a dump and for an alert without a packet."""
    ours = claims(lines, at, final=final)
    if not ours:
        return None if ours is None else 0
    stop = _stop(lines, at)
    text = "\n".join(lines[at:stop])
    alert = _read(text)
    if alert is None:
        return stop - at
    taken = alert.lines
    while at + taken < stop and _BEHIND.match(lines[at + taken]):
        taken += 1
    return taken


def claims(lines: Sequence[str], at: int, *, final: bool) -> bool | None:
    """Tell whether the title at ``lines[at]`` is that of an alert with a packet; ``None``: more lines will tell."""
    if _TITLE.match(lines[at]) is None:
        return False
    stop = _stop(lines, at)
    if stop == len(lines) and not final and stop - at < LINES:
        return None
    alert = _read("\n".join(lines[at:stop]))
    if alert is None:
        return stop - at > 1 and _is_class(lines[at + 1])
    if alert.rank is not None:
        return True
    return _ends_as_alert(lines, stop, lines[at + alert.lines : stop], final=final)


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return the alert with its packet, or ``None`` if the headers are broken."""
    alert = _read(block.text)
    if alert is None:
        return None
    head = alert.packet.matches[0][1]
    moment = clock.moment(head["_minute"], head["_second"], head["_fraction"])
    if moment is None:
        return None
    said = alert.title.groupdict() | (alert.rank.groupdict() if alert.rank is not None else {})
    more = _CLASS.more(alert.rank) if alert.rank is not None else ()
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        iface_in=said["iface_in"],
        mac_src=snort_header.padded(head["mac_src"]),
        signature=ids_alert.signature(said),
        quote=alert.packet.quote,
        more=more + alert.packet.more + tuple(("Xref", link) for link in _XREF.findall(block.text, alert.end)),
        **alert.packet.fields,
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; those of the signature by their own names."""
    alert = _read(block.text)
    if alert is None:
        return {}
    head = alert.packet.matches[0][1]
    found = {"time": (head.start("_minute"), head.end("_fraction"))}
    for grammar, match in alert.packet.matches:
        found |= grammar.spans(match)
    found = {field: (start + alert.start, end + alert.start) for field, (start, end) in found.items()}
    return _TITLE.spans(alert.title) | _CLASS.spans(alert.rank) | found


def _read(text: str) -> _Alert | None:
    title = _TITLE.match(text)
    if title is None:
        return None
    rank = _CLASS.match(text, title.end())
    start = title.end() + 1 if rank is None else rank.end()
    packet = snort_header.read(text[start:])
    if packet is None:
        return None
    end = start + packet.end
    return _Alert(title, rank, packet, start, end, text.count("\n", 0, end) + 1)


def _stop(lines: Sequence[str], at: int) -> int:
    """Return where the lines end that may be of the record: at a blank line, a rule, or the next title."""
    limit = min(len(lines), at + LINES)
    here = at + 1
    while here < limit and lines[here].strip() and not lines[here].startswith((_RULE, "[**] ")):
        here += 1
    return here


def _ends_as_alert(lines: Sequence[str], stop: int, behind: Sequence[str], *, final: bool) -> bool | None:
    """Tell whether an alert without a class, as 1.7 writes it, ends here: no payload comes, and no rule."""
    if not all(map(_BEHIND.match, behind)):
        return False
    if stop < len(lines) and lines[stop].strip():
        return not lines[stop].startswith(_RULE)
    if stop + 1 >= len(lines):
        return True if final else None
    return not lines[stop + 1].startswith(_RULE)


def _is_class(line: str) -> bool:
    return line.startswith(("[Classification: ", "[Priority: "))
