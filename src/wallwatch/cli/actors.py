"""``wallwatch actors``: which addresses may be one machine's, with what speaks for it and against it."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Final

import click

from wallwatch.cli.gathered import gathered
from wallwatch.cli.held import chosen, opened, store_option
from wallwatch.cli.output import json_line
from wallwatch.engine.actors import Actor, survey
from wallwatch.evidence.entries import odds_words
from wallwatch.model.times import iso
from wallwatch.reports.gather import suspicion_of
from wallwatch.reports.suspicion import suspicion_json
from wallwatch.store import Marks
from wallwatch.store.database import now
from wallwatch.store.decisions import Decision

_WIDTH: Final = 100
_INDENT: Final = " " * 25


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--json", "json", is_flag=True, help="One JSON object for each pair of addresses.")
@store_option
def actors(files: Sequence[str], store: Path | None, *, json: bool) -> int:
    """Tell which addresses may be one machine's: in the store, or in the log files named.

    Each pair of addresses comes with a ledger: what speaks for it (+), what against it (-), by how much, and how many
    other sources it may be as well. Pairs are supported or open, never proven; what people decided stands beside it.
    Exit code 1 if there is none.

    \b
    Examples:
      wallwatch actors
      wallwatch actors --json kern.log p0f.log snort.dump | jq .odds
    """
    places = chosen((), store)
    with gathered(files) if files else opened(places.store) as reader:
        found = survey(reader, _decisions(places.marks))
    for actor in found:
        lines = [json_line(suspicion_json(suspicion_of(actor))), ""] if json else [*_shown(actor), "", ""]
        sys.stdout.write("\n".join(lines))
    if not found:
        click.echo("No two addresses look like one machine's.", err=True)
    return 0 if found else 1


def _shown(actor: Actor) -> Iterator[str]:
    """Yield the lines for people."""
    hypothesis, decision = actor.hypothesis, actor.decision
    if hypothesis is None:
        if decision is not None:
            yield f"{' and '.join(subject.src for subject in decision.subjects)}: their alerts are gone"
    else:
        yield f"{hypothesis.earlier.src} and {hypothesis.later.src}: {hypothesis.because}"
        for alert in (hypothesis.earlier, hypothesis.later):
            yield f"  {iso(alert.first, alert.zone, alert.tick)} {alert.src} x{alert.packets} port {alert.dport}"
        for side, entry in ((" ", hypothesis.prior), *((each.side, each) for each in hypothesis.entries)):
            first, *rest = wrap(entry.words, _WIDTH - len(_INDENT), break_on_hyphens=False)
            yield f"  {side} {entry.name:<8}{odds_words(entry.factor):>11}  {first}"
            yield from (_INDENT + line for line in rest)
        yield f"  = base rate: {hypothesis.base_rate}; about {hypothesis.unseen:.1g} unseen"
    if decision is not None:
        yield f"  {_decided(decision)}"


def _decided(decision: Decision) -> str:
    by, note = (f" by {decision.person}" if decision.person else ""), (f": {decision.note}" if decision.note else "")
    return f"decided{by}: {decision.word}{note}"


def _decisions(path: Path) -> Sequence[Decision]:
    """Return what people decided; nothing where nobody has marked anything yet."""
    if not path.exists():
        return ()
    marks = Marks(path, clock=now)
    marks.open()
    try:
        return marks.decisions()
    finally:
        marks.close()
