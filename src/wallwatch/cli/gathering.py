"""What ``report`` and ``abuse`` share: which alerts, from a store or from log files, and where the result goes."""

import asyncio
import os
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from wallwatch.cli.config import configured
from wallwatch.cli.held import chosen, opened, store_option
from wallwatch.cli.inputs import zone_option
from wallwatch.cli.marked import marks_of, marks_of_alerts, opened_marks
from wallwatch.cli.output import say_once
from wallwatch.cli.places import Places
from wallwatch.cli.printer import own_rules
from wallwatch.cli.whole import Files, Whole, read_whole, with_packets
from wallwatch.engine.involved import pairs
from wallwatch.engine.kin import Held
from wallwatch.engine.known import network_cache
from wallwatch.errors import WallwatchError
from wallwatch.filter.clause import certain
from wallwatch.filter.facts import Facts, scans_by_kind
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query
from wallwatch.filter.query import Query
from wallwatch.filter.quote import quote
from wallwatch.filter.sql import to_sql
from wallwatch.reports.file import write_new
from wallwatch.reports.gather import PARTS, About, from_alerts, from_store, in_order
from wallwatch.reports.mask import masked
from wallwatch.reports.report import Report
from wallwatch.store import Incident, Marks
from wallwatch.store.database import now

_Command = TypeVar("_Command", bound=Callable[..., int])


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which alerts a report is of, and whether our own addresses and names are to be in it."""

    logs: tuple[str, ...] = ()
    store: Path | None = None
    where: str | None = None
    incident: str | None = None
    zone: tzinfo | None = None
    year: int | None = None
    anonymise: bool = False


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """Where a report goes: into a new file, or to standard output."""

    file: Path | None = None
    force: bool = False


def gathering_options(command: _Command) -> _Command:
    """Give a command the options that say which alerts, and where to."""
    for option in (
        click.option("--force", is_flag=True, help="Replace FILE if it is there."),
        click.option("-o", "--output", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write it there."),
        click.option("--anonymise", is_flag=True, help="Stand-ins for our own addresses and host names, everywhere."),
        store_option,
        click.option("--year", type=click.IntRange(1970, 2199), help="The year of lines that state none."),
        click.option("--zone", callback=zone_option, metavar="ZONE", help="The wall clock of the FILEs, as +02:00."),
        click.option("--incident", metavar="NAME", help="The alerts of this incident."),
        click.option("--where", metavar="FILTER", help="Only what the filter matches, as in 'src:198.51.100.0/24'."),
        click.argument("logs", nargs=-1, metavar="[FILE...]"),
    ):
        command = option(command)
    return command


def gathered(wanted: Wanted) -> Report:
    """Return the report of what is wanted: from the log files named or, without any, from the store.

    Raises:
        FilterError: the filter is none.
        WallwatchError: there is no such incident.
        StoreError: the store cannot be read.
    """
    places = chosen((), wanted.store)
    with opened_marks(places.marks) as marks:
        incident = _incident(marks, wanted.incident)
        query = _query(wanted.where, incident)
        about = _about(places, marks, incident, wanted.where)
        report = _from_files(wanted, query, places, about) if wanted.logs else _from_store(query, places, about)
    if not wanted.anonymise:
        return report
    own = [block.network for block in configured().own]
    return masked(report, own, [os.uname().nodename])


def put(text: str, output: Output) -> None:
    """Print a report, or write it to its file and say which.

    Raises:
        WallwatchError: the file is there already, or cannot be written.
    """
    if output.file is None:
        click.echo(text, nl=False)
        return
    click.echo(f"Written to {write_new(output.file, text, replace=output.force)}", err=True)


def _incident(marks: Marks | None, name: str | None) -> Incident | None:
    if name is None:
        return None
    found = marks.incident(name) if marks else None
    if found is None:
        known = ", ".join(each.name for each in marks.incidents()) if marks else ""
        remedy = f"There are: {known}" if known else "m on the screen puts alerts into one."
        raise WallwatchError(f"There is no incident {name}.", remedy)
    return found


def _query(where: str | None, incident: Incident | None) -> Query:
    terms = parse_query(where).terms if where else ()
    if incident is not None:
        terms = (*parse_query(f"incident:{quote(incident.name)}").terms, *terms)
    return Query(terms)


def _about(places: Places, marks: Marks | None, incident: Incident | None, where: str | None) -> About:
    words = [f"incident {incident.name}" if incident else "", f"filter {where}" if where else ""]
    return About(
        name=incident.name if incident else "",
        note=incident.note if incident else "",
        chosen=", ".join(filter(None, words)),
        made=now(),
        network=network_cache(places.networks).find,
        note_of=(lambda alert: marks.of(alert).note) if marks else lambda _: "",
        decisions=marks.decisions() if marks else (),
    )


def _from_store(query: Query, places: Places, about: About) -> Report:
    rules = own_rules()
    with opened(places.store) as reader:
        facts = Facts(now=about.made, marks=marks_of([query], rules, reader, places), noise=rules)
        return from_store(reader, certain(to_sql(query, facts)), about)


def _from_files(wanted: Wanted, query: Query, places: Places, about: About) -> Report:
    files = Files(wanted.logs, wanted.zone, wanted.year)
    whole = asyncio.run(read_whole(files))
    _say_troubles(whole)
    alerts = tuple(whole.alerts.values())
    marks = {**marks_of_alerts([query], alerts, places), **scans_by_kind(whole.scans)}
    facts = Facts(now=about.made, marks=marks, noise=own_rules())
    found = in_order(alert for alert in alerts if matches(query, alert, facts) is True)
    compared = [alert for pair in pairs(Held(alerts, whole.packets), found[:PARTS]) for alert in pair[:2]]
    packets = asyncio.run(with_packets(files, whole, [*found[:PARTS], *compared])).packets
    return from_alerts(found, Held(alerts, packets), about)


def _say_troubles(whole: Whole) -> None:
    for status in whole.tally.trouble:
        say_once(status)
