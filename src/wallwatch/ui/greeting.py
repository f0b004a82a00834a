"""Since you left: remembers when a person's screen was closed, and says at the next start what came in meanwhile."""

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import quote

import msgspec

from wallwatch.engine.since import Left, Since
from wallwatch.errors import WallwatchError
from wallwatch.filter.quote import term_for
from wallwatch.model.times import SECOND
from wallwatch.paths import read_text, replace_text
from wallwatch.ui.words import age, many

MINUTE: Final = 60 * SECOND
_NAMED: Final = 3
"""Rules, and sources, that are named."""


def left_file(marks: Path, store: Path, person: str) -> Path:
    """Return where it is kept when a person left a store: beside the marks, which people and stores may share."""
    return marks.with_name(f"{marks.stem}.{quote(person, safe='')}.{store.stem}.left")


def read_left(path: Path) -> Left | None:
    """Return how things stood when the screen was closed, ``None`` if nobody knows."""
    try:
        text = read_text(path)
        return None if text is None else _decode(text)
    except (WallwatchError, msgspec.DecodeError, UnicodeEncodeError):
        return None


def keep_left(path: Path, left: Left) -> None:
    """Remember how things stand. Where it cannot be written, the next start has nothing to say, and no more."""
    try:
        replace_text(path, _encode(left).decode())
    except (OSError, WallwatchError):
        return


def greeting(left: Left, since: Since, now: int) -> str:
    """Return in a sentence what came since."""
    away = age(now - left.at)
    if not since.alerts and not since.lost:
        return f"Since you left {away} ago nothing came in."
    return f"Since you left {away} ago: {', '.join(_told(since))}."


def listed(since: Since) -> Iterator[tuple[str, str, str]]:
    """Yield all of it, one thing after the other: what it is, how much of it there was, and the filter that shows it.

    What cannot be filtered (lost lines) has none.
    """
    if since.odd:
        yield "odd", f"{many(since.odd, 'alert')} that differ from their noise", "odd"
    for kind in since.new:
        for group in kind.groups:
            yield f"new {kind.kind} {group.name}", many(group.alerts, "alert"), group.match
        if more := kind.count - len(kind.groups):
            yield f"and {many(more, f'more new {kind.kind}')}", "of few alerts each", ""
    for name, count in since.noise:
        yield f"noise {name}", many(count, "alert"), term_for("noise", name)
    for name, count in since.lost:
        yield f"lost by {PurePath(name).name}", f">={many(count, 'line')}", ""


def is_news(left: Left, since: Since, now: int) -> bool:
    """Tell whether that has to be said without being asked: somebody was away, and something came in."""
    return now - left.at >= MINUTE and bool(since.alerts or since.lost)


def _told(since: Since) -> Iterator[str]:
    yield many(since.alerts, "alert")
    if since.odd:
        yield f"{since.odd:,} odd"
    if since.new:
        yield " + ".join(many(each.count, f"new {each.kind}") for each in since.new)
    if since.noise:
        hidden = sum(count for _, count in since.noise)
        named = [f"{name} {count:,}" for name, count in since.noise[:_NAMED]]
        more = len(since.noise[_NAMED:])
        named += [many(more, "other rule")] if more else []
        yield f"{hidden:,} noise ({', '.join(named)})"
    for name, count in since.lost[:_NAMED]:
        yield f">={many(count, 'line')} lost by {PurePath(name).name}"


_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.Decoder(Left).decode
