"""The signatures that come nearest to a SYN, and which of their fields does not agree: what ``--explain`` shows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from wallwatch.fingerprint.compare import compare_ttl, quirks_apart
from wallwatch.fingerprint.database import Database, Entry
from wallwatch.fingerprint.quirks import quirk_names
from wallwatch.fingerprint.shape import Shape
from wallwatch.fingerprint.window import fits, multiple_of, segment_sizes

_WEIGHTS: Final = {"options": 5, "window": 2, "quirks": 2}
"""What sets systems apart most, and least what a path changes. Every other field counts once."""


class Near(msgspec.Struct, frozen=True, gc=False):
    """A signature as it stands in its database, and what does not agree: ``("window: 5840 is not mss*44",)``."""

    label: str
    database: str
    line: int
    text: str
    failed: tuple[str, ...]
    """Nothing where it agrees; each begins with the name of its field."""


def nearest(
    databases: Iterable[Database], shape: Shape, ttl: int | None, window: int, limit: int, *, as_p0f: bool = False
) -> tuple[Near, ...]:
    """Return the ``limit`` nearest signatures, the best first; among equals the first one of the databases."""
    found = [
        (_weight(failed), place, Near(entry.label.text, name, entry.line, entry.text, failed))
        for place, (name, entry) in enumerate(_entries(databases))
        for failed in [tuple(_failures(entry, shape, ttl, window, as_p0f=as_p0f))]
    ]
    found.sort(key=lambda each: each[:2])
    return tuple(near for _, _, near in found[:limit])


def _entries(databases: Iterable[Database]) -> Iterator[tuple[str, Entry]]:
    for database in databases:
        for entry in database.entries:
            yield database.name, entry


def _weight(failed: Sequence[str]) -> int:
    return sum(_WEIGHTS.get(failure.partition(":")[0], 1) for failure in failed)


def _failures(entry: Entry, shape: Shape, ttl: int | None, window: int, *, as_p0f: bool) -> Iterator[str]:
    """Yield what does not agree, in the order of a signature's fields."""
    signature = entry.signature
    if signature.version not in {None, shape.version}:
        yield f"version: IPv{shape.version} is not IPv{signature.version}"
    if compare_ttl(signature, ttl) != "exact":
        yield f"ttl: {ttl} is not within reach of {signature.ttl}"
    yield from _unlike("IP options", shape.ip_options, signature.ip_options)
    yield from _unlike("mss", shape.mss, signature.mss)
    multiple = multiple_of(window, segment_sizes(shape.mss, shape.version, shape.headers, stamped=shape.stamped))
    if not fits(signature.window, window, shape.mss, multiple):
        also = f" ({multiple.kind}{multiple.number})" if multiple else ""
        yield f"window: {window}{also} is not {_asked(entry)}"
    yield from _unlike("scale", shape.scale, signature.scale)
    if shape.layout != signature.layout:
        yield f"options: {shape.layout or 'none'} are not {signature.layout or 'none'}"
    elif shape.eol_pad is not None and shape.eol_pad != signature.eol_pad:
        yield f"padding: {shape.eol_pad} is not {signature.eol_pad}"
    missing, extra = quirks_apart(signature, shape, as_p0f=as_p0f)
    if missing or extra:
        words = [f"{name} is missing" for name in quirk_names(missing)]
        words += [f"{name} is too many" for name in quirk_names(extra)]
        yield f"quirks: {', '.join(words)}"
    if None not in {shape.payload, signature.payload} and shape.payload != signature.payload:
        yield f"payload: {'some' if shape.payload else 'none'} is not {'some' if signature.payload else 'none'}"


def _unlike(name: str, seen: int | None, wanted: int | None) -> Iterator[str]:
    """Yield that a number is not the one asked for; ``*`` asks for none."""
    if wanted is not None and name != "IP options" and seen is None:
        yield f"{name}: not logged, and {wanted} is asked for"
    elif wanted is not None and seen is not None and seen != wanted:
        yield f"{name}: {seen} is not {wanted}"


def _asked(entry: Entry) -> str:
    """Return what the signature asks of the window, in its own words."""
    window = entry.signature.window
    return {"=": f"{window.number}", "//": f"{window.number} // mss * mss"}.get(
        window.kind, f"{window.kind}{window.number}"
    )
