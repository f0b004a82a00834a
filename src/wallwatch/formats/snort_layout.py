"""The cells of a line of Snort's ``alert_csv``, and which columns they are.

No line tells its columns. Those that an administrator has set are taken, then the lists that are known; of any other
list the cells that can be nothing else are found by what stands in them.
"""

import re
from collections.abc import Sequence
from typing import Final

from wallwatch.formats.snort_columns import NAMES
from wallwatch.model.address import canonical

DEFAULT_2: Final = (
    "timestamp", "sig_generator", "sig_id", "sig_rev", "msg", "proto", "src", "srcport", "dst", "dstport", "ethsrc",
    "ethdst", "ethlen", "tcpflags", "tcpseq", "tcpack", "tcpln", "tcpwindow", "ttl", "tos", "id", "dgmlen", "iplen",
    "icmptype", "icmpcode", "icmpid", "icmpseq",
)  # fmt: skip
"""The columns of 2.x; of ``tcpln`` its own code does not know the name, so that it is always empty (spo_csv.c)."""

DEFAULT_3: Final = (
    "timestamp", "pkt_num", "proto", "pkt_gen", "pkt_len", "dir", "src_ap", "dst_ap", "rule", "action",
)  # fmt: skip
_SHORT: Final = ("timestamp", "proto", "msg", "src", "srcport", "dst", "dstport")
_KNOWN: Final = {len(columns): columns for columns in (DEFAULT_2, DEFAULT_3, _SHORT)}

CELLS: Final = 64
"""Most cells that are looked at; Snort 3 knows 60 columns."""

_STAMP: Final = re.compile(r"\d\d/\d\d(?:/\d\d)?-\d\d:\d\d:\d\d\.\d{6} ?")
_END: Final = re.compile(r'"(?=,|$)')
_SHAPES: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("timestamp", _STAMP.pattern),
        ("seconds", r"1\d{9}"),
        ("rule", r"\d{1,10}:\d{1,10}:\d{1,10}"),
        ("proto", r"TCP|UDP|ICMP|IP"),
        ("tcp_flags", r"[1*][2*][U*][A*][P*][R*][S*][F*]"),
        ("eth_src", r"(?:[\dA-Fa-f]{1,2}:){5}[\dA-Fa-f]{1,2}"),
        ("action", r"allow|drop|block|reset|would_drop|cant_drop|would_block"),
    )
)
_AP: Final = re.compile(r"[\da-fA-F.:]{2,39}:\d{1,5}")
_PORT: Final = re.compile(r"\d{0,5}")


def cells(line: str) -> list[str]:
    r"""Return the cells of a line, at most ``CELLS``, without the quotes around them.

    2.2 quotes a message that holds a comma, 2.9 every message, with ``\"`` and ``\\`` in it; 3 prints the quotes of
    the rule, and a blank behind each comma. A quote ends a cell where a comma follows.
    """
    found: list[str] = []
    at = 0
    while at <= len(line) and len(found) < CELLS:
        at += line.startswith(" ", at)
        if line.startswith('"', at):
            end = _quoted_end(line, at)
            found.append(line[at + 1 : end].replace('\\"', '"').replace("\\\\", "\\"))
            at = end + 2
            continue
        end = line.find(",", at)
        end = len(line) if end < 0 else end
        found.append(line[at:end].strip())
        at = end + 1
    return found


def layout(row: Sequence[str], columns: Sequence[str]) -> dict[str, str] | None:
    """Return the cells by the names that Snort 3 has for their columns; ``None`` if nobody knows which they are.

    ``columns`` is the list that is set, in the names of 2.x or 3; it is not used for a row of another length.
    """
    for names in (columns, _KNOWN.get(len(row), ())):
        if names and len(names) == len(row):
            named = {NAMES.get(name, name): cell for name, cell in zip(names, row, strict=True)}
            if names is columns or _is_likely(named):
                return named
    found = {} if _is_torn(row) else _found(row)
    return found if _is_likely(found) else None


def _quoted_end(line: str, at: int) -> int:
    match = _END.search(line, at + 1)
    while match is not None and _escaped(line, match.start()):
        match = _END.search(line, match.end())
    return len(line) if match is None else match.start()


def _escaped(line: str, at: int) -> bool:
    """Tell whether the quote at ``at`` stands behind an odd number of backslashes."""
    before = line[max(0, at - 64) : at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _is_likely(named: dict[str, str]) -> bool:
    """Tell whether the cells that say when and where from hold what they should."""
    when = bool(named.get("seconds")) or _STAMP.fullmatch(named.get("timestamp", "")) is not None
    ends = all(_AP.fullmatch(named.get(name, "")) for name in ("src_ap", "dst_ap"))
    return when and (ends or all(canonical(named.get(name, "")) is not None for name in ("src_addr", "dst_addr")))


def _is_torn(row: Sequence[str]) -> bool:
    """Tell whether the row is the beginning of one with the columns of 2.x."""
    columns = [NAMES.get(name, name) for name in DEFAULT_2]
    return len(row) < len(columns) and _is_likely(dict(zip(columns, row, strict=False)))


def _found(row: Sequence[str]) -> dict[str, str]:
    """Return the cells that can only be what they look like: the first address is the sender's."""
    named: dict[str, str] = {}
    for cell in row:
        shape = next((name for name, pattern in _SHAPES if name not in named and pattern.fullmatch(cell)), None)
        if shape is not None:
            named[shape] = cell
        elif " " in cell and "msg" not in named:
            named["msg"] = cell
    pairs = [place for place, cell in enumerate(row) if _AP.fullmatch(cell) and canonical(cell) is None]
    lone = [place for place, cell in enumerate(row) if canonical(cell) is not None]
    if len(pairs) >= 2:  # noqa: PLR2004 (a sender and a receiver)
        named |= {"src_ap": row[pairs[0]], "dst_ap": row[pairs[1]]}
    elif len(lone) >= 2:  # noqa: PLR2004
        named |= {"src_addr": row[lone[0]], "dst_addr": row[lone[1]]} | _ports(row, lone[0] + 1, lone[1] + 1)
    return named


def _ports(row: Sequence[str], one: int, other: int) -> dict[str, str]:
    """Return the cells behind both addresses, if both look like ports."""
    ports = [row[place] for place in (one, other) if place < len(row) and _PORT.fullmatch(row[place])]
    return dict(zip(("src_port", "dst_port"), ports, strict=True)) if len(ports) == 2 else {}  # noqa: PLR2004
