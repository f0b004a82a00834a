"""The formats that are known, and where in a piece of a log one of their records starts."""

import re
from typing import Final

from wallwatch.formats import ipchains, netfilter, p0f1, p0f3, snort_dump, snort_syslog
from wallwatch.formats.format import Format

FORMATS: Final[tuple[Format, ...]] = (netfilter, ipchains, snort_syslog, snort_dump, p0f3, p0f1)
"""Every format, the one with the most lines first. No line is claimed by two of them."""

_RULE: Final = re.compile(rb"\n=\+=\+[^\n]{0,200}\n\s{0,8}(?=\S)")
_MONTH: Final = rb"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_STAMPED: Final = re.compile(
    rb"\n(?=(?:<\d{1,3}>|<)?(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?"
    rb"(?:" + _MONTH + rb" [ \d]?\d \d\d:\d\d:\d\d |\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|"
    rb"\[\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\] ))(?![^\n]{0,400}message repeated )(?![^\n]{0,400}' repeated )"
)


def record_start(data: bytes) -> int | None:
    """Return the offset of the first line at which a record certainly starts, ``None`` if no line is certain.

    The first line may be torn and is never taken. Where packets are dumped, their payload may look like any line, and
    only the rule that ends a dump is certain; elsewhere a stamp is, unless its line repeats the one before it.
    """
    found = _RULE.search(data) or (None if b"\n=+=+" in data else _STAMPED.search(data))
    return found.end() if found is not None else None
