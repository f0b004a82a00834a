"""Formats of other packages: what the entry points of the group ``wallwatch.formats`` name stands behind our own.

A plug-in that cannot be used is a sentence; the others, and everything of ours, work on.
"""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

import msgspec

from wallwatch.formats.format import Format
from wallwatch.formats.known import FORMATS
from wallwatch.model.sighting import KINDS
from wallwatch.text import visible

GROUP: Final = "wallwatch.formats"

_PARTS: Final = ("sniff", "frame", "parse", "spans")


class Plugins(msgspec.Struct, frozen=True):
    """The formats of other packages, and what is wrong with those that are left out, a sentence each."""

    formats: tuple[Format, ...]
    problems: tuple[str, ...]


@cache
def installed() -> Plugins:
    """Return what is installed beside wallwatch."""
    return load(entry_points(group=GROUP))


def every_format() -> tuple[Format, ...]:
    """Return our own formats and then those of other packages."""
    return FORMATS + installed().formats


def load(points: Iterable[EntryPoint]) -> Plugins:
    """Return the formats that entry points name."""
    formats: list[Format] = []
    problems: list[str] = []
    taken = {known.name for known in FORMATS}
    for point in points:
        loaded = _load(point)
        reason = loaded if isinstance(loaded, str) else _unfit(loaded, taken)
        if reason is not None or isinstance(loaded, str):
            problems.append(visible(f"The format plug-in {point.name} ({point.value}) is left out: {reason}."))
            continue
        formats.append(loaded)
        taken.add(loaded.name)
    return Plugins(tuple(formats), tuple(problems))


def _load(point: EntryPoint) -> Format | str:
    """Return the format, or why there is none."""
    try:
        loaded: Format = point.load()
    except Exception as error:  # noqa: BLE001 (another package's code: whatever it raises, it is named)
        return f"it cannot be imported, {type(error).__name__}: {error}"
    return loaded


def _unfit(candidate: Format, taken: set[str]) -> str | None:
    """Return why something is no format, ``None`` if it is one."""
    name = getattr(candidate, "name", None)
    if not isinstance(name, str) or not name:
        return "it has no name"
    if name in taken:
        return f"there is a format {name} already"
    if getattr(candidate, "kind", None) not in KINDS:
        return f"its kind is none of {', '.join(KINDS)}"
    missing = [part for part in _PARTS if not callable(getattr(candidate, part, None))]
    return f"it has no {' and no '.join(missing)}" if missing else None
