"""What ``scan`` and ``tail`` share: joining sightings into alerts, choosing records, and printing them."""

import sys
from collections.abc import Iterable, Mapping
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click
import msgspec

from wallwatch import paths
from wallwatch.cli.config import configured, problem_line
from wallwatch.cli.output import alert_line, json_line, scan_line, sighting_line
from wallwatch.cli.places import networks_path
from wallwatch.correlate import Correlator
from wallwatch.engine.identify import Identifier
from wallwatch.engine.known import network_cache, networks, scans, stacks
from wallwatch.errors import WallwatchError
from wallwatch.evidence.board import Board
from wallwatch.filter.facts import Facts, scans_by_kind
from wallwatch.filter.fields import FIELDS, MARKS
from wallwatch.filter.match import matches
from wallwatch.filter.parse import parse_query
from wallwatch.filter.query import Query
from wallwatch.model import GAP, Alert, Change, Sighting
from wallwatch.model.contract import alert_json, scan_json, sighting_json
from wallwatch.model.scan import Scan, ScanKind
from wallwatch.noise.rules import parse_rules
from wallwatch.noise.ruleset import Ruleset
from wallwatch.store.database import now

_NO_MARKS: Final[Mapping[str, frozenset[int]]] = MappingProxyType({})


class Request(msgspec.Struct, frozen=True):
    """What the options ask for."""

    alerts: bool
    json: bool
    where: Query | None
    p0f_fp: Path | None
    zone: tzinfo | None
    year: int | None
    scans: bool = False
    """One record per scan instead, of those that the alerts are a part of which the filter lets through."""


class Join:
    """Sightings to alerts, with their stack and network, as the engine does it."""

    def __init__(self, request: Request) -> None:
        self._correlator = Correlator()
        cache = network_cache(networks_path(configured()))
        self._identifier = Identifier(stacks(request.p0f_fp), networks(cache))
        self.board = Board(scans(configured()))

    def add(self, sightings: Iterable[Sighting]) -> list[Change]:
        """Return what became of the alerts that the sightings are a part of."""
        return self.board.take(
            self._identifier.revise([self._identifier.complete(change) for change in self._correlator.add(sightings)])
        )


class Printer:
    """Prints the records that the filter lets through; each method tells whether it printed.

    ``rules`` are the user's noise rules, unless they were read already; ``marks`` the numbers of the alerts that bear
    each mark, where there are alerts that can bear any.
    """

    def __init__(
        self, request: Request, rules: Ruleset | None = None, marks: Mapping[str, frozenset[int]] = _NO_MARKS
    ) -> None:
        self.request = request
        self._out = sys.stdout
        # An alert comes with its stack: the signatures need not be read again for it.
        self._stacks = None if request.alerts or request.scans else stacks(request.p0f_fp)
        self._rules = own_rules() if rules is None else rules
        self._facts = Facts(now=now(), marks=marks, noise=self._rules)
        self._kinds: Mapping[int, ScanKind] = {}
        queries = [rule.query for rule in self._rules.rules] + ([request.where] if request.where else [])
        self._asks_for_scans = any(term.field == "scan" for query in queries for term in query.terms)

    def know(self, kinds: Mapping[int, ScanKind]) -> None:
        """Know the kind of each scan from now on."""
        self._kinds = kinds
        if self._asks_for_scans:
            self._facts = msgspec.structs.replace(self._facts, marks={**self._facts.marks, **scans_by_kind(kinds)})

    def sighting(self, sighting: Sighting) -> bool:
        """Print a sighting, with our own answer to what sent it where the SYN was decoded."""
        own = self._stacks(sighting) if self._stacks else None
        if own is not None:
            sighting = msgspec.structs.replace(sighting, os=own)
        if not self.passes(sighting):
            return False
        self._print(json_line(sighting_json(sighting)) if self.request.json else sighting_line(sighting))
        return True

    def alert(self, alert: Alert) -> bool:
        """Print an alert, with the name of the noise rule that matches it; a gap is no noise."""
        if not self.passes(alert):
            return False
        rule = self._rules.rule_for(alert, self._facts) if alert.proto != GAP else None
        noise = rule.name if rule else None
        kind = None if alert.scan is None else self._kinds.get(alert.scan)
        self._print(json_line(alert_json(alert, noise, kind)) if self.request.json else alert_line(alert))
        return True

    def scan(self, scan: Scan) -> bool:
        """Print a scan."""
        self._print(json_line(scan_json(scan)) if self.request.json else scan_line(scan))
        return True

    def flush(self) -> None:
        """Let whoever reads us have what was printed so far."""
        self._out.flush()

    def _print(self, line: str) -> None:
        # Not click's echo: it flushes each line, which takes longer than to read one.
        self._out.write(line + "\n")

    def passes(self, record: Alert | Sighting) -> bool:
        """Tell whether the filter lets a record through."""
        where = self.request.where
        return where is None or matches(where, record, self._facts) is True


def query_of(where: str | None, *, of_alerts: bool) -> Query | None:
    """Return the filter that was given; ``of_alerts`` tells that it is to choose among alerts, and not sightings.

    Raises:
        FilterError: it is none.
        WallwatchError: it asks for what only alerts have.
    """
    query = parse_query(where) if where else None
    asked = (
        [] if query is None or of_alerts else [term.field for term in query.terms if FIELDS[term.field].kind in MARKS]
    )
    if asked:
        raise WallwatchError(f"{asked[0]} is known of alerts only, and not of single lines.", "Add --alerts.")
    return query


def own_rules() -> Ruleset:
    """Return the user's noise rules; a mistake in their file is named, the others are in force."""
    path = paths.config_directory() / "noise.toml"
    rules, problems = parse_rules(paths.read_text(path) or "", now(), str(path))
    for problem in problems:
        click.echo(problem_line(problem), err=True)
    return Ruleset(rules)
