"""Ready-made rules for what every firewall hears. None of them is in force before somebody chooses it."""

from typing import Final

import msgspec

from wallwatch.errors import WallwatchError
from wallwatch.filter.values import folded
from wallwatch.noise.read import new_rule
from wallwatch.noise.rule import ADDRESS_CHANGE, NoiseRule


class Template(msgspec.Struct, frozen=True):
    """A rule to be chosen: its name, its filter, its reason, and when it ends."""

    name: str
    match: str
    why: str
    expires: str = "90d"


_LAST_HOLDER: Final = "Peers call for the last holder of our address."

TEMPLATES: Final = (
    Template("gnutella", "dport:6346-6349 proto:tcp,udp", _LAST_HOLDER, ADDRESS_CHANGE),
    Template("edonkey", "dport:4661-4665,4672 proto:tcp,udp", _LAST_HOLDER, ADDRESS_CHANGE),
    Template("bittorrent", "dport:6881-6999,51413 proto:tcp,udp", _LAST_HOLDER, ADDRESS_CHANGE),
    Template("kazaa", "dport:1214 proto:tcp,udp", _LAST_HOLDER, ADDRESS_CHANGE),
    Template("napster", "dport:6699,8875,8888 proto:tcp", _LAST_HOLDER, ADDRESS_CHANGE),
    Template("code-red-nimda", "dport:80 proto:tcp flags:S", "Code Red and Nimda look for web servers to infect."),
    Template("slammer", "dport:1434 proto:udp", "The Slammer worm sends itself to every address."),
    Template("blaster", "dport:135,4444 proto:tcp", "The Blaster worm looks for Windows' RPC, and for its shell."),
    Template(
        "sasser", "dport:445,5554,9996 proto:tcp", "The Sasser worm looks for LSASS, its FTP server and its shell."
    ),
    Template("smb", "dport:137-139,445 proto:tcp,udp", "Windows file sharing is looked for everywhere, always."),
    Template("rdp", "dport:3389 proto:tcp,udp", "Remote desktops are looked for everywhere, always."),
    Template("mirai", "dport:23,2323 proto:tcp", "Mirai and its kin look for telnet with default passwords."),
    Template("dns-answers", "sport:53 proto:udp dport:>1023", "Late answers to our own look-ups."),
    Template(
        "backscatter",
        "proto:tcp flags:SA,RA,R verdict:backscatter",
        "Answers of somebody else's victims to packets with our forged address.",
    ),
)
"""The rules, in the order in which they are offered."""


def template(name: str) -> Template:
    """Return the template of a name, whatever the case of its letters.

    Raises:
        WallwatchError: there is none.
    """
    found = next((each for each in TEMPLATES if folded(each.name) == folded(name)), None)
    if found is None:
        known = ", ".join(each.name for each in TEMPLATES)
        raise WallwatchError(f"There is no ready-made rule {name}.", f"There are: {known}")
    return found


def rule_of(template: Template, now: int, *, why: str = "", expires: str = "") -> NoiseRule:
    """Return the rule that a template makes at ``now`` (microseconds since the epoch)."""
    return new_rule(template.name, why or template.why, template.match, now=now, expires=expires or template.expires)
