"""``wallwatch sources``: how every source is, and what to do about those that are not well."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click

from wallwatch.cli.held import chosen, opened, store_option
from wallwatch.cli.inputs import sources as sources_of
from wallwatch.cli.output import json_line
from wallwatch.cli.places import Places
from wallwatch.engine.lock import is_held, lock_path
from wallwatch.engine.made_room import made_room
from wallwatch.engine.positions import Position, told
from wallwatch.engine.remedies import sightings_of
from wallwatch.engine.survey import Surveyed, paths_of, survey
from wallwatch.model.times import iso
from wallwatch.store import UnbuiltError
from wallwatch.store.database import now
from wallwatch.store.room import space_at
from wallwatch.ui.words import age, many, share

_INDENT: Final = "  "


@click.command()
@click.argument("logs", nargs=-1, metavar="[PATH...]")
@click.option("--json", "json", is_flag=True, help="One JSON object a line.")
@store_option
def sources(logs: Sequence[str], store: Path | None, *, json: bool) -> int:
    """Tell how every source is, how far it was read, and what to do where something asks for attention.

    It needs no engine that runs: it looks at the store and at the logs themselves. Exit code 1 if a source asks for
    attention.

    \b
    Example:
      wallwatch sources /var/log/kern.log
    """
    places, at = chosen(logs, store), now()
    collected = is_held(lock_path(places.store))
    found = _survey(places, collected=collected)
    for each in found:
        click.echo(json_line(_object(each, at)) if json else "\n".join(_shown(each, at)))
    if not found:
        click.echo("Nothing is watched. Name what to watch: wallwatch watch PATH...", err=True)
    elif not collected:
        click.echo(f"Nobody collects into {places.store} now: wallwatch, or wallwatch collect, does.", err=True)
    if sentence := _room(places.store):
        click.echo(sentence, err=True)
    full = _is_full(places.store)
    return 1 if not found or full or any(each.findings for each in found) else 0


def _is_full(store: Path) -> bool:
    """Say that nothing can be collected into ``store`` for want of room, if it is there and that is so."""
    if not store.exists() or (space := space_at(store.parent)).is_enough:
        return False
    there = f"{space.free // 1024:,} KiB free, the last {space.reserve // 1024:,} are left alone"
    click.echo(f"The disk of {store} is full ({there}): collecting waits until there is room.", err=True)
    return True


def _survey(places: Places, *, collected: bool) -> tuple[Surveyed, ...]:
    logs = paths_of(sources_of(places.logs))
    try:
        with opened(places.store) as reader:
            return survey(reader.sources(), logs, reader.streams, collected=collected, memory=reader.memory())
    except UnbuiltError:
        return survey((), logs, lambda _: {}, collected=False)


def _room(store: Path) -> str:
    """Return in a sentence what was dropped from memory; nothing if nothing was."""
    try:
        with opened(store) as reader:
            return made_room(reader).sentence()
    except UnbuiltError:
        return ""


def _shown(each: Surveyed, at: int) -> Iterator[str]:
    """Yield a source as a head line, how far it was read, and what asks for attention with what to do."""
    row = each.row
    words = (
        row.name,
        row.state,
        f"{row.rate(at):,.1f} lines/s",
        "no event yet" if row.last_event is None else f"last event {age(at - row.last_event)} ago",
        many(row.received, "line"),
        f"{row.unparsed:,} unparsed ({share(row.unparsed, row.received)})",
        f"{row.lost:,} lost",
        many(row.gaps, "gap"),
    )
    yield "  ".join(words)
    yield from (f"{_INDENT}{words}" for words in told(each.positions))
    for finding in each.findings:
        yield f"{_INDENT}! {finding.reason}"
        yield from (f"{_INDENT * 2}{line}" for line in finding.remedy.splitlines())


def _object(each: Surveyed, at: int) -> dict[str, Any]:
    """Return the same as a JSON object; what is not known is left out."""
    row = each.row
    record = {
        "source": row.name,
        "path": str(each.known.path) if each.known.path else None,
        "state": row.state,
        "rate": round(row.rate(at), 3),
        "last_event": None if row.last_event is None else iso(row.last_event, 0, 1),
        "received": row.received,
        "sightings": sightings_of(row),
        "other": row.other,
        "unparsed": row.unparsed,
        "unparsed_share": round(row.unparsed / row.received, 4) if row.received else 0.0,
        "forged": row.forged,
        "lost": row.lost,
        "gaps": row.gaps,
        "positions": [_position_object(position) for position in each.positions],
        "findings": [{"reason": finding.reason, "remedy": finding.remedy} for finding in each.findings],
    }
    return {key: value for key, value in record.items() if value is not None}


def _position_object(position: Position) -> dict[str, Any]:
    record = {
        "stream": position.stream or None,
        "path": str(position.path) if position.path else None,
        "read": position.read,
        "size": position.size,
        "cursor": position.cursor or None,
    }
    return {key: value for key, value in record.items() if value is not None}
