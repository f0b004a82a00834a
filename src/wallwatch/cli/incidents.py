"""``wallwatch incidents``: the alerts that people put together."""

from typing import Any

import click

from wallwatch.cli.held import chosen
from wallwatch.cli.marked import opened_marks
from wallwatch.cli.output import json_line
from wallwatch.model.times import SECOND, iso
from wallwatch.store import Incident


@click.command()
@click.option("--json", "json", is_flag=True, help="One JSON object an incident.")
def incidents(*, json: bool) -> int:
    """List the incidents: alerts that were put together under a name on the screen (key m).

    Exit code 1 if there is none.

    \b
    Example:
      wallwatch incidents
      wallwatch report --incident gnutella
    """
    with opened_marks(chosen((), None).marks) as marks:
        found = marks.incidents() if marks else ()
    for each in found:
        click.echo(json_line(_object(each)) if json else _line(_object(each)))
    if not (found or json):
        click.echo("Nobody has put alerts together yet.", err=True)
    return 0 if found else 1


def _object(incident: Incident) -> dict[str, Any]:
    return {
        "name": incident.name,
        "note": incident.note,
        "alerts": len(incident.subjects),
        "first": iso(min(subject.first for subject in incident.subjects), 0, SECOND),
        "last": iso(max(subject.last for subject in incident.subjects), 0, SECOND),
        "sources": sorted({subject.src for subject in incident.subjects}),
        "by": incident.person,
    }


def _line(record: dict[str, Any]) -> str:
    alerts = f"{record['alerts']:,} {'alert' if record['alerts'] == 1 else 'alerts'}"
    head = f"{record['name']}  {alerts}  {record['first']} to {record['last']}"
    return f"{head}\n  {record['note']}" if record["note"] else head
