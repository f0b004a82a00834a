"""``wallwatch scan`` and ``wallwatch tail``: sightings or alerts of log files on standard output, nothing kept."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from wallwatch.bus import Bus
from wallwatch.cli.config import configured
from wallwatch.cli.inputs import sources, zone_option
from wallwatch.cli.output import say, say_once
from wallwatch.cli.printer import Join, Printer, Request, query_of
from wallwatch.engine.intake import ReaderOf, reader_of, take_in
from wallwatch.engine.scan import Tally, dated, merged
from wallwatch.formats.plugins import installed
from wallwatch.model import Alert, Change, Sighting
from wallwatch.model.line import Reading, SourceStatus
from wallwatch.store.batch import ENDED


def _options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that ``scan`` and ``tail`` share."""
    for option in (
        click.option("--alerts", is_flag=True, help="One record per connection attempt instead of one per sighting."),
        click.option("--scans", is_flag=True, help="One record per scan: of ports, of hosts, or of both."),
        click.option("--json", "json", is_flag=True, help="One JSON object a line."),
        click.option("--where", metavar="FILTER", help="Only what the filter matches, as in 'dport:6346 -os:linux'."),
        click.option(
            "--p0f-fp",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Name systems as p0f does, from its database (of p0f 3 or 2, or pf.os).",
        ),
        click.option(
            "--zone",
            callback=zone_option,
            metavar="ZONE",
            help="The wall clock of the logs, as in Europe/Berlin or +02:00 (default: this machine's).",
        ),
        click.option("--year", type=click.IntRange(1970, 2199), help="The year of lines that state none."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_options
def scan(files: Sequence[str], **options: Any) -> int:
    """Read whole files (- is standard input) and print what they say; nothing is kept.

    \b
    Examples:
      wallwatch scan --alerts kern.log p0f.log
      wallwatch scan --scans kern.log
      wallwatch scan --json --where 'dport:22 seen:kernel' kern.log
    """
    return asyncio.run(_scan(files, _request(options)))


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="PATH...")
@_options
def tail(files: Sequence[str], **options: Any) -> int:
    """Follow logs and print what is new, one record a line; nothing is kept.

    With --alerts an alert is printed again each time it grows.

    \b
    Example:
      wallwatch tail --json /var/log/kern.log | jq .src
    """
    return asyncio.run(_tail(files, _request(options)))


def _request(options: dict[str, Any]) -> Request:
    query = query_of(options.pop("where"), of_alerts=options["alerts"] or options["scans"])
    return Request(where=query, **options)


def _reader(request: Request) -> ReaderOf:
    config = configured()
    return reader_of(lambda _source: request.zone, request.year, config.prefixes, config.snort_csv)


async def _scan(files: Sequence[str], request: Request) -> int:
    tally = Tally()
    batches = dated(merged(sources(files, once=True, apart=True), tally, _reader(request)))
    by_alerts = request.alerts or request.scans
    printed = await (_print_alerts if by_alerts else _print_sightings)(batches, request)
    _summary(tally)
    return 0 if printed else 1


async def _print_sightings(batches: AsyncIterator[list[Sighting]], request: Request) -> int:
    printer = Printer(request)
    return sum([printer.sighting(sighting) async for batch in batches for sighting in batch])


async def _print_alerts(batches: AsyncIterator[list[Sighting]], request: Request) -> int:
    join, printer = Join(request), Printer(request)
    alerts: dict[int, Alert] = {}
    async for batch in batches:
        for change in join.add(batch):
            if change.kind in ENDED:
                alerts.pop(change.alert.id, None)
            else:
                alerts[change.alert.id] = change.alert
    printer.know({scan.id: scan.kind for scan in join.board.scans.values()})
    known = sorted(map(join.board.with_scan, alerts.values()), key=lambda alert: (alert.first, alert.id))
    if not request.scans:
        return sum(map(printer.alert, known))
    members = Counter(alert.scan for alert in known)
    asked = dict.fromkeys(alert.scan for alert in known if printer.passes(alert))
    scans = (join.board.scans.get(number or 0) for number in asked)
    return sum(printer.scan(replace(scan, alerts=members[scan.id])) for scan in scans if scan is not None)


async def _tail(files: Sequence[str], request: Request) -> int:
    bus, join, printer = Bus(), Join(request), Printer(request)
    async with (
        bus.subscribe(Reading, size=1) as readings,
        bus.subscribe(SourceStatus, size=1) as statuses,
        asyncio.TaskGroup() as group,
    ):
        joined = join if request.alerts or request.scans else None
        group.create_task(_print_readings(readings, joined, printer))
        group.create_task(_print_statuses(statuses))
        async with bus:
            await take_in(bus, sources(files, from_end=True), _reader(request), lambda _source: {})
    return 0


async def _print_readings(readings: AsyncIterator[Reading], join: Join | None, printer: Printer) -> None:
    async for reading in readings:
        if join is None:
            for sighting in reading.sightings:
                printer.sighting(sighting)
        else:
            _print_changes(join, join.add(reading.sightings), printer)
        printer.flush()


def _print_changes(join: Join, changes: Sequence[Change], printer: Printer) -> None:
    """Print the alerts that changed, or the scans that did."""
    scans = join.board.scans
    printer.know({scan.id: scan.kind for scan in scans.values()})
    kept = [change.alert for change in changes if change.kind not in ENDED]
    if not printer.request.scans:
        for alert in kept:
            printer.alert(alert)
        return
    for number in dict.fromkeys(alert.scan for alert in kept if printer.passes(alert)):
        if number in scans:
            printer.scan(scans[number])


async def _print_statuses(statuses: AsyncIterator[SourceStatus]) -> None:
    async for status in statuses:
        say(status)


def _summary(tally: Tally) -> None:
    """Say on standard error how many lines were read, what they were, and what could not be read."""
    for status in tally.trouble:
        say_once(status)
    formats = ", ".join(f"{count} {name}" for name, count in sorted(tally.formats.items())) or "none"
    words = [
        f"{tally.received} lines: sightings {formats}; {tally.other} other",
        f"{tally.unparsed} unparsed",
        f"at least {tally.lost} lost" if tally.lost else "",
        f"{tally.forged} of the unparsed look forged: a record inside another program's message"
        if tally.forged
        else "",
    ]
    click.echo(", ".join(word for word in words if word), err=True)
    for problem in installed().problems:
        click.echo(problem, err=True)
