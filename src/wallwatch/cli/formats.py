"""``wallwatch formats``: what can be read, with an example of each."""

from datetime import UTC
from typing import Any

import click

from wallwatch.cli.output import json_line
from wallwatch.formats.examples import EXAMPLES
from wallwatch.formats.explain import Explained, explain
from wallwatch.formats.format import Format
from wallwatch.formats.plugins import every_format, installed
from wallwatch.formats.reader import LineReader

_INDENT = "    "


@click.command()
@click.option("--json", "json", is_flag=True, help="One JSON object a line.")
def formats(*, json: bool) -> int:
    """List the formats: name, kind of witness, the fields that the example carries, and the example.

    \b
    Example:
      wallwatch formats --json | jq -r .format
    """
    for reads in every_format():
        record = _described(reads)
        click.echo(json_line(record) if json else _shown(record))
    for problem in installed().problems:
        click.echo(problem, err=True)
    return 1 if installed().problems else 0


def _described(reads: Format) -> dict[str, Any]:
    """Return what is known of a format. Those of other packages have an example if they bring one."""
    example = EXAMPLES.get(reads.name) or str(getattr(reads, "example", ""))
    return {"format": reads.name, "kind": reads.kind, "carries": _carried(reads, example), "example": example}


def _carried(reads: Format, example: str) -> list[str]:
    """Return the names of the fields that an example states."""
    reader = LineReader("example", zone=UTC, formats=(reads,))
    said: list[Explained] = list(explain(example.encode().split(b"\n"), reader, (reads,))) if example else []
    return [field.name for each in said for field in each.fields]


def _shown(record: dict[str, Any]) -> str:
    """Return a format as a head line, the fields, and its example, which is indented."""
    example = str(record["example"]).replace("\n", f"\n{_INDENT}")
    return f"{record['format']}  {record['kind']}\n  {' '.join(record['carries'])}\n{_INDENT}{example}"
