"""Snort's ``alert_csv``, 2.x and 3: one line an alert, with the columns that its configuration names, and no header."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from wallwatch.formats import snort_columns, snort_layout
from wallwatch.formats.format import Block, Format, Span
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting

name: Final = "snort-csv"
kind: Final[Kind] = "signature"

_LEAST: Final = 5
"""Fewest cells that say when, who, with whom."""

_START: Final = re.compile(r"\d\d/\d\d(?:/\d\d)?-\d\d:\d\d:\d\d\.\d{6} ?,")
_SPANS: Final = {
    "time": "timestamp", "proto": "proto", "src": "src_addr", "sport": "src_port", "dst": "dst_addr",
    "dport": "dst_port", "gid": "gid", "sid": "sid", "rev": "rev", "message": "msg", "classification": "class",
    "priority": "priority", "action": "action", "iface_in": "iface", "mac_src": "eth_src", "flags": "tcp_flags",
    "ip_header": "iplen",
} | {field: column for column, field in snort_columns.FIELDS.items()}  # fmt: skip
_SHARED: Final = {"src": "src_ap", "dst": "dst_ap"}


class Csv:
    """The format for a list of columns, in the names of 2.x or 3; without one, the lists that are known."""

    name: str = name
    kind: Kind = kind

    def __init__(self, columns: Sequence[str] = ()) -> None:
        self._columns = tuple(columns)

    def sniff(self, line: str) -> bool:
        """Tell whether a comma stands behind a stamp or ten digits; any line with enough commas, if columns are set."""
        if line[2:3] == "/":
            return "," in line[20:33]
        return line[10:11] == "," or (bool(self._columns) and line.count(",") >= len(self._columns) - 1)

    def frame(self, lines: Sequence[str], at: int, *, final: bool) -> int:  # noqa: ARG002 (one line is one alert)
        """Return 1 for a row of alerts, 0 for any other line."""
        line = lines[at]
        if _START.match(line) is not None:
            return int(len(snort_layout.cells(line)) >= _LEAST)
        return int(self._row(line) is not None)

    def parse(self, block: Block, clock: Clock) -> Sighting | None:
        """Return what the row says, or ``None`` for a torn one, and for one whose columns nobody knows."""
        row = self._row(block.text)
        fields = snort_columns.fields(row, clock) if row is not None else None
        return None if fields is None else Sighting(**fields, format=name, kind=kind)

    def spans(self, block: Block) -> Mapping[str, Span]:
        """Return where the cells stand; an address and its port may share one."""
        row = self._row(block.text)
        if row is None:
            return {}
        places = {}
        at = 0
        for column, cell in row.items():
            start = block.text.find(cell, at) if cell else -1
            if start >= 0:
                places[column] = (start, start + len(cell))
                at = start + len(cell)
        return {field: places[column] for field, column in (*_SHARED.items(), *_SPANS.items()) if column in places}

    def _row(self, line: str) -> dict[str, str] | None:
        row = snort_layout.cells(line)
        return snort_layout.layout(row, self._columns) if len(row) >= _LEAST else None


_DEFAULT: Final = Csv()
sniff = _DEFAULT.sniff
frame = _DEFAULT.frame
parse = _DEFAULT.parse
spans = _DEFAULT.spans


def among(formats: tuple[Format, ...], columns: Sequence[str]) -> tuple[Format, ...]:
    """Return ``formats`` with this one made for the columns that are set, in the names of 2.x or 3."""
    return tuple(Csv(columns) if columns and each.name == name else each for each in formats)
