"""A mail to an abuse desk, as a draft: it is written to a file or shown, and never sent.

No header has a word in it that others wrote. In the body what was logged stands behind blanks, so that no mail program
takes a line of it for a command (``~!``), a header, or the begin of another mail (``From``).
"""

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from typing import Final

from wallwatch.model.times import iso
from wallwatch.reports import words
from wallwatch.reports.abuse import contact, reported
from wallwatch.reports.report import Part, Report, networks_of
from wallwatch.reports.sections import sections

ATTEMPTS: Final = 50
"""Attempts that are told in a mail."""

LINES: Final = 200
"""Log lines in it: some are enough, a desk asks for more."""

_LINE_MAX: Final = 900
"""Bytes of a line; a mail may have 998 (RFC 5322, 2.1.1)."""

_INDENT: Final = "  "
_OFFSET: Final = len("+00:00")


def draft(report: Report, sender: str = "") -> str:
    """Return the mail; ``sender`` is who writes it, as ``Name <mail>``, if that is known."""
    parts = reported(report)
    message = EmailMessage(policy=default)
    if sender:
        message["From"] = sender
    to = contact(report)
    if to is not None:
        message["To"] = to
    message["Subject"] = _subject(parts)
    # Outlook opens a file with this header as a draft.
    message["X-Unsent"] = "1"
    body = "\n".join(line for each in _body(report, parts) for line in _folded(each)) + "\n"
    message.set_content(body, charset="utf-8", cte="7bit" if body.isascii() else "8bit")
    return message.as_bytes().decode()


def _subject(parts: tuple[Part, ...]) -> str:
    sources = list(dict.fromkeys(part.alert.src for part in parts))
    who = sources[0] if len(sources) == 1 else f"{len(sources)} addresses of your network"
    ports = words.ports_of(parts)
    what = ports[0] if len(ports) == 1 else f"{len(ports)} ports"
    return f"Unwanted connection attempts from {who} to {what}, {words.utc(min(part.alert.first for part in parts))}"


def _body(report: Report, parts: tuple[Part, ...]) -> Iterator[str]:
    yield from ("Hello,", "")
    yield "the attempts below to connect to our hosts came from your network. Nobody"
    yield "here asked for them. Would you please look into what sends them?"
    yield ""
    for record in networks_of(parts):
        yield f"{_INDENT}network   {record.first} - {record.last}{f'  {record.name}' if record.name else ''}"
    yield from (f"{_INDENT}{line}" for line in _summary(parts))
    yield from ("", "All times here are UTC. They are those of our logs; no other clock was", "compared.", "")
    for part in parts[:ATTEMPTS]:
        yield from _attempt(part)
    if len(parts) > ATTEMPTS:
        yield from (f"And {words.many(len(parts) - ATTEMPTS, 'more attempt')}.", "")
    yield f"Lines of our logs, as they were logged ({_clocks(parts)}):"
    yield ""
    yield from _lines(parts)
    yield ""
    if report.masked:
        yield from ("The addresses and names of our hosts are replaced by stand-ins.", "")
    yield "We can send more of the logs if you need them."


def _summary(parts: tuple[Part, ...]) -> Iterator[str]:
    first, last = min(part.alert.first for part in parts), max(part.alert.last for part in parts)
    packets = sum(part.alert.packets for part in parts)
    yield f"attempts  {len(parts):,}, with {words.many(packets, 'packet')}"
    yield f"time      {words.utc(first)} to {words.utc(last)}"


def _attempt(part: Part) -> Iterator[str]:
    alert = part.alert
    yield f"{_INDENT}source    {_endpoint(alert.src, alert.sport)}"
    yield f"{_INDENT}target    {_endpoint(alert.dst, alert.dport)}, {alert.proto}{_kind(part)}"
    yield f"{_INDENT}time      {words.utc(alert.first)} to {words.utc(alert.last)}"
    yield f"{_INDENT}packets   {alert.packets}{f', flags {alert.flags}' if alert.flags else ''}"
    if alert.action in {"block", "reject"}:
        yield f"{_INDENT}firewall  {alert.action}ed it"
    if alert.signature is not None:
        yield f"{_INDENT}IDS       {alert.signature.message}"
    yield ""


def _endpoint(address: str, port: int | None) -> str:
    return address if port is None else f"{address} port {port}"


def _kind(part: Part) -> str:
    alert = part.alert
    return "" if alert.icmp_type is None else f" type {alert.icmp_type} code {alert.icmp_code}"


def _clocks(parts: tuple[Part, ...]) -> str:
    offsets = sorted({iso(part.alert.first, part.alert.zone)[-_OFFSET:] for part in parts})
    return f"by a clock of UTC{', UTC'.join(offsets)}"


def _lines(parts: tuple[Part, ...]) -> Iterator[str]:
    lines = [line for part in parts for section in sections(part) for line in section.lines]
    yield from (f"{_INDENT}{line}" for line in lines[:LINES])
    if len(lines) > LINES:
        yield f"{_INDENT}({len(lines) - LINES:,} more)"


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces that a mail may hold, the further ones behind more blanks."""
    while len(line.encode()) > _LINE_MAX:
        cut = _LINE_MAX // 4
        yield line[:cut]
        line = _INDENT * 2 + line[cut:]
    yield line
