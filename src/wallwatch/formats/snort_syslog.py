"""Snort's alerts in syslog, 1.7 to 3 (src/output-plugins/spo_alert_syslog.c, src/loggers/alert_syslog.cc).

The message of a rule may hold brackets, braces, arrows and colons, so what follows it counts from the right end of the
line: the addresses, the protocol, the priority, the classification.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from wallwatch.formats import envelope, ids_alert, wrapped
from wallwatch.formats.endpoints import ENDPOINTS, endpoints
from wallwatch.formats.format import Block, Span
from wallwatch.formats.grammar import Grammar
from wallwatch.formats.protocol import proto
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting

name: Final = "snort-syslog"
kind: Final[Kind] = "signature"

_ALERT: Final = Grammar(
    r"(?:\[(?P<action>[wW]?[Dd]rop)\] )?(?:\[(?P<gid>\d{1,10}):(?P<sid>\d{1,10}):(?P<rev>\d{1,10})\] )?",
    r"(?:\[(?P<action_2>[wW]?[Dd]rop)\] )?(?P<message>.{0,1000}?) ?",
    # 2.2 prints no blank before the priority, if there is no classification, and 2.x a colon after it.
    r"(?:\[Classification: (?P<classification>[^\]]{1,200})\] ?)?(?:\[Priority: (?P<priority>\d{1,5})\]:? ?)?",
    r"(?:<(?P<iface_in>[^<> ]{1,32})> )?\{(?P<proto>[\w.:-]{1,20})\} " + ENDPOINTS + r" ?$",
)
_ALERT_1_7: Final = Grammar(r"(?:<(?P<iface_in>[^<> ]{1,32})> )?(?P<message>[^\[].{0,1000}?): " + ENDPOINTS + r" ?$")
"""Snort 1.7 names neither rule nor protocol."""

_OBJECTS: Final = ("{ ", '{"', "@cee:")
"""What Snort 3's JSON begins with, when it comes through syslog."""


def sniff(line: str) -> bool:
    """Tell whether the line names snort where a tag may stand."""
    return " snort" in line[:320]


def frame(lines: Sequence[str], at: int, *, final: bool) -> int | None:
    """Return 1, more for a line that a mail program has wrapped, 0 for what speaks of no packet.

    Snort's own messages, and the alerts of preprocessors that have no packet, name no addresses.
    """
    line = lines[at]
    head = envelope.split(line)
    if head is None or not _is_snort(head) or line.startswith(_OBJECTS, head.message_at):
        return 0
    taken = wrapped.frame(lines, at, _whole, final=final)
    return 0 if taken == 1 and " -> " not in line and "{" not in line else taken


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return what the alert says, or ``None`` for a torn line."""
    text = wrapped.joined(block)
    head = envelope.split(text)
    match = _match(text, head)
    moment = head.moment(clock) if head is not None else None
    if head is None or match is None or moment is None:
        return None
    alert = match.groupdict()
    protocol = proto(alert["proto"]) if "proto" in alert else _guessed(alert)
    places = endpoints(match, protocol) if protocol is not None else None
    if protocol is None or places is None:
        return None
    if places.get("sport") == places.get("dport") == 0:
        # The header is too short to hold ports.
        places = {"src": places["src"], "dst": places["dst"]}
    dropped = alert.get("action") or alert.get("action_2")
    return Sighting(
        **asdict(moment),
        format=name,
        kind=kind,
        host=head.host,
        iface_in=alert["iface_in"],
        action=ids_alert.action(dropped),
        signature=ids_alert.signature(alert),
        proto=protocol,
        **places,
        more=() if "proto" in alert else (("PROTO", "guessed"),),
    )


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the fields stand; those of the signature by their own names."""
    text = wrapped.joined(block)
    match = _match(text, envelope.split(text))
    if match is None:
        return {}
    grammar = _ALERT if "proto" in match.re.groupindex else _ALERT_1_7
    return wrapped.placed(block, envelope.spans(text) | grammar.spans(match))


def _is_snort(head: envelope.Envelope | None) -> bool:
    return head is not None and head.tag is not None and head.tag.startswith("snort")


def _match(text: str, head: envelope.Envelope | None) -> re.Match[str] | None:
    if head is None or not _is_snort(head):
        return None
    return _ALERT.match(text, head.message_at) or _ALERT_1_7.match(text, head.message_at)


def _whole(text: str) -> bool:
    return _match(text, envelope.split(text)) is not None


def _guessed(alert: Mapping[str, str | None]) -> str:
    """Return the likely protocol of an alert of 1.7."""
    return ids_alert.guess(alert["message"] or "", has_ports=alert["sport"] is not None)
