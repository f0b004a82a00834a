"""A noise rule said to the program that makes the noise: an IDS, a packet filter, a program that mails logs.

It is shown and copied, and never applied. What is silenced there never arrives here: the rule counts nothing any more,
and nobody will notice when a member of it behaves differently.
"""

from collections.abc import Callable, Mapping
from typing import Final

from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.upstream import alarms, packet_filters
from wallwatch.noise.upstream.flow import Flow, flow_of
from wallwatch.noise.upstream.rendered import Rendered

TARGETS: Final[Mapping[str, Callable[[NoiseRule, Flow], Rendered]]] = {
    "snort": alarms.snort,
    "suricata": alarms.suricata,
    "nftables": packet_filters.nftables,
    "iptables": packet_filters.iptables,
    "ip6tables": packet_filters.ip6tables,
    "ufw": packet_filters.ufw,
    "logcheck": alarms.logcheck,
    "psad": alarms.psad,
    "fail2ban": alarms.fail2ban,
}
"""The programs that a rule can be said to."""

WARNING: Final = "What is silenced there never arrives here: a member that behaves differently is not noticed any more."

__all__ = ["TARGETS", "WARNING", "Rendered", "render"]


def render(rule: NoiseRule, target: str) -> Rendered:
    """Return a rule in the words of a program of :data:`TARGETS`."""
    return TARGETS[target](rule, flow_of(rule.query))
