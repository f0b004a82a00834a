"""``wallwatch fingerprint``: what sent each SYN of logs and captures, and why."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from wallwatch.cli.config import configured, problem_line
from wallwatch.cli.inputs import sources, zone_option
from wallwatch.cli.output import endpoints, json_line, say_once
from wallwatch.engine.intake import ReaderOf, reader_of
from wallwatch.engine.known import matcher
from wallwatch.engine.scan import Tally, dated, merged
from wallwatch.errors import SignatureError
from wallwatch.fingerprint import P0F_PATH, Matcher, Near, is_syn, tools
from wallwatch.fingerprint.reasons import reasons
from wallwatch.fingerprint.tools_many import Campaign
from wallwatch.model import Sighting, Stack
from wallwatch.model.contract import stack_json

_NEAREST: Final = 5
_KINDS: Final = 10_000
"""Kinds of SYN that are told apart; a flood of made-up ones must not fill the memory."""


class Kind(msgspec.Struct):
    """SYNs that look the same and are answered the same."""

    first: Sighting
    raw: str | None
    own: Stack | None
    second: Stack | None
    over_many: Stack | None = None
    """The tool that they show together with other packets of their sources."""
    count: int = 0


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--explain", is_flag=True, help="Add the nearest signatures, and what of them does not agree.")
@click.option("--json", "json", is_flag=True, help="One JSON object for each kind of SYN.")
@click.option(
    "--p0f-fp",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"A second opinion: a database of p0f 3, p0f 2 or pf.os (default: {P0F_PATH}, if it is there).",
)
@click.option("--zone", callback=zone_option, metavar="ZONE", help="The wall clock of the logs, as in Europe/Berlin.")
@click.option("--year", type=click.IntRange(1970, 2199), help="The year of lines that state none.")
def fingerprint(
    files: Sequence[str], p0f_fp: Path | None, zone: tzinfo | None, year: int | None, *, explain: bool, json: bool
) -> int:
    """Tell what sent each kind of SYN in logs and captures (- is standard input), and why.

    Each kind is shown once: the SYN as a signature, our own answer with its reasons, and p0f's. Exit code 1 if there
    is no SYN.

    \b
    Examples:
      wallwatch fingerprint kern.log
      wallwatch fingerprint --explain capture.pcap
    """
    own, second = matcher(), _second(p0f_fp)
    if p0f_fp is not None and second is not None:
        _describe(second)
    tally = Tally()
    kinds = asyncio.run(_kinds(merged(sources(files, once=True), tally, _reader(zone, year)), own, second))
    for status in tally.trouble:
        say_once(status)
    if not kinds:
        click.echo(f"There is no SYN in {tally.received:,} lines or packets.", err=True)
    for kind in kinds:
        near = own.near(kind.first, _NEAREST) if explain else ()
        because = reasons(own, kind.first, kind.own)
        if json:
            click.echo(json_line(_object(kind, because, near)))
        else:
            click.echo("\n".join([*_shown(kind, because, near, second), ""]))
    return 0 if kinds else 1


def _second(database: Path | None) -> Matcher | None:
    """Return the matcher for a second opinion; without p0f on the box there is none."""
    if database is not None:
        return matcher(database)
    try:
        return matcher(P0F_PATH)
    except SignatureError:
        return None


def _describe(second: Matcher) -> None:
    """Say on standard error what could be made of a database that was asked for."""
    for database in second.databases:
        left_out = f", {database.left_out} left out that ours cannot say" if database.left_out else ""
        click.echo(f"{database.name}: {len(database.entries)} signatures{left_out}", err=True)
        for problem in database.problems:
            click.echo(problem_line(problem), err=True)


def _reader(zone: tzinfo | None, year: int | None) -> ReaderOf:
    config = configured()
    return reader_of(lambda _source: zone, year, config.prefixes, config.snort_csv)


async def _kinds(batches: AsyncIterator[list[Sighting]], own: Matcher, second: Matcher | None) -> list[Kind]:
    """Return the kinds of SYN in the order in which they first appear."""
    campaign = Campaign()
    found: dict[tuple[str, Stack | None], Kind] = {}
    async for batch in dated(batches):
        for sighting in filter(is_syn, batch):
            raw, answer = own.raw(sighting), own.stack(sighting)
            key = (raw or endpoints(sighting), answer)
            kind = found.get(key)
            if kind is None:
                if len(found) >= _KINDS:
                    continue
                kind = found[key] = Kind(sighting, raw, answer, second.stack(sighting) if second else None)
            kind.count += 1
            kind.over_many = campaign.observe(sighting) or kind.over_many
    return list(found.values())


def _shown(kind: Kind, because: Sequence[str], near: Sequence[Near], second: Matcher | None) -> Iterator[str]:
    more = f" and {kind.count - 1} more" if kind.count > 1 else ""
    yield f"{endpoints(kind.first)}{more}"
    yield f"  syn      {kind.raw or 'its options were not logged'}"
    yield f"  os       {_answer(kind.own)}"
    yield from (f"  because  {reason}" for reason in because)
    if kind.over_many is not None:
        yield f"  many     {kind.over_many.label}: {tools.OVER_MANY[kind.over_many.label]}"
    if second is not None:
        yield f"  p0f      {_answer(kind.second)}"
    if kind.first.os is not None:
        yield f"  log      {_answer(kind.first.os)}"
    if kind.own is not None and kind.own.unseen:
        yield f"  unseen   {' '.join(kind.own.unseen)}"
    for each in near:
        yield f"  near     {each.label}  {each.database}:{each.line}  {each.text}"
        yield from (f"             {failure}" for failure in each.failed or ("all of it agrees",))


def _answer(stack: Stack | None) -> str:
    if stack is None:
        return "unknown"
    family = f", family {stack.family}" if stack.family not in {None, stack.label} else ""
    # A tool may draw the TTL that it starts from.
    at_most = "at most " if stack.match == tools.TOOL else ""
    hops = "" if stack.hops is None else f", {at_most}{stack.hops} {'hop' if stack.hops == 1 else 'hops'}"
    return f"{stack.label} ({stack.match}{family}{hops})"


def _object(kind: Kind, because: Sequence[str], near: Sequence[Near]) -> dict[str, Any]:
    """Return the same as a JSON object; what is unknown is left out."""
    first = kind.first
    record: dict[str, Any] = {"src": first.src, "sport": first.sport, "dst": first.dst, "dport": first.dport}
    record |= {"count": kind.count, "syn": kind.raw}
    for name, stack in (("os", kind.own), ("p0f", kind.second), ("log", first.os)):
        record[name] = None if stack is None else stack_json(stack)
    record["over_many"] = None if kind.over_many is None else kind.over_many.label
    record |= {"because": list(because), "unseen": list(kind.own.unseen) if kind.own else None}
    if near:
        record["near"] = [msgspec.to_builtins(each) for each in near]
    return {name: value for name, value in record.items() if value is not None}
