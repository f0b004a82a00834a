"""A rule that two people changed at the same time: what each of them changed holds, and what both did is told."""

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from wallwatch.noise.rule import NoiseRule

_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "filter": ("match", "query", "created"),
    "reason": ("why",),
    "end": ("expires", "ends"),
    "switch": ("enabled",),
}
"""What of a rule is changed together. With another filter a rule is a new one, which counts from then on."""

_SAID: Final[Mapping[str, str]] = {"filter": "match", "reason": "why", "end": "expires", "switch": "enabled"}
_SWITCH: Final = {True: "on", False: "off"}


class Merged(msgspec.Struct, frozen=True):
    """The rule that holds both changes, and in words what somebody else had changed meanwhile, if anything."""

    rule: NoiseRule
    sentence: str = ""


def merged(before: NoiseRule, after: NoiseRule, found: NoiseRule) -> Merged:
    """Return the change from ``before`` to ``after``, made to a rule that is ``found`` in its file now.

    What others changed is kept, but for what was changed here, too: there the last word is had here.
    """
    ours = {part for part in _PARTS if _differs(part, before, after)}
    theirs = {part for part in _PARTS if _differs(part, before, found)}
    fields = {name: getattr(after, name) for part in _PARTS if part in ours for name in _PARTS[part]}
    rule = replace(found, **fields)
    clashes = [part for part in _PARTS if part in ours & theirs and _differs(part, after, found)]
    kept = [part for part in _PARTS if part in theirs - ours]
    return Merged(rule, " ".join(filter(None, (_lost(clashes, found), _kept(kept)))))


def _differs(part: str, one: NoiseRule, other: NoiseRule) -> bool:
    said = _SAID[part]
    return bool(getattr(one, said) != getattr(other, said))


def _kept(parts: list[str]) -> str:
    if not parts:
        return ""
    return f"Their {' and '.join(parts)} {'is' if len(parts) == 1 else 'are'} kept."


def _lost(parts: list[str], found: NoiseRule) -> str:
    if not parts:
        return ""
    told = ", ".join(_told(getattr(found, _SAID[part])) for part in parts)
    return f"Your {' and '.join(parts)} {'holds' if len(parts) == 1 else 'hold'}; undoing brings theirs back: {told}."


def _told(value: str | bool) -> str:  # noqa: FBT001 - a key of the rule
    return _SWITCH[value] if isinstance(value, bool) else value
