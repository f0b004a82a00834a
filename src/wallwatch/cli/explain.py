"""``wallwatch explain``: why a line reads as it does."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, Final

import click

from wallwatch.cli.config import configured
from wallwatch.cli.inputs import zone_option
from wallwatch.cli.output import json_line
from wallwatch.cli.stores import STDIN
from wallwatch.formats.envelope import Envelope
from wallwatch.formats.explain import Explained, Field
from wallwatch.formats.explain import explain as explained
from wallwatch.formats.plugins import every_format
from wallwatch.formats.reader import LineReader
from wallwatch.model.contract import sighting_json
from wallwatch.model.times import iso

_NOT_STATED: Final = "-"
_TRUST: Final = {
    "kernel": "only the kernel can have written it",
    "file": "whoever writes this file",
    "mixed": "any program can have written it",
}


@click.command()
@click.argument("line", metavar="LINE|-")
@click.option("--json", "json", is_flag=True, help="One JSON object for each record.")
@click.option("--zone", callback=zone_option, metavar="ZONE", help="The wall clock of the lines, as in Europe/Berlin.")
@click.option("--year", type=click.IntRange(1970, 2199), help="The year of lines that state none.")
def explain(line: str, zone: tzinfo | None, year: int | None, *, json: bool) -> int:
    """Tell why a LINE reads as it does (- reads the lines of standard input; a record may be several).

    The head of the line, its format, and each field with the columns and the text that it came from; or why each
    format does not read it. Exit code 1 if no record was found.

    \b
    Examples:
      wallwatch explain "$(tail -1 /var/log/kern.log)"
      wallwatch explain - < snort.dump
    """
    raw = _stdin() if line == STDIN else line.encode("utf-8", "surrogateescape")
    prefixes = configured().prefixes
    reader = LineReader("explain", zone=zone, year=year, formats=every_format(), prefixes=prefixes)
    found = False
    for each in explained(raw.removesuffix(b"\n").split(b"\n"), reader, every_format()):
        found = found or each.sighting is not None
        click.echo(json_line(_object(each)) if json else "\n".join([*_shown(each), ""]))
    return 0 if found else 1


def _stdin() -> bytes:
    with click.open_file(STDIN, "rb") as stream:
        lines: bytes = stream.read()
    return lines


def _shown(said: Explained) -> Iterator[str]:
    """Yield what was made of a record, as lines for people."""
    yield from said.raw.split("\n")
    yield from (f"  note      {remark}" for remark in said.remarks)
    if said.text != said.raw:
        yield from (f"  | {line}" for line in said.text.split("\n"))
    yield f"  head      {_head(said.head)}"
    if said.sighting is not None:
        trust = said.sighting.trust
        yield f"  format    {said.sighting.format}, {said.sighting.kind}; trust {trust}: {_TRUST.get(trust, trust)}"
        yield from (_field(field, said) for field in said.fields)
    yield from _refusals(said)


def _refusals(said: Explained) -> Iterator[str]:
    """Yield the reasons why nothing was read, with the formats that gave them; the most telling one first."""
    reasons: dict[str, list[str]] = {}
    for name, reason in said.refusals:
        reasons.setdefault(reason, []).append(name)
    for reason, names in sorted(reasons.items(), key=lambda pair: len(pair[1])):
        yield f"  not       {', '.join(names)}: {reason}"


def _head(head: Envelope | None) -> str:
    if head is None:
        return "none"
    writer = "the kernel" if head.is_kernel else head.tag or "nobody named"
    words = [f"host {head.host or _NOT_STATED}", f"written by {writer}", f"pid {head.pid}" if head.pid else ""]
    return ", ".join(word for word in words if word) + f", message from column {head.message_at + 1}"


def _field(field: Field, said: Explained) -> str:
    place, text = _NOT_STATED, ""
    if field.span is not None:
        start, end = field.span
        place, text = _place(said.text, start, end), said.text[start:end]
    value = _value(field, said)
    shown = f'  "{text}"' if text and text != value else ""
    return f"  {place:>9} {field.name:14} {value}{shown}"


def _place(text: str, start: int, end: int) -> str:
    """Return the columns of a span, counted from 1; behind the number of its line where there are several."""
    line = text.count("\n", 0, start)
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    columns = f"{column}-{column + end - start - 1}"
    return f"{line + 1}:{columns}" if "\n" in text else columns


def _value(field: Field, said: Explained) -> str:
    if field.name == "time" and said.sighting is not None:
        return iso(said.sighting.time, said.sighting.zone, said.sighting.tick)
    if isinstance(field.value, tuple):
        return " ".join(map(str, field.value))
    return str(field.value)


def _object(said: Explained) -> dict[str, Any]:
    """Return the same as a JSON object; spans are offsets in ``text``."""
    record: dict[str, Any] = {"raw": said.raw, "text": said.text, "remarks": list(said.remarks)}
    if said.sighting is None:
        return record | {"refusals": dict(said.refusals)}
    spans = {field.name: list(field.span) for field in said.fields if field.span is not None}
    return record | {"sighting": sighting_json(said.sighting), "spans": spans}
