"""What asks for attention at a source, and what to do about it: commands that can be typed as they stand.

What a source itself says of its trouble (permissions, a file that is not there) comes first; the rest is told from
what was counted and from what its log says. The screen and ``wallwatch sources`` show the same findings.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Final

import msgspec

from wallwatch.engine.clues import Clues
from wallwatch.model.times import off
from wallwatch.store.sources import SourceRow

WELL: Final = frozenset({"ok", "ended"})
"""The states of a source that is read, or was read to its end."""

_LOG_RULE: Final = """\
Log new connections before the rule that drops them, with one of:
sudo nft insert rule inet filter input ct state new log prefix '"FW: "' flags all
sudo iptables -I INPUT -m conntrack --ctstate NEW -j LOG --log-prefix 'FW: ' --log-tcp-options --log-tcp-sequence
sudo ufw logging high"""
_ALL_NAMESPACES: Final = (
    "In a container the kernel logs only if the host lets it: sudo sysctl -w net.netfilter.nf_log_all_netns=1"
)
_RULE_LIMIT: Final = (
    "Raise the limit of the rule that logs: -m limit --limit 200/second --limit-burst 500 (iptables), "
    "limit rate 200/second burst 500 packets (nft), sudo ufw logging high (ufw)"
)
_MESSAGE_COST: Final = "sudo sysctl -w net.core.message_cost=0; a file in /etc/sysctl.d keeps it so"
_RING: Final = "Boot the kernel with log_buf_len=4M, and keep the console out of it: sudo dmesg -n 4"
_JOURNALD: Final = (
    "Set RateLimitIntervalSec=0, or a greater RateLimitBurst=, in /etc/systemd/journald.conf; "
    "then: sudo systemctl restart systemd-journald"
)
_RSYSLOG: Final = "Set in /etc/rsyslog.conf: {}; then: sudo systemctl restart rsyslog"

_LIMITS: Final = tuple(
    (re.compile(pattern), remedy)
    for pattern, remedy in (
        (r"net_ratelimit: ", _MESSAGE_COST),
        (r"printk: \d+ messages suppressed", f"sudo sysctl -w kernel.printk_ratelimit=0; {_MESSAGE_COST}"),
        (r"\w+: \d+ (?:callbacks|output lines) suppressed", f"{_MESSAGE_COST}. {_RULE_LIMIT}"),
        (r"\*\* \d+ printk messages dropped", _RING),
        (r"systemd-journald?: Missed ", _RING),
        (r"ipfw: limit ", "sudo sysctl net.inet.ip.fw.verbose_limit=0; count anew: sudo ipfw resetlog"),
        (r"\*\*\* kernel exceeded ", "Log fewer packets a second: the limit of this kernel cannot be set."),
        (r"systemd-journald?: Suppressed ", _JOURNALD),
        (
            r"systemd-journald?: Forwarding to syslog missed ",
            "sudo sysctl -w net.unix.max_dgram_qlen=512; or watch the journal itself: wallwatch watch journal",
        ),
        (r"rsyslogd[-0-9]*: imjournal", _RSYSLOG.format('module(load="imjournal" Ratelimit.Interval="0")')),
        (r"rsyslogd[-0-9]*: imklog", _RSYSLOG.format('module(load="imklog" RatelimitInterval="0")')),
        (r"rsyslogd", _RSYSLOG.format('module(load="imuxsock" SysSock.RateLimit.Interval="0")')),
        (r"syslog-ng", "Set a greater log-fifo-size() in syslog-ng.conf; then: sudo systemctl restart syslog-ng"),
    )
)
"""How a notice of lost lines begins, and which limit to raise; the first that fits counts."""

_ANY_LIMIT: Final = (
    "Whichever limits: net.core.message_cost (sysctl), -m limit of the rule, RateLimitBurst= of journald.conf, "
    "the rate limits of imuxsock and imjournal in rsyslog.conf"
)
_JOINED: Final = "You are in the group {} by now, but this session began before: log in again."
_GAP: Final = (
    "Let rotated logs stay until they are read (logrotate: delaycompress, rotate 2), "
    "and collect all the time: wallwatch collect, or its service"
)
_CLOCKS: Final = "Set the clock of what writes it (sudo timedatectl set-ntp true), or its time zone and start it again"
_STARTED: Final = (
    ("p0f", "Start p0f with it: sudo p0f -i eth0 -d -o {path}"),
    ("snort", "Let Snort write it: sudo snort -i eth0 -A fast -l {folder} -c /etc/snort/snort.conf"),
    ("suricata", "Let Suricata write it: sudo suricata -D -i eth0 -l {folder}"),
    ("kern", "Without a syslog daemon the journal has these lines: wallwatch watch journal; or install rsyslog."),
    ("messages", "Without a syslog daemon the journal has these lines: wallwatch watch journal; or install rsyslog."),
    ("syslog", "Without a syslog daemon the journal has these lines: wallwatch watch journal; or install rsyslog."),
    ("ufw", "Let ufw log: sudo ufw enable; sudo ufw logging high"),
)
"""A word in the path of a log, and how to have what writes it."""


class Finding(msgspec.Struct, frozen=True):
    """Something that asks for attention: ``reason`` in a sentence, ``remedy`` as lines that can be typed or set.

    What has no ``remedy`` cannot be mended any more, or mends itself.
    """

    reason: str
    remedy: str = ""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside what was counted.

    ``firewall`` tells that a firewall's lines come in somewhere, ``contained`` that this machine is a container.
    ``joined`` is the group that may read the log, if the user was put into it after this session began.
    ``ahead`` is by how many microseconds its clock is ahead of those of the other sources.
    """

    path: Path | None = None
    clues: Clues = Clues()
    firewall: bool = False
    contained: bool = False
    joined: str = ""
    ahead: int = 0


