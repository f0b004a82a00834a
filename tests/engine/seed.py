"""The incident report of 2002 as the four logs that it was made of, each record with the second it was written in."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from tests.shared import shared

_REPORT = "000_da8df0c4bdc8e132.txt"
_RULER = "=+=+="
_STAMP = re.compile(r"(?:^|[ -])(\d\d:\d\d:\d\d)")
_ORDER = ("snort.dump", "kern.log", "p0f.log", "messages")
"""The order in which the programs wrote within a second."""


class Record(NamedTuple):
    """What a program wrote at once: at which second of the day, into which log, and the lines."""

    at: str
    log: str
    text: str


def records() -> list[Record]:
    """Return what the four programs wrote, in the order of its time. Skips the test where the report is missing."""
    lines = shared("seed", _REPORT).read_text("utf-8", "replace").splitlines()
    found = [*_one_line(lines), *_dumps(lines), *_p0f(lines)]
    return sorted(found, key=lambda record: (record.at, _ORDER.index(record.log)))


def _one_line(lines: list[str]) -> Iterator[Record]:
    """Yield the records of syslog, which the report wraps: what begins with a blank goes on."""
    for index, line in enumerate(lines):
        if line.startswith("Mar  2 "):
            rest = [more for more in lines[index + 1 : index + 3] if more.startswith(" ")]
            rest = rest if "Packet log" in line else rest[:1] if "snort" in line else []
            log = "kern.log" if "kernel:" in line else "messages"
            yield Record(_second(line), log, "".join([line, *rest]) + "\n")


def _dumps(lines: list[str]) -> Iterator[Record]:
    """Yield Snort's packet dumps, each with the ruler that ends it."""
    for is_dump, block in groupby(lines, lambda line: bool(line) and not line.startswith(_RULER)):
        text = list(block)
        if is_dump and text[0].startswith("03/02-"):
            yield Record(_second(text[0]), "snort.dump", "\n".join([*text, "", "=+" * 36 + "=", ""]) + "\n")


def _p0f(lines: list[str]) -> Iterator[Record]:
    """Yield p0f's records of two lines; the report has lost a plus sign here and there."""
    for line, more in pairwise(lines):
        if line.startswith("Sat Mar  2 "):
            yield Record(_second(line), "p0f.log", f"{line}\n + {more.strip().removeprefix('+ ')}\n")


def _second(line: str) -> str:
    found = _STAMP.search(line)
    assert found is not None
    return found[1]
