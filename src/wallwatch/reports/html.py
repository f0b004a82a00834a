"""A report as one HTML page that needs nothing beside it, and may load, run and submit nothing.

All that others wrote is escaped, and stands in text only: never in a tag, a link or a style.
"""

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from typing import Final

from wallwatch.reports import suspicion, words
from wallwatch.reports.report import Part, Report
from wallwatch.reports.sections import sections
from wallwatch.reports.suspicion import Suspicion
from wallwatch.reports.timeline import timeline
from wallwatch.whois.record import NetworkRecord

STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; border-top: 1px solid; padding-top: 1rem; }
h3 { font-size: .95rem; margin: 1.2rem 0 .3rem; }
pre, code, dd { font-family: ui-monospace, monospace; font-size: 13px; }
pre { overflow-x: auto; padding: .6rem .8rem; border: 1px solid; border-radius: 4px; margin: .3rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0; }
dd { margin: 0; overflow-wrap: anywhere; } dt { opacity: .7; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid; white-space: pre-wrap; }
figure { margin: 1.5rem 0; overflow-x: auto; } footer { margin-top: 3rem; opacity: .7; }
@media print { body { max-width: none; } pre { white-space: pre-wrap; overflow-wrap: anywhere; } }
"""


def policy(style: str = STYLE) -> str:
    """Return the page's content security policy: nothing is allowed but this very style."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def html(report: Report) -> str:
    """Return the report as a page, with a picture of when the packets came."""
    title = escape(words.title(report))
    note = [f"<blockquote>{escape(report.note)}</blockquote>"] if report.note else []
    picture = timeline(report.parts)
    told: set[NetworkRecord] = set()
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy()}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{title}</h1>",
        *note,
        f"<p>{escape(words.summary(report))}</p>",
        *([f"<figure>\n{picture}\n</figure>"] if picture else []),
        *(line for part in report.parts for line in _part(part, told)),
        *_ledgers(report),
        f"<footer><p>{escape(words.made(report))}</p></footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _part(part: Part, told: set[NetworkRecord]) -> Iterator[str]:
    alert = part.alert
    if part.is_gap:
        yield f"<h2>Lines that nobody can read any more, in {escape(alert.src)}</h2>"
        yield f"<p>{escape(f'{words.local(alert, alert.first)}: {alert.because}')}</p>"
        return
    yield f"<h2><code>{escape(words.heading(alert))}</code></h2>"
    yield "<dl>"
    yield from (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in words.facts(part))
    yield "</dl>"
    for section in sections(part):
        yield f"<h3>{escape(section.title)}</h3>"
        yield _pre(section.lines)
    if part.unshown:
        yield f"<p>{escape(words.unshown(part))}</p>"
    if part.network is not None:
        yield f"<h3>{escape(words.network_title(part.network))}</h3>"
        yield "<p>as above</p>" if part.network in told else _pre(words.network_lines(part.network))
        told.add(part.network)


def _ledgers(report: Report) -> Iterator[str]:
    """Yield who may be one machine, and why, if anybody may."""
    if report.suspicions:
        yield f"<h2>{escape(suspicion.TITLE)}</h2>"
        yield f"<p>{escape(suspicion.EXPLAINED)}</p>"
    for pair in report.suspicions:
        yield from _ledger(pair)
    if rest := words.unweighed(report):
        yield f"<p>{escape(rest)}</p>"


def _ledger(pair: Suspicion) -> Iterator[str]:
    yield f"<h3><code>{escape(suspicion.addresses(pair))}</code></h3>"
    if calls := suspicion.calls(pair):
        yield _pre(calls)
    yield "<dl>"
    for side, name, worth, seen in suspicion.rows(pair):
        yield f"<dt>{escape(side)}: {escape(name)}, {escape(worth)}</dt><dd>{escape(seen)}</dd>"
    yield "</dl>"
    yield f"<p>{escape(suspicion.result(pair))}</p>"
    yield f"<p>{escape(suspicion.decided(pair))}</p>"


def _pre(lines: list[str]) -> str:
    # A browser drops the first line end after the tag: so none of the lines is lost.
    return "<pre>\n" + escape("\n".join(lines)) + "</pre>"
