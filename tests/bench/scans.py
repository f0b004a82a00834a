"""What it costs to recognise scans: microseconds for each alert, by who knocks, and the memory of a flood.

Run: ``python -m tests.bench.scans [ALERTS]``. Each kind of traffic is a process of its own; the memory is what the
recogniser adds while it is fed. Figures are printed, nothing is judged.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from wallwatch.evidence.scan import Scans
from wallwatch.model import Alert, Change, Stack

START = 1_770_000_000_000_000
TOOL = Stack("masscan", "masscan", "tool", 9)
BATCH = 2_000


def _address(number: int) -> str:
    return f"198.{18 + (number >> 16 & 1)}.{number >> 8 & 255}.{number & 255}"


def _wide(number: int) -> str:
    return f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::7"


KINDS = {
    # Source, port and stack of the n-th alert.
    "one fast scan": lambda number: ("198.51.100.7", number & 0xFFFF, TOOL),
    "1,000 scans at once": lambda number: (_address(number % 1_000), number // 1_000 & 0xFFFF, TOOL),
    "clients that retry": lambda number: (_address(number % 2_000), 6_346, None),
    "sources that knock once": lambda number: (_wide(number), 23, None),
    "the same, with a tool": lambda number: (_wide(number), 23, TOOL),
    "the same, at some ports": lambda number: (_wide(number), number * 7_919 % 13, TOOL),
    "decoys": lambda number: (_address(number % 20), number // 20 & 0xFFFF, TOOL),
    "the same, at any port": lambda number: (_wide(number), number * 7_919 & 0xFFFF, TOOL),
}


def _alerts(kind: str, count: int) -> Iterator[list[Change]]:
    make = KINDS[kind]
    for start in range(0, count, BATCH):
        changes = []
        for number in range(start + 1, min(start + BATCH, count) + 1):
            src, port, stack = make(number)
            first = START + number * 1_000
            alert = Alert(
                id=number, first=first, last=first, proto="tcp", src=src, dst=f"203.0.113.{number % 3}", sport=51_123,
                dport=port, flags="S", os=stack, action="block",
            )  # fmt: skip
            changes.append(Change(kind="new", alert=alert))
        yield changes


def _memory() -> float:
    """Return the resident memory of this process in mebibytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _measure(kind: str, count: int) -> None:
    for changes in _alerts(kind, 4_000):
        assert changes
    scans, seconds = Scans(), 0.0
    before = _memory()
    for changes in _alerts(kind, count):
        begin = time.process_time()
        scans.take(changes)
        seconds += time.process_time() - begin
    found = f"{scans.evicted} scans and {scans.forgotten} knocks made room"
    print(f"{kind:24} {seconds / count * 1e6:6.2f} us an alert  +{_memory() - before:5.1f} MiB  {found}", flush=True)


def main(count: int = 1_000_000) -> None:
    """Measure each kind in a process of its own."""
    print(f"{count} alerts each")
    for kind in KINDS:
        subprocess.run([sys.executable, "-m", "tests.bench.scans", kind, str(count)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _measure(sys.argv[1], int(sys.argv[2]))
    else:
        main(*map(int, sys.argv[1:]))
