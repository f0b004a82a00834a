"""A report as Markdown. What others wrote stands in code only: it cannot become a link, an image or a tag there."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wallwatch.reports import suspicion, words
from wallwatch.reports.report import Part, Report
from wallwatch.reports.sections import sections
from wallwatch.reports.suspicion import Suspicion
from wallwatch.whois.record import NetworkRecord

_RUNS: Final = re.compile(r"`+")
_FENCE: Final = 3


def markdown(report: Report) -> str:
    """Return the report: a heading for each alert, its facts as a list, its lines in fenced blocks."""
    blocks = [f"# {span(words.title(report))}"]
    if report.note:
        blocks.append(f"> {span(report.note)}")
    blocks.append(words.summary(report))
    told: set[NetworkRecord] = set()
    for part in report.parts:
        blocks += _part(part, told)
    if report.suspicions:
        blocks += [f"## {suspicion.TITLE}", suspicion.EXPLAINED]
    blocks += [block for pair in report.suspicions for block in _ledger(pair)]
    if rest := words.unweighed(report):
        blocks.append(rest)
    return "\n\n".join([*blocks, "---", span(words.made(report))]) + "\n"


def span(text: str) -> str:
    """Return a text as code within a line, fenced by more backticks than it has in a row (CommonMark 0.31, 6.1)."""
    fence = "`" * (_longest(text) + 1)
    if not text.strip():
        return f"{fence}(nothing){fence}"
    # A backtick beside the fence would be a part of it, and one blank is taken off at both ends where both have one.
    beside = " " if {text[0], text[-1]} & {"`", " "} else ""
    return f"{fence}{beside}{text}{beside}{fence}"


def block(lines: Sequence[str]) -> str:
    """Return lines as a fenced block, with a fence that none of them has (CommonMark 0.31, 4.5)."""
    fence = "`" * max(_FENCE, *(_longest(line) + 1 for line in lines), _FENCE)
    return "\n".join([f"{fence}text", *lines, fence])


def _longest(text: str) -> int:
    return max((len(run) for run in _RUNS.findall(text)), default=0)


def _ledger(pair: Suspicion) -> Iterator[str]:
    yield f"### {span(suspicion.addresses(pair))}"
    if calls := suspicion.calls(pair):
        yield "\n".join(f"* {span(call)}" for call in calls)
    if rows := list(suspicion.rows(pair)):
        yield "\n".join(f"* {side}: {span(f'{name}, {worth}')} {span(seen)}" for side, name, worth, seen in rows)
    yield span(suspicion.result(pair))
    yield span(suspicion.decided(pair))


def _part(part: Part, told: set[NetworkRecord]) -> Iterator[str]:
    alert = part.alert
    if part.is_gap:
        yield f"## Lines that nobody can read any more, in {span(alert.src)}"
        yield span(f"{words.local(alert, alert.first)}: {alert.because}")
        return
    yield f"## {span(words.heading(alert))}"
    yield "\n".join(f"* {name}: {span(value)}" for name, value in words.facts(part))
    for section in sections(part):
        yield f"### {span(section.title)}"
        yield block(section.lines)
    if part.unshown:
        yield words.unshown(part)
    if part.network is not None:
        yield f"### {span(words.network_title(part.network))}"
        yield span("as above") if part.network in told else block(words.network_lines(part.network))
        told.add(part.network)
