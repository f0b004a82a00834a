"""``wallwatch noise``: the rules without a screen."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any, Final

import click
from msgspec.structs import asdict, replace

from wallwatch.cli.config import problem_line
from wallwatch.cli.held import chosen, opened, store_option
from wallwatch.cli.marked import marks_of
from wallwatch.cli.output import alert_line, json_line
from wallwatch.cli.rules import Rules
from wallwatch.engine.preview import OddMember, Preview, preview
from wallwatch.errors import WallwatchError
from wallwatch.filter.clause import certain
from wallwatch.filter.facts import Facts
from wallwatch.filter.parse import parse_query
from wallwatch.filter.sql import to_sql
from wallwatch.model.contract import alert_json
from wallwatch.model.times import iso
from wallwatch.noise.read import DEFAULT_EXPIRY, new_rule
from wallwatch.noise.rule import NoiseRule
from wallwatch.noise.ruleset import Ruleset
from wallwatch.noise.templates import TEMPLATES, rule_of, template
from wallwatch.noise.upstream import TARGETS, WARNING, render
from wallwatch.store import StoreReader, UnbuiltError
from wallwatch.store.database import now

_MILLION: Final = 1_000_000

Hits = tuple[int, int | None]
"""How many alerts a rule matches, and when the last of them began (microseconds since the epoch)."""


@click.group()
def noise() -> None:
    """Known noise: the rules that hide it, without a screen.

    \b
    Examples:
      wallwatch noise preview 'dport:6346-6347 proto:tcp'
      wallwatch noise add gnutella --match 'dport:6346-6347 proto:tcp' --why 'the last holder had a server'
      wallwatch noise export gnutella --to nftables
    """


@noise.command("list")
@click.option("--json", "json", is_flag=True, help="One JSON object a rule.")
@click.option("--templates", is_flag=True, help="List the ready-made rules instead, for add --template.")
@store_option
def list_rules(store: Path | None, *, json: bool, templates: bool) -> int:
    """List the rules: whether they are in force, what they hide, and when they end.

    Exit code 1 if there is a mistake in the file.
    """
    if templates:
        for each in TEMPLATES:
            click.echo(json_line(asdict(each)) if json else f"{each.name}\n  {each.match}\n  {each.why}")
        return 0
    rules = Rules.load()
    if not (rules.all or json):
        click.echo("There is no rule yet.", err=True)
    for rule, hits, changed in _counted(rules, chosen((), store).store):
        record = _object(rule, rule.state(now(), changed), hits)
        click.echo(json_line(record) if json else _line(record))
    for problem in rules.problems:
        click.echo(problem_line(problem), err=True)
    return 1 if rules.problems else 0


@noise.command()
@click.argument("name", required=False)
@click.option("--template", "ready", metavar="NAME", help="A ready-made rule; noise list --templates shows them.")
@click.option("--match", metavar="FILTER", help="What it hides, as in 'dport:6346 proto:tcp'.")
@click.option("--why", help="The reason, for whoever reads it in a year.")
@click.option("--expires", help=f"A date, a duration or address-change.  [default: {DEFAULT_EXPIRY}]")
def add(name: str | None, ready: str | None, match: str | None, why: str | None, expires: str | None) -> int:
    """Add the rule NAME, or a ready-made one, in force at once.

    \b
    Examples:
      wallwatch noise add gnutella --match 'dport:6346-6347' --why 'the last holder served it' --expires address-change
      wallwatch noise add --template slammer
    """
    rules, rule = Rules.load(), _new_rule(name, ready, match, why, expires)
    if rules.find(rule.name) is not None:
        raise WallwatchError(f"There is a rule {rule.name} already.", "Remove it first, or choose another name.")
    rules.write(rule)
    click.echo(f"{rule.name} is in force, in {rules.path}", err=True)
    return 0


@noise.command()
@click.argument("name")
def enable(name: str) -> int:
    """Put the rule NAME in force again."""
    return _switch(name, on=True)


@noise.command()
@click.argument("name")
def disable(name: str) -> int:
    """Let the rule NAME hide nothing for now; it stays in the file."""
    return _switch(name, on=False)


@noise.command()
@click.argument("name")
def remove(name: str) -> int:
    """Take the rule NAME out of the file; what it hid is shown again."""
    rules = Rules.load()
    rules.remove(rules.get(name))
    click.echo(f"{name} is no rule any more, in {rules.path}", err=True)
    return 0


@noise.command("preview")
@click.argument("match", metavar="FILTER")
@click.option("--json", "json", is_flag=True, help="One JSON object.")
@store_option
def preview_rule(match: str, store: Path | None, *, json: bool) -> int:
    """Tell what FILTER would hide of all that was seen: first what bears a star, then what does not look like the rest.

    Exit code 1 if it would hide nothing.
    """
    query, places = parse_query(match), chosen((), store)
    with opened(places.store) as reader:
        marks = marks_of([query, parse_query("starred")], Ruleset(), reader, places)
        found = preview(reader, query, Facts(now=now(), zone=UTC, marks=marks))
    click.echo(json_line(_preview_object(found)) if json else "\n".join(_told(found)))
    return 0 if found.alerts else 1


@noise.command("export")
@click.argument("name")
@click.option("--to", "target", type=click.Choice(list(TARGETS)), help="One program; without it, all of them.")
def export_rule(name: str, target: str | None) -> int:
    """Say the rule NAME in the words of the programs that make the noise. It is printed, and nothing is changed.

    Exit code 1 if the program has no words for it.
    """
    rule = Rules.load().get(name)
    said = [render(rule, each) for each in ([target] if target else TARGETS)]
    for each in said:
        if each.text is None:
            click.echo(f"# {each.target}: {each.place}", err=True)
            continue
        click.echo(f"# {each.target}: {each.place}", err=target is not None)
        click.echo(each.text, nl=False)
    click.echo(f"# {WARNING}", err=True)
    return 0 if any(each.text for each in said) else 1


def _new_rule(
    name: str | None, ready: str | None, match: str | None, why: str | None, expires: str | None
) -> NoiseRule:
    """Return the rule to add: a ready-made one with what is said otherwise, or one that is said in full."""
    if ready is not None:
        made = template(ready)
        chosen = replace(made, name=name or made.name, match=match or made.match)
        return rule_of(chosen, now(), why=why or "", expires=expires or "")
    missing = [word for word, value in (("NAME", name), ("--match", match), ("--why", why)) if value is None]
    if name is None or match is None or why is None:
        raise click.UsageError(f"Missing: {', '.join(missing)}. Or choose a ready-made rule with --template.")
    return new_rule(name, why, match, now=now(), expires=expires or DEFAULT_EXPIRY)


def _switch(name: str, *, on: bool) -> int:
    rules = Rules.load()
    rules.write(replace(rules.get(name), enabled=on))
    click.echo(f"{name} is {'in force' if on else 'disabled'}, in {rules.path}", err=True)
    return 0


def _counted(rules: Rules, store: Path) -> Iterator[tuple[NoiseRule, Hits, int | None]]:
    """Yield each rule with what it hides, and when the firewall last got another address; nothing without a store."""
    try:
        with opened(store) as reader:
            changed = max((change.at for change in reader.address_changes()), default=None)
            yield from ((rule, _hits(reader, rule), changed) for rule in rules.all)
    except UnbuiltError:
        yield from ((rule, (0, None), None) for rule in rules.all)


def _hits(reader: StoreReader, rule: NoiseRule) -> Hits:
    """Return how many alerts a rule matches, and when the last of them began."""
    where = certain(to_sql(rule.query, Facts(now=now(), zone=UTC)))
    index = reader.index(where)
    return len(index.ids), index.firsts[-1] if index.firsts else None


def _object(rule: NoiseRule, state: str, hits: Hits) -> dict[str, Any]:
    count, last = hits
    return {
        "name": rule.name,
        "state": state,
        "match": rule.match,
        "why": rule.why,
        "expires": rule.expires,
        "hits": count,
        **({} if last is None else {"last": iso(last, 0, _MILLION)}),
        **({} if rule.ends is None else {"ends": iso(rule.ends, 0, _MILLION)}),
    }


def _line(record: dict[str, Any]) -> str:
    ends = f"until {record['ends']}" if "ends" in record else f"until {record['expires']}"
    last = f", last {record['last']}" if "last" in record else ""
    head = f"{record['name']}  {record['state']}  {record['hits']:,} alerts{last}  {ends}"
    return f"{head}\n  {record['match']}\n  {record['why']}"


def _preview_object(found: Preview) -> dict[str, Any]:
    return {
        "alerts": found.alerts,
        "lines": found.lines,
        "total": found.total,
        "days": round(found.days, 3),
        "starred": [alert_json(alert) for alert in found.starred],
        "odd": found.odd_alerts,
        "members": [
            {"differs": [each.words for each in member.oddities], "alert": alert_json(member.alert)}
            for member in found.odd
        ],
        "usual": {} if found.shape is None else {name: usual.seen for name, usual in found.shape.usual.items()},
    }


def _told(found: Preview) -> Iterator[str]:
    """Yield the members that are starred and those that differ, and below them what the filter would hide."""
    yield from (f"STARRED {alert_line(alert)}" for alert in found.starred)
    if found.starred_alerts > len(found.starred):
        yield f"and {found.starred_alerts - len(found.starred):,} more that are starred"
    yield from (_odd_line(member) for member in found.odd)
    if found.odd_alerts > len(found.odd):
        yield f"and {found.odd_alerts - len(found.odd):,} more that differ"
    share = found.alerts / found.total if found.total else 0
    a_day = f", {found.alerts / found.days:,.1f} a day" if found.days >= 1 else ""
    hides = f"would hide {found.alerts:,} of {found.total:,} alerts ({share:.1%}){a_day}"
    starred = f"; {found.starred_alerts:,} STARRED" if found.starred_alerts else ""
    yield f"{hides}{starred}; {found.odd_alerts:,} look different"
    if found.shape is not None:
        yield "usual: " + "; ".join(usual.seen for usual in found.shape.usual.values())


def _odd_line(member: OddMember) -> str:
    why = "; ".join(oddity.words for oddity in member.oddities) or "its source knocks more often than the others"
    return f"{alert_line(member.alert)}\n  {why}"
