"""What the alerts of Snort and Suricata have in common: the action of an inline sensor, the rule that fired."""

import re
from collections.abc import Mapping
from typing import Final

from wallwatch.formats.protocol import proto
from wallwatch.model import Signature

ACTIONS: Final = {
    word: action
    for action, words in {
        "block": "drop dropped block blocked sdrop",
        "reject": "reject rejected reset react rejectsrc rejectdst rejectboth",
        "allow": "allow allowed pass accept trust",
    }.items()
    for word in words.split()
}
"""Words of Snort 2 (``Drop``), Snort 3 (``drop``, ``reset``) and Suricata (``blocked``), in lower case."""

RULE: Final = r"(?:\[(?P<gid>\d{1,10}):(?P<sid>\d{1,10}):(?P<rev>\d{1,10})\] )?"
CLASS: Final = (
    r"(?:\[Classification: (?P<classification>[^\]]{1,200})\] ?)?(?:\[Priority: (?P<priority>\d{1,5})\]:? ?)?"
    r"(?:\[AppID: (?P<APPID>[^\]]{1,100})\] ?)?"
)

_NONE: Final = frozenset({"(null)", "none", ""})
"""What stands for no classification in Suricata, in Snort 3's JSON, and in its CSV."""

_UDP_WORD: Final = re.compile(r"\budp\b", re.IGNORECASE)


def action(word: str | None) -> str | None:
    """Return what an inline sensor did; ``log`` for what it only would have done (``WDrop``, ``would_drop``)."""
    return ACTIONS.get(word.lower(), "log") if word else None


def signature(alert: Mapping[str, str | None]) -> Signature:
    """Return the rule of an alert whose parts stand under their names in ``alert``."""
    numbers = {key: int(text) for key in ("gid", "sid", "rev", "priority") if (text := alert.get(key))}
    classification = alert.get("classification") or ""
    return Signature(
        message=message(alert.get("message") or ""),
        classification=None if classification in _NONE else classification,
        **numbers,
    )


def message(text: str) -> str:
    """Return the message of a rule without the quotes that Snort 3 prints with it."""
    bare = text.strip()
    return bare[1:-1] if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare


def protocol(word: str, src: str) -> str | None:
    """Return the protocol of an alert; ``ip`` where Snort tells no more than that (``IP``, an empty cell).

    Snort 3 says ICMP for that of IPv6, too; ``src`` is the address that the packet came from.
    """
    if word.upper() in {"IP", ""}:
        return "ip"
    found = proto(word)
    return "icmp6" if found == "icmp" and ":" in src and "." not in src else found


def guess(text: str, *, has_ports: bool) -> str:
    """Return the likely protocol of an alert of Snort 1.7, which prints ports for TCP and UDP alone."""
    if not has_ports:
        return "icmp"
    return "udp" if _UDP_WORD.search(text) else "tcp"
