"""The formats that are known, and where in a piece of a log one of their records starts."""

import re
from typing import Final

from wallwatch.formats import (
    asa,
    filterlog,
    ipchains,
    ipfilter,
    ipfw,
    mikrotik,
    netfilter,
    p0f1,
    p0f2,
    p0f3,
    pcap,
    pflog,
    snort_csv,
    snort_dump,
    snort_fast,
    snort_full,
    snort_json,
    snort_syslog,
    suricata_eve,
    suricata_fast,
    tcpdump,
    ulogd,
)
from wallwatch.formats.format import Format

FORMATS: Final[tuple[Format, ...]] = (
    netfilter,
    ipchains,
    snort_syslog,
    snort_dump,
    p0f3,
    p0f1,
    pcap,
    filterlog,
    snort_fast,
    suricata_fast,
    p0f2,
    snort_full,
    ulogd,
    ipfw,
    ipfilter,
    asa,
    mikrotik,
    tcpdump,
    suricata_eve,
    pflog,
    snort_csv,
    snort_json,
)
"""Every format, the one with the most lines first. No line is claimed by two of them."""

_RULE: Final = re.compile(rb"\n=\+=\+[^\n]{0,200}\n\s{0,8}(?=\S)")
_MONTH: Final = rb"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_STAMPED: Final = re.compile(
    rb"\n(?=(?:<\d{1,3}>(?:1 )?|<)?(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) )?"
    rb"(?:" + _MONTH + rb" [ \d]?\d \d\d:\d\d:\d\d(?: |\.\d{6} )|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|"
    rb"\[\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\] |"
    # The kernel's own stamp, dmesg -T, journalctl's seconds and entries, Astaro.
    rb"\[ {0,7}\d{1,10}\.\d{6}\]|\[[A-Z][a-z]{2} " + _MONTH + rb" |\d{9,10}\.\d{6} |"
    rb"\d{4}:\d\d:\d\d-\d\d:\d\d:\d\d |__CURSOR=|\{ ?\"__CURSOR\"|"
    # tcpdump without a date.
    rb"\d\d:\d\d:\d\d\.\d{6} (?:IP6? |rule |\d{1,3}\.)|"
    # The alerts of Snort and Suricata, a line or an object each.
    rb"\d\d/\d\d(?:/\d\d(?:\d\d)?)?-\d\d:\d\d:\d\d\.\d{6} {0,2}(?:\[\w{2,20}\] )? ?(?:\[\*\*\] |,)|"
    rb"\[\*\*\] \[\d{1,10}:|\{ ?\"(?:timestamp|seconds)\"))(?![^\n]{0,400}message repeated )(?![^\n]{0,400}' repeated )"
    # The second half of a packet that pfSense before 2.2 handed to syslog.
    rb"(?![^\n]{0,400} pf: {2})"
)


def record_start(data: bytes) -> int | None:
    """Return the offset of the first line at which a record certainly starts, ``None`` if no line is certain.

    The first line may be torn and is never taken. Where packets are dumped, their payload may look like any line, and
    only the rule that ends a dump is certain; elsewhere a stamp is, unless its line repeats the one before it.
    """
    found = _RULE.search(data) or (None if b"\n=+=+" in data else _STAMPED.search(data))
    return found.end() if found is not None else None
