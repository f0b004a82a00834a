"""Families of systems that are one when it comes to their packets, whatever a witness calls them."""

from typing import Final

from wallwatch.model import Stack

_KIN: Final = {
    "android": "linux",
    "chrome": "linux",
    "debian": "linux",
    "ios": "macos",
    "tvos": "macos",
    "mac os": "macos",
    "mac os x": "macos",
    "macos x": "macos",
    "darwin": "macos",
    "sunos": "solaris",
    "hp ux": "hp-ux",
    "hpux": "hp-ux",
}

TOOL: Final = "tool"
"""How a stack matches that is a tool and no system."""

NAMELESS: Final = "crafted"
"""The family of packets that no system makes, and no tool that is known by name."""

REPORTED: Final = "reported"
"""How a stack matches that is p0f's own words."""

_TOOLS: Final = frozenset(
    {"NMap", "NMAP", "Nmap", "nmap", "masscan", "zmap", "hping", "hping3", "scapy", "unicornscan"}
)
"""Families of p0f's answers that are no systems."""


def kin(family: str) -> str:
    """Return the name under which families are compared: ``linux`` for ``Android``."""
    name = family.lower()
    return _KIN.get(name, name)


def is_tool(stack: Stack) -> bool:
    """Tell whether a stack is a tool's: by our own answer, or because p0f names one."""
    return stack.match == TOOL or stack.family in _TOOLS


def is_system(stack: Stack | None) -> bool:
    """Tell whether it is known which system made a packet."""
    return stack is not None and not is_tool(stack)


def contradicts(one: Stack, other: Stack) -> bool:
    """Tell whether two answers name systems, and different ones."""
    if is_tool(one) or is_tool(other) or one.family is None or other.family is None:
        return False
    return kin(one.family) != kin(other.family)
