"""``wallwatch status``: how things stand, from the store alone; a line of it for a status bar."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from wallwatch import paths
from wallwatch.cli.config import configured
from wallwatch.cli.stores import placed, rules_of, store_of
from wallwatch.engine.status import Status
from wallwatch.engine.status import status as status_of
from wallwatch.model.times import iso
from wallwatch.store import StoreReader, UnbuiltError
from wallwatch.store.database import now
from wallwatch.text import visible
from wallwatch.ui.words import age, many

_NOTHING: Final = "nothing is collected yet"
_NOBODY: Final = "nobody collects"
_FULL: Final = "the disk is full"
_NAMED: Final = 2
"""Sources that are named in the line."""


@click.command()
@click.argument("logs", nargs=-1, metavar="[PATH...]")
@click.option("--one-line", is_flag=True, help="One short line, for a status bar.")
@click.option("--json", "json", is_flag=True, help="One JSON object.")
@click.option("--store", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Ask this store.")
def status(logs: Sequence[str], store: Path | None, *, one_line: bool, json: bool) -> int:
    """Tell how things stand: what came in the last hour, how the sources are, and whether somebody collects.

    It asks the store alone, and is quick. Exit code 1 if something asks for attention.

    \b
    Examples:
      wallwatch status
      tmux set -g status-right '#(wallwatch status --one-line)'
    """
    place = store or store_of(tuple(map(placed, logs)), configured())
    found = _ask(place)
    if json:
        click.echo(msgspec.json.encode(_object(place, found)).decode())
    elif one_line:
        click.echo(_line(found))
    else:
        click.echo("\n".join(_shown(place, found, now())))
    return 0 if found is not None and found.is_well else 1


def _ask(place: Path) -> Status | None:
    reader = StoreReader(place)
    try:
        reader.open()
    except UnbuiltError:
        return None
    with closing(reader):
        rules = paths.read_text(rules_of(place.parent)) or ""
        return status_of(reader, place, rules, now=now(), zone=datetime.now().astimezone().tzinfo or UTC)


def _line(found: Status | None) -> str:
    """Return it in a line. A ``#`` in a name would be a command to tmux."""
    if found is None:
        return f"wallwatch: {_NOTHING}"
    return f"wallwatch: {'; '.join((_hour(found), *_troubles(found)))}".replace("#", "?")


def _hour(found: Status) -> str:
    least = ">=" if found.at_least else ""
    noise = f", {least}{found.noise:,} noise" if found.noise else ""
    return f"{least}{found.new:,} new{noise} in 1h"


def _troubles(found: Status) -> Iterator[str]:
    if not found.collected:
        yield _NOBODY
    if found.full:
        yield _FULL
    for row in found.failing[:_NAMED]:
        yield f"{visible(row.name)} {row.state}"
    if more := len(found.failing[_NAMED:]):
        yield f"{many(more, 'source')} more failing"
    if lost := found.totals.lost:
        yield f">={lost:,} lost"


def _shown(place: Path, found: Status | None, at: int) -> Iterator[str]:
    """Yield the same at length."""
    yield f"store      {place}"
    if found is None:
        yield f"           {_NOTHING}: wallwatch, or wallwatch collect, does."
        return
    totals = found.totals
    yield f"collected  {'yes' if found.collected else 'no: wallwatch, or wallwatch collect, does.'}"
    if found.full:
        yield f"disk       {_FULL}: collecting waits."
    yield f"last hour  {_hour(found)}"
    yield (
        f"lines      {totals.received:,} = {totals.lines:,} in {many(totals.alerts, 'alert')} "
        f"+ {totals.archived:,} archived + {totals.other:,} other + {totals.unparsed:,} unparsed "
        f"+ {'>=' if totals.lost else ''}{totals.lost:,} lost"
    )
    if sentence := found.room.sentence():
        yield f"memory     {sentence}"
    for row in found.sources:
        last = "no event yet" if row.last_event is None else f"last event {age(at - row.last_event)} ago"
        state = row.state if found.collected else f"was {row.state}"
        yield f"source     {row.name}  {state}  {row.rate(at):,.1f} lines/s  {last}{_why(row.reason)}"


def _why(reason: str) -> str:
    return f"  {reason}" if reason else ""


def _object(place: Path, found: Status | None) -> dict[str, Any]:
    """Return the same as a JSON object."""
    if found is None:
        return {"store": str(place), "collected": False, "well": False, "sources": []}
    totals = found.totals
    return {
        "store": str(place),
        "collected": found.collected,
        "well": found.is_well,
        "disk_full": found.full,
        "hour": {"new": found.new, "noise": found.noise, "at_least": found.at_least},
        "alerts": totals.alerts,
        "lines": {
            name: getattr(totals, name) for name in ("received", "lines", "archived", "other", "unparsed", "lost")
        },
        "made_room": msgspec.to_builtins(found.room),
        "sources": [
            {"source": row.name, "state": row.state}
            | ({"reason": row.reason} if row.reason else {})
            | ({} if row.last_event is None else {"last_event": iso(row.last_event, 0, 1)})
            for row in found.sources
        ],
    }
