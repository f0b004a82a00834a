"""A report as CSV: one row an alert, one cell with its lines as they were logged.

A cell that a spreadsheet would take for a formula begins with an apostrophe, and every cell is quoted.
"""

import csv
import io
from collections.abc import Callable
from typing import Final

from wallwatch.model.times import iso
from wallwatch.reports.report import Part, Report
from wallwatch.reports.sections import sections

_FORMULA: Final = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")
"""What a cell may not begin with: spreadsheets read it as a formula, some of them in full width, too."""

_COLUMNS: Final[dict[str, Callable[[Part], object]]] = {
    "first": lambda part: iso(part.alert.first, part.alert.zone, part.alert.tick),
    "last": lambda part: iso(part.alert.last, part.alert.zone, part.alert.tick),
    "packets": lambda part: part.alert.packets,
    "proto": lambda part: part.alert.proto,
    "src": lambda part: part.alert.src,
    "sport": lambda part: part.alert.sport,
    "dst": lambda part: part.alert.dst,
    "dport": lambda part: part.alert.dport,
    "icmp_type": lambda part: part.alert.icmp_type,
    "icmp_code": lambda part: part.alert.icmp_code,
    "flags": lambda part: part.alert.flags,
    "signature": lambda part: part.alert.signature and part.alert.signature.message,
    "action": lambda part: part.alert.action,
    "chain": lambda part: part.alert.chain,
    "rule": lambda part: part.alert.rule,
    "host": lambda part: part.alert.host,
    "os": lambda part: part.alert.os and part.alert.os.label,
    "hops": lambda part: part.alert.os and part.alert.os.hops,
    "ladder": lambda part: " ".join(f"{step:.2f}" for step in part.alert.ladder),
    "witnesses": lambda part: part.alert.witnesses,
    "verdict": lambda part: part.alert.verdict,
    "because": lambda part: part.alert.because,
    "network": lambda part: part.network.name if part.network else part.alert.network,
    "asn": lambda part: part.network.asn if part.network else part.alert.asn,
    "abuse": lambda part: part.network and part.network.abuse,
    "note": lambda part: part.note,
    "lines": lambda part: "\n".join(line for section in sections(part) for line in section.lines),
}
"""The columns, and what stands in each."""


def table(report: Report) -> str:
    """Return the report: a head, and one row an alert."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(_COLUMNS)
    for part in report.parts:
        writer.writerow([cell(read(part)) for read in _COLUMNS.values()])
    return out.getvalue()


def cell(value: object) -> str:
    """Return a value as a cell that is no formula in any spreadsheet, and empty where it is not known."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA and text.strip(" ") else text
