"""``wallwatch export``: what a store holds, as ``scan`` would have printed it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click
from msgspec.structs import replace

from wallwatch.cli.held import chosen, opened, store_option
from wallwatch.cli.marked import marks_of
from wallwatch.cli.printer import Printer, Request, own_rules, query_of
from wallwatch.engine.known import stacks
from wallwatch.model import Alert
from wallwatch.store import StoreReader

_PAGE: Final = 500
"""Alerts that are held in memory at a time."""


@click.command()
@click.argument("logs", nargs=-1, metavar="[PATH...]")
@click.option("--alerts", is_flag=True, help="One record per connection attempt instead of one per sighting.")
@click.option("--scans", is_flag=True, help="One record per scan: of ports, of hosts, or of both.")
@click.option("--json", "json", is_flag=True, help="One JSON object a line.")
@click.option("--where", metavar="FILTER", help="Only what the filter matches, as in 'dport:6346 -os:linux'.")
@click.option(
    "--p0f-fp",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Name systems as p0f does, from its database (of p0f 3 or 2, or pf.os).",
)
@store_option
def export(
    logs: Sequence[str],
    store: Path | None,
    where: str | None,
    p0f_fp: Path | None,
    *,
    alerts: bool,
    scans: bool,
    json: bool,
) -> int:
    """Print what the store holds: of the logs named, or of those that wallwatch watches without any.

    Sightings come in the order in which they arrived, alerts in that of their first packets. The records are those of
    wallwatch scan. Exit code 1 if there is none.

    \b
    Examples:
      wallwatch export --json | jq -r .src | sort | uniq -c
      wallwatch export --alerts --where 'since:24h -noise:gnutella'
      wallwatch export --scans --where scan:vertical
    """
    query = query_of(where, of_alerts=alerts or scans)
    request = Request(alerts=alerts or scans, json=json, where=query, p0f_fp=p0f_fp, zone=None, year=None, scans=scans)
    places = chosen(logs, store)
    with opened(places.store) as reader:
        rules = own_rules()
        queries = [request.where] if request.where else []
        marks = marks_of(queries, rules, reader, places) if request.alerts else {}
        printer = Printer(request, rules, marks)
        if scans:
            printed = _print_scans(reader, printer)
        elif not alerts:
            printed = sum(printer.sighting(sighting) for sighting in reader.sightings())
        else:
            printer.know(reader.scan_kinds())
            printed = sum(printer.alert(alert) for alert in _alerts(reader, p0f_fp))
    return 0 if printed else 1


def _print_scans(reader: StoreReader, printer: Printer) -> int:
    """Print the scans that some alert is a part of which the filter lets through; return how many."""
    printer.know(reader.scan_kinds())
    if printer.request.where is None:
        return sum(map(printer.scan, reader.scans()))
    asked = {alert.scan for alert in _alerts(reader, None) if alert.scan is not None and printer.passes(alert)}
    return sum(map(printer.scan, reader.scans(sorted(asked))))


def _alerts(reader: StoreReader, p0f_fp: Path | None) -> Iterator[Alert]:
    """Yield all alerts in the feed's order; with a database of one's own, named by it as well."""
    answers = stacks(p0f_fp) if p0f_fp else None
    ids = reader.index().ids
    for start in range(0, len(ids), _PAGE):
        for alert in reader.alerts(ids[start : start + _PAGE]):
            first = reader.packets(alert.id)[:1] if answers else ()
            own = answers(first[0]) if answers and first else None
            yield alert if own is None else replace(alert, os=own)