def findings(row: SourceRow, known: Known) -> tuple[Finding, ...]:
    """Return what asks for attention at a source, the most urgent first."""
    return (
        *_status(row, known),
        *_rule(row, known),
        *_limits(row, known.clues),
        *_gaps(row),
        *_unread(row),
        *_forged(row),
        *_clock(known),
    )


def sightings_of(row: SourceRow) -> int:
    """Return how many lines of a source became events."""
    return row.received - row.other - row.unparsed


def _status(row: SourceRow, known: Known) -> Iterator[Finding]:
    """Yield what the source says of itself; where its log is missing, how to have one."""
    if not row.reason and row.state in WELL:
        return
    start = _start(known.path) if row.state == "missing" and known.path else ""
    remedy = "\n".join(filter(None, (row.remedy, start)))
    if row.state == "denied" and known.joined:
        remedy = _JOINED.format(known.joined)
    yield Finding(row.reason or _wordless(row), remedy)


def _wordless(row: SourceRow) -> str:
    if row.state == "waiting":
        return "Nothing comes in now." if row.received else "Nothing of it has come in yet."
    return f"It is {row.state}."


def _start(path: PurePath) -> str:
    name = str(path).lower()
    named = {"path": shlex.quote(str(path)), "folder": shlex.quote(str(path.parent))}
    return next((words.format(**named) for word, words in _STARTED if word in name), "")


def _rule(row: SourceRow, known: Known) -> Iterator[Finding]:
    """Yield that no rule logs: the kernel writes here, and never a line of its firewall."""
    clues = known.clues
    if row.state not in WELL or known.firewall or clues.packets or not clues.kernel or sightings_of(row):
        return
    yield Finding(
        "No LOG rule: the kernel's lines come in, but never one of its firewall.",
        "\n".join(filter(None, (_LOG_RULE, _ALL_NAMESPACES if known.contained else ""))),
    )


def _limits(row: SourceRow, clues: Clues) -> Iterator[Finding]:
    """Yield which limits have lost lines, by the notices that are found; else that there are some."""
    for notice in clues.notices if row.lost or not row.received else ():
        yield Finding(f"Rate limit, {_lost(row)}: {notice}", _raise(notice))
    if row.lost and not clues.notices:
        yield Finding(f"Rate limit, {_lost(row)}.", _ANY_LIMIT)
    if clues.pause is not None:
        yield Finding(f"A rule logs no more than one line each {clues.pause:.0f} s: it has a limit.", _RULE_LIMIT)


def _raise(notice: str) -> str:
    return next((remedy for pattern, remedy in _LIMITS if pattern.match(notice)), _ANY_LIMIT)


def _lost(row: SourceRow) -> str:
    return f"at least {row.lost:,} {'line' if row.lost == 1 else 'lines'} lost" if row.lost else "lines were lost"


def _gaps(row: SourceRow) -> Iterator[Finding]:
    if row.gaps:
        count = "1 gap" if row.gaps == 1 else f"{row.gaps:,} gaps"
        yield Finding(f"{count}: lines that nobody can read any more; proto:gap filters the rows of it.", _GAP)


def _unread(row: SourceRow) -> Iterator[Finding]:
    """Yield that nothing is understood, where that is so."""
    if row.unparsed and row.unparsed > row.forged and not sightings_of(row):
        yield Finding(
            "No record of it is understood.", "wallwatch explain 'LINE' tells why; the sources screen shows the lines."
        )


def _forged(row: SourceRow) -> Iterator[Finding]:
    """Yield what somebody tried to make this source say, in one sentence however often."""
    if row.forged:
        lines = "1 line" if row.forged == 1 else f"{row.forged:,} lines"
        yield Finding(
            f"possible forgery: {lines} of another program with a record inside; no event was made of it",
        )


def _clock(known: Known) -> Iterator[Finding]:
    """Yield that its stamps are off, which the joining allows for."""
    if known.ahead:
        yield Finding(f"Its clock is {off(known.ahead)} the others; lines are joined all the same.", _CLOCKS)
