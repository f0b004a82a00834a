"""Which alerts are knocks, and which of them may be the beginning of a scan."""

from typing import Final

from wallwatch.evidence.jury import is_asking
from wallwatch.evidence.verdict import LEAVES
from wallwatch.model import Alert

_PORTS: Final = 65_536
_EPHEMERAL: Final = 32_768
_TRACEROUTE: Final = range(33_434, 33_535)
"""UDP ports that traceroute counts up from."""
_EVERYBODY: Final = frozenset(("ff", "255.255.255.255", *(f"{first}." for first in range(224, 240))))


def is_knock(alert: Alert) -> bool:
    """Tell whether an alert asks for something here, and is no answer, nor sent from here."""
    if not is_asking(alert) or alert.because == LEAVES or alert.verdict == "backscatter":
        return False
    if alert.dport is None:
        return alert.icmp_type is not None  # else it is a piece of a packet
    return 0 <= alert.dport < _PORTS


def counts(alert: Alert) -> bool:
    """Tell whether a knock may be the beginning of a scan.

    Not what was let through, what goes to everybody, what traceroute sends, and what may be the late answer of a
    service that has a port of its own.
    """
    if alert.action == "allow" or not is_knock(alert) or _is_for_everybody(alert.dst):
        return False
    if alert.proto != "udp" or alert.dport is None:
        return True
    is_answer = alert.sport is not None and alert.sport < _EPHEMERAL <= alert.dport
    return not is_answer and alert.dport not in _TRACEROUTE


def _is_for_everybody(dst: str) -> bool:
    """Tell whether an address is one of a group or of a whole network (RFC 5771, RFC 4291 2.7, RFC 919)."""
    head = dst.partition(".")[0] + "." if "." in dst else dst[:2]
    return head in _EVERYBODY or dst in _EVERYBODY
