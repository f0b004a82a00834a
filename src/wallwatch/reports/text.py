"""A report as text, in the layout in which incidents were published by hand in 2002."""

import textwrap
from collections.abc import Iterator
from typing import Final

from wallwatch.reports import suspicion, words
from wallwatch.reports.report import Part, Report
from wallwatch.reports.sections import sections
from wallwatch.reports.suspicion import Suspicion
from wallwatch.whois.record import NetworkRecord

_WIDTH: Final = 79
_EVENTS: Final = "Unusual System Events"
_RULE: Final = "=-=-=-=-=-=-=-=-=-=-="
_LABEL: Final = 11
_SIDE: Final = 12
_ENTRY: Final = 7
_WORTH: Final = 10
"""Signs of the columns of a ledger."""


def text(report: Report) -> str:
    """Return the report: title, note, and for each alert its lines by who wrote them, its network, "and again..."."""
    lines = [words.title(report), ""]
    if report.note:
        lines += [*_wrapped(report.note), ""]
    lines += [*_wrapped(words.summary(report)), ""]
    told: set[NetworkRecord] = set()
    before: Part | None = None
    for part in report.parts:
        if before is not None:
            lines += ["", "and again..." if words.is_again(part, before) else "and...", ""]
        lines += ["", _EVENTS, _RULE, "", *_part(part, told)]
        before = part
    lines += _ledgers(report)
    return "\n".join([*lines, "", *_wrapped(words.made(report))]) + "\n"


def _part(part: Part, told: set[NetworkRecord]) -> Iterator[str]:
    if part.is_gap:
        yield from _gap(part)
        return
    yield words.heading(part.alert)
    for name, value in words.facts(part):
        yield from _wrapped(value, f"  {name:{_LABEL}}", " " * (_LABEL + 2))
    for section in sections(part):
        yield from ("", "", f"{section.title}:", "", *section.lines)
    if part.unshown:
        yield from ("", words.unshown(part))
    if part.network is not None:
        yield from ("", "", *_network(part.network, told))


def _ledgers(report: Report) -> Iterator[str]:
    """Yield who may be one machine, and why, if anybody may."""
    if report.suspicions:
        yield from ("", "", suspicion.TITLE, _RULE, "", *_wrapped(suspicion.EXPLAINED))
    for each in report.suspicions:
        yield from ("", *_ledger(each))
    if rest := words.unweighed(report):
        yield from ("", *_wrapped(rest))


def _ledger(pair: Suspicion) -> Iterator[str]:
    yield suspicion.addresses(pair)
    yield from (f"  {call}" for call in suspicion.calls(pair))
    for side, name, worth, seen in suspicion.rows(pair):
        head = f"  {side:{_SIDE}} {name:{_ENTRY}} {worth:>{_WORTH}}  "
        yield from _wrapped(seen, head, " " * len(head))
    yield from _wrapped(suspicion.result(pair), "  = ", "    ")
    yield from _wrapped(suspicion.decided(pair), "  ", "    ")


def _gap(part: Part) -> Iterator[str]:
    yield f"Lines that nobody can read any more, in {part.alert.src}:"
    yield from _wrapped(f"{words.local(part.alert, part.alert.first)}: {part.alert.because}", "  ", "  ")


def _network(record: NetworkRecord, told: set[NetworkRecord]) -> Iterator[str]:
    """Yield the record of a network, in full the first time."""
    if record in told:
        yield f"whois: {record.name or record.organisation or ''} {record.first} - {record.last}, as above".strip()
        return
    told.add(record)
    yield from (f"{words.network_title(record)}:", "", *words.network_lines(record))


def _wrapped(sentence: str, first: str = "", following: str = "") -> list[str]:
    return textwrap.wrap(
        sentence, _WIDTH, initial_indent=first, subsequent_indent=following, break_on_hyphens=False
    ) or [first.rstrip()]
