"""Snort 3's ``alert_json`` (src/loggers/alert_json.cc): an object a line, with the keys that the configuration names.

The message of the rule is pasted into it as it stands, so that a quote or a backslash breaks the object.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wallwatch.formats import json_line, snort_columns
from wallwatch.formats.format import Block, Span
from wallwatch.formats.stamp import Clock
from wallwatch.model import Kind, Sighting

name: Final = "snort-json"
kind: Final[Kind] = "signature"

_TAGS: Final = ("snort",)
_SPOKEN: Final = re.compile(r'"src_(?:addr|ap)"\s{0,4}:')
_STAMPED: Final = re.compile(r'"(?:timestamp|seconds)"\s{0,4}:')
_MESSAGE: Final = re.compile(r'(?<="msg" : ")(?P<message>.{0,1000}?)(?=", "[a-z_\d]{2,20}" : |" \}$)')
_MARKS: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})
_KEYS: Final = {
    "time": "timestamp", "proto": "proto", "src": "src_addr", "sport": "src_port", "dst": "dst_addr",
    "dport": "dst_port", "gid": "gid", "sid": "sid", "rev": "rev", "message": "msg", "classification": "class",
    "priority": "priority", "action": "action", "iface_in": "iface", "mac_src": "eth_src", "flags": "tcp_flags",
} | {field: column for column, field in snort_columns.FIELDS.items()}  # fmt: skip


def sniff(line: str) -> bool:
    """Tell whether the line has a key of Snort's for where a packet came from."""
    return '"src_a' in line and "{" in line[:400]


def frame(lines: Sequence[str], at: int, *, final: bool) -> int:  # noqa: ARG001 (one line is one alert)
    """Return 1 for an alert that tells when a packet came from where, 0 for any other object."""
    line = lines[at]
    found = json_line.place(line, _TAGS)
    return int(found is not None and all(each.search(line, found.at) for each in (_SPOKEN, _STAMPED)))


def parse(block: Block, clock: Clock) -> Sighting | None:
    """Return what the alert says, or ``None`` for a torn line."""
    text = block.text
    found = json_line.place(text, _TAGS)
    columns = _columns(text[found.at :]) if found is not None else None
    fields = snort_columns.fields(columns, clock) if columns is not None else None
    if found is None or fields is None:
        return None
    host = found.head.host if found.head is not None else None
    return Sighting(**fields, format=name, kind=kind, host=host)


def spans(block: Block) -> Mapping[str, Span]:
    """Return where the values stand; an address and its port may share one."""
    found = json_line.place(block.text, _TAGS)
    if found is None or _SPOKEN.search(block.text, found.at) is None:
        return {}
    shared = json_line.spans(block.text, found.at, {"src": "src_ap", "dst": "dst_ap"})
    return shared | json_line.spans(block.text, found.at, _KEYS)


def _columns(text: str) -> dict[str, str] | None:
    """Return the keys with the text of their values; the message may need its marks put right."""
    record = json_line.decode(text, dict[str, Any])
    if record is None:
        record = json_line.decode(_MESSAGE.sub(lambda match: match[0].translate(_MARKS), text, count=1), dict[str, Any])
    if record is None:
        return None
    return {key: json_line.shown(str(value)) or "" for key, value in record.items() if isinstance(value, str | int)}
