"""``wallwatch whois``: whose network an address is in."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

import click
import msgspec

from wallwatch.cli.config import configured
from wallwatch.cli.output import json_line
from wallwatch.cli.stores import STDIN
from wallwatch.engine.asking import lookups
from wallwatch.model.address import canonical
from wallwatch.model.times import iso
from wallwatch.store.database import now
from wallwatch.whois.dialect import parse_text
from wallwatch.whois.lookups import Found
from wallwatch.whois.objects import BODY_MAX
from wallwatch.whois.rdap import parse_rdap
from wallwatch.whois.record import NetworkRecord

_LABEL: Final = 9


@click.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...|-")
@click.option("--json", "json", is_flag=True, help="One JSON object an address.")
@click.option("--offline", is_flag=True, help="Ask nobody: only what is known already.")
def whois(addresses: Sequence[str], *, json: bool, offline: bool) -> int:
    """Tell whose network each ADDRESS is in; - reads a saved answer of a registry from standard input.

    Registries are asked only if config.toml says so (whois = "rdap"): they learn which addresses you look at. Exit code
    1 if of some address nothing is known.

    \b
    Examples:
      wallwatch whois 207.95.12.112
      wallwatch whois --json - < saved-whois.txt
    """
    if STDIN in addresses:
        found = [("", _saved(sys.stdin.buffer.read(BODY_MAX + 1)))]
    else:
        found = asyncio.run(_ask(addresses, offline=offline))
    for address, each in found:
        click.echo(json_line(_object(address, each)) if json else "\n".join([*_shown(address, each), ""]))
    return 0 if all(each.record for _, each in found) else 1


def _saved(body: bytes) -> Found:
    """Return what a saved answer says: RDAP's JSON, or text."""
    parse = parse_rdap if body.lstrip().startswith(b"{") else parse_text
    answer = parse(body, source="saved answer", fetched=now())
    return Found(answer.record, sentence=answer.refused)


async def _ask(addresses: Sequence[str], *, offline: bool) -> list[tuple[str, Found]]:
    config = configured()
    asking = lookups(config, offline=offline)
    found = await asyncio.gather(*(_one(asking, address) for address in addresses))
    await asking.refresh()
    return list(zip(addresses, found, strict=True))


async def _one(asking: Any, address: str) -> Found:
    known = canonical(address)
    return await asking.find(known) if known else Found(sentence=f"{address} is no address.")


def _object(address: str, found: Found) -> dict[str, Any]:
    record: dict[str, Any] = {"address": address} if address else {}
    if found.record is not None:
        record |= msgspec.to_builtins(found.record) | {"fetched": iso(found.record.fetched, 0, 1_000_000)}
    if found.told:
        record["told"] = list(found.told)
    if found.sentence:
        record["sentence"] = found.sentence
    return record


def _shown(address: str, found: Found) -> Iterator[str]:
    if address:
        yield address
    for name, value in _facts(found.record) if found.record else ():
        yield f"  {name:{_LABEL}}{value}"
    if found.told:
        yield f"  {'told':{_LABEL}}{', '.join(found.told)}"
    if found.sentence:
        yield f"  {found.sentence}"


def _facts(record: NetworkRecord) -> Iterator[tuple[str, str]]:
    facts = (
        ("block", f"{record.first} - {record.last}"),
        ("name", record.name),
        ("kind", record.kind),
        ("org", record.organisation),
        ("country", record.country),
        ("abuse", f"{record.abuse} ({record.abuse_found})" if record.abuse_found else record.abuse),
        ("AS", None if record.asn is None else f"AS{record.asn}"),
        ("source", f"{record.source}, {iso(record.fetched, 0, 1_000_000)}"),
    )
    return ((name, value) for name, value in facts if value)
