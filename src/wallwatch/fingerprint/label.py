"""What a signature stands for: ``type:class:name:flavor``, as in ``s:unix:Linux:3.11 and newer``."""

from typing import Final

import msgspec

from wallwatch.errors import SignatureError
from wallwatch.text import visible

_PARTS: Final = 4
_SPECIFIC, _GENERIC, _STRICT = "s", "g", "x"
_TOOL_CLASS: Final = "!"

_FAMILIES: Final = {"Mac OS X": "macOS", "MacOS X": "macOS", "NMap": "nmap", "NMAP": "nmap"}
"""Families that go by another name in p0f's database."""


class Label(msgspec.Struct, frozen=True, gc=False):
    """A system with its version, or a tool.

    A ``generic`` label (type ``g``) is a catch-all: it counts only where no specific one (``s``) agrees. A ``strict``
    label (``x``, which p0f does not have) is specific, and its signatures too plain for a match that is not exact.
    """

    text: str
    family: str
    generic: bool = False
    strict: bool = False
    tool: bool = False


def parse_label(text: str) -> Label:
    """Return the label that ``text`` writes down; its words are the name and the flavor, as p0f shows them.

    Raises:
        SignatureError: ``text`` does not follow the grammar.
    """
    parts = [part.strip() for part in text.split(":", _PARTS - 1)]
    if len(parts) != _PARTS:
        raise SignatureError(f"The label {text!r} is not type:class:name:flavor.")
    kind, group, name, flavor = parts
    if kind not in {_SPECIFIC, _GENERIC, _STRICT}:
        raise SignatureError(f"The label {text!r} is neither specific (s), generic (g) nor strict (x).")
    if not name:
        raise SignatureError(f"The label {text!r} names nothing.")
    return Label(
        text=visible(f"{name} {flavor}".rstrip()),
        family=visible(family_of(name)),
        generic=kind == _GENERIC,
        strict=kind == _STRICT,
        tool=group == _TOOL_CLASS,
    )


def family_of(name: str) -> str:
    """Return the family that a database calls ``name``."""
    return _FAMILIES.get(name, name)
