"""An alert in the words of its row: what stands in each cell, cut by nobody yet."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final, Literal

from wallwatch.config import Problem
from wallwatch.model import GAP, Alert
from wallwatch.model.services import icmp_name, protocol, service
from wallwatch.model.times import SECOND, to_datetime

TimeMode = Literal["absolute", "relative", "delta"]

UNKNOWN: Final = "?"
_FEW: Final = 99
_MANY: Final = 999
_FEW_CELLS: Final = 10
_UNITS: Final = ((31_536_000, "y"), (86_400, "d"), (3_600, "h"), (60, "m"))


def clock(alert: Alert) -> str:
    """Return the time of the first packet as its source's wall clock has it: ``15:32:54``."""
    return f"{to_datetime(alert.first, alert.zone):%H:%M:%S}"


def date_and_clock(alert: Alert) -> str:
    """Return day and time of the first packet: ``03-02 15:32:54``."""
    return f"{to_datetime(alert.first, alert.zone):%m-%d %H:%M:%S}"


def told(problem: Problem) -> str:
    """Return a mistake in a file as a sentence that begins with its place; the file's directory would push it out."""
    line = "" if problem.line is None else f", line {problem.line}"
    key = f" {problem.key}:" if problem.key else ""
    return f"{PurePath(problem.file).name}{line}:{key} {problem.sentence}"


def first_told(problems: Sequence[Problem]) -> str:
    """Return the first mistake as a sentence, and how many more there are; nothing where there is none."""
    if not problems:
        return ""
    more = len(problems) - 1
    return told(problems[0]) + (f" ({many(more, 'mistake')} more)" if more else "")


def many(count: int, noun: str) -> str:
    """Return a count with its noun: ``1 row``, ``4,790 rows``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def age(micros: int) -> str:
    """Return how long ago ``micros`` microseconds are, in the largest unit that fits: ``<1m``, ``5m``, ``3y``."""
    seconds = max(micros, 0) // SECOND
    return next((f"{seconds // size}{unit}" for size, unit in _UNITS if seconds >= size), "<1m")


def share(part: int, whole: int) -> str:
    """Return a share in per cent: ``0%``, ``<1%``, ``12%``."""
    if not part:
        return "0%"
    return "<1%" if part * 100 < whole else f"{100 * part // max(whole, 1)}%"


def delta(micros: int) -> str:
    """Return a gap between two rows: ``+2.96s`` below a minute, then as :func:`age`; ``-`` where it goes back."""
    sign, gap = "-" if micros < 0 else "+", abs(micros)
    return f"{sign}{gap / SECOND:.2f}s" if gap < 60 * SECOND else f"{sign}{age(gap)}"


def packets(alert: Alert) -> str:
    """Return how many packets the attempt has, in three cells: ``1``, ``x3``, ``120``, ``4k``; a gap has none."""
    if alert.proto == GAP:
        return ""
    count = alert.packets
    return f"x{count}" if 1 < count <= _FEW else short(count)


def short(count: int) -> str:
    """Return a count in three cells: ``7``, ``120``, ``4k``."""
    return str(count) if count <= _MANY else f"{min(count // 1000, _FEW)}k"


def port(alert: Alert) -> str:
    """Return the target port, or the protocol where it has none."""
    return protocol(alert.proto) if alert.dport is None else str(alert.dport)


def target(alert: Alert) -> str:
    """Return the target address with its port: ``192.0.2.1:80``, ``[2001:db8::1]:80``, ``192.0.2.1``."""
    return endpoint(alert.dst, alert.dport)


def endpoint(address: str, port: int | None) -> str:
    """Return an address with a port, if it has one."""
    if port is None:
        return address
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def what(alert: Alert) -> str:
    """Return what was tried: the words of the signature that fired, else the service and what the firewall says.

    A gap says what is known of the lines that nobody can read any more; the directories of its files stand elsewhere.
    """
    if alert.proto == GAP:
        return _without_directories(alert.because or "")
    if alert.signature is not None:
        return alert.signature.message
    rule = None if alert.rule is None else f"#{alert.rule}"
    return " ".join(word for word in (_tried(alert), alert.chain, rule) if word)


def _without_directories(sentence: str) -> str:
    """Return a sentence with the names of files instead of their paths."""
    return " ".join(PurePath(word).name if word.startswith("/") else word for word in sentence.split(" "))


def _tried(alert: Alert) -> str:
    icmp = icmp_name(alert.proto, alert.icmp_type)
    if icmp is not None:
        return icmp
    return service(alert.proto, alert.dport) or protocol(alert.proto)


def stack(alert: Alert) -> str:
    """Return the name of what sent it, ``?`` where nothing tells; nothing sent a gap."""
    if alert.os is None:
        return "" if alert.proto == GAP else UNKNOWN
    return alert.os.label


def stack_in_few_words(alert: Alert) -> str:
    """Return the name of what sent it as far as its words fit into ten cells: ``Windows`` of ``Windows NT 4``."""
    label = stack(alert)
    return label if len(label) <= _FEW_CELLS else label[: _FEW_CELLS + 1].rpartition(" ")[0] or label


def hops(alert: Alert) -> str:
    """Return the distance in hops, or nothing."""
    return "" if alert.os is None or alert.os.hops is None else str(alert.os.hops)
