"""Noise rules to be said to other programs."""

from wallwatch.noise.read import new_rule
from wallwatch.noise.rule import NoiseRule

MATCHES = [
    "dport:6346-6347 proto:tcp",
    "src:198.51.100.0/24 dport:6346 proto:tcp",
    "src:198.51.100.7",
    "src:2001:db8::/32 dport:22,80 proto:tcp",
    "proto:icmp type:8 src:198.51.100.0/24",
    "proto:icmp6 type:128",
    "sid:1:1243 src:198.51.100.0/24",
    "dport:137",
    "src:198.51.100.0-198.51.100.9 dst:192.0.2.1 dport:445 proto:tcp iface:ppp0",
    "src:198.51.100.7,2001:db8::7 sport:1024-65535 proto:udp,tcp",
]


def a_rule(match: str, name: str = "gnutella") -> NoiseRule:
    """Return a rule with this filter."""
    return new_rule(name, "calls an address's previous holder", match, now=1_700_000_000_000_000)
