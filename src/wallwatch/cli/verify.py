"""``wallwatch verify``: whether the store holds what the logs say."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from wallwatch.cli.config import configured
from wallwatch.cli.held import chosen, opened, store_option
from wallwatch.cli.inputs import sources
from wallwatch.cli.output import json_line
from wallwatch.cli.places import Places
from wallwatch.config import Config
from wallwatch.engine.intake import reader_of
from wallwatch.engine.lock import is_held, lock_path
from wallwatch.engine.survey import path_of, pattern_of
from wallwatch.engine.verify import WORDS, Checked, Difference, Log, Verifier
from wallwatch.ui.words import many


@click.command()
@click.argument("logs", nargs=-1, metavar="[PATH...]")
@click.option("--json", "json", is_flag=True, help="One JSON object a line.")
@store_option
def verify(logs: Sequence[str], store: Path | None, *, json: bool) -> int:
    """Read the logs again that are still there, rotated copies too, and tell how they differ from the store.

    A record may be missing in the store, be there twice, or say something else; bytes may never have been read. What
    the engine has not come to yet is said, and is no fault. Exit code 1 if there is a fault, or nothing to compare.

    \b
    Example:
      wallwatch verify /var/log/kern.log
    """
    places = chosen(logs, store)
    compared, faults = 0, 0
    with opened(places.store) as reader:
        verifier = Verifier(reader, collected=is_held(lock_path(places.store)))
        for found in verifier.verify(list(_logs(places, configured()))):
            click.echo(json_line(_object(found)) if json else _line(found))
            faults += isinstance(found, Difference)
            compared += isinstance(found, Checked) and not found.trouble
        rest = verifier.unchecked()
    if rest:
        click.echo(f"{many(rest, 'record')} of the store cannot be compared: the logs are gone.", err=True)
    return 1 if faults or not compared else 0


def _logs(places: Places, config: Config) -> Iterator[Log]:
    """Yield the sources, each with a reader that reads as the engine's does."""
    reader = reader_of(config.zone_of, prefixes=config.prefixes, snort_csv=config.snort_csv)
    for source in sources(places.logs):
        yield Log(source.name, path_of(source), partial(reader, source), pattern_of(source))


def _line(found: Difference | Checked) -> str:
    where = f"{found.source} {found.path}" if found.path else found.source
    if isinstance(found, Difference):
        fields = f" ({', '.join(found.fields)})" if found.fields else ""
        raw = f": {found.raw}" if found.raw else ""
        return f"{where}: bytes {found.start:,} to {found.end:,}: {WORDS[found.kind]}{fields}{raw}"
    if found.trouble:
        return f"{where}: not compared: {found.trouble}"
    words = [
        f"{many(found.agree, 'record')} {'agrees' if found.agree == 1 else 'agree'}",
        f"{many(found.differ, 'fault')}" if found.differ else "",
        f"{many(found.archived, 'record')} given up with old alerts" if found.archived else "",
        f"{many(found.waiting, 'byte')} not read yet: the engine is not done" if found.waiting else "",
    ]
    return f"{where}: {', '.join(word for word in words if word)}"


def _object(found: Difference | Checked) -> dict[str, Any]:
    """Return the same as a JSON object: one with a ``kind`` is a fault, any other the account of a log."""
    record: dict[str, Any] = {"source": found.source, "path": str(found.path) if found.path else None}
    if isinstance(found, Difference):
        record |= {"kind": found.kind, "start": found.start, "end": found.end}
        record |= {"fields": list(found.fields) or None, "raw": found.raw or None}
    elif found.trouble:
        record |= {"trouble": found.trouble}
    else:
        record |= {"agree": found.agree, "faults": found.differ}
        record |= {"archived": found.archived, "unread": found.waiting}
    return {key: value for key, value in record.items() if value is not None}
