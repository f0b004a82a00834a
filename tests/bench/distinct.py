"""What a flood of distinct sources costs: ``python -m tests.bench.distinct [SOURCES]``.

A log of 100,000 ordinary lines is collected, then the same with a line from each of that many (1,000,000) sources after
it. Printed are the engine's greatest memory in both, how much the second half of the flood needed more than the first,
and the time of a line in either half: neither grows with the number of sources.
"""

import ipaddress
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.corpus import corpus

ORDINARY = 100_000
MIB = 1024
LINE = (
    "Jan 10 {hour:02}:{minute:02}:{second:02} gw kernel: [{uptime}.000000] FW: IN=eth0 OUT= SRC={source} "
    "DST=2001:0db8:0000:0000:0000:0000:0000:0001 LEN=60 TC=0 HOPLIMIT=50 FLOWLBL=0 PROTO=TCP SPT={sport} DPT={dport} "
    "WINDOW=1024 RES=0x00 SYN URGP=0 \n"
)


def flood(count: int) -> Iterator[str]:
    """Yield a SYN from each of ``count`` sources, 200 a second."""
    first = int(ipaddress.IPv6Address("2001:db8:1::"))
    for number in range(count):
        moment = 3_600 + number // 200
        source = ipaddress.IPv6Address(first + number * 65_537).exploded
        clock = {"hour": moment // 3_600 % 24, "minute": moment // 60 % 60, "second": moment % 60}
        ports = {"sport": 1_024 + number * 7 % 60_000, "dport": (22, 23, 80, 445)[number % 4]}
        yield LINE.format(uptime=90_000 + moment, source=source, **clock, **ports)


def collect(log: Path, folder: Path) -> tuple[int, float]:
    """Collect a log into a new store; return the greatest memory of the engine (KiB) and the seconds it took."""
    folder.chmod(0o700)
    command = [sys.executable, "-m", "wallwatch", "collect", "--once", "--store", str(folder / "store.db"), str(log)]
    began, most = time.monotonic(), 0
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as engine:
        while engine.poll() is None:
            status = Path(f"/proc/{engine.pid}/status").read_text(encoding="ascii", errors="replace")
            found = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
            most = max(most, *found, 0)
            time.sleep(0.1)
    return most, time.monotonic() - began


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
    figures = []
    for sources in (0, count // 2, count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with (folder / "kern.log").open("w") as log:
                log.writelines(line for batch in corpus(ORDINARY) for line in batch)
                log.writelines(flood(sources))
            figures.append((sources, *collect(folder / "kern.log", folder)))
    for sources, most, seconds in figures:
        print(f"{sources:>9,} distinct sources more: {most / MIB:6.0f} MiB, {seconds:6.1f} s", flush=True)
    (_, base, ordinary), (_, _, half), (_, most, whole) = figures
    print(f"the flood adds {(most - base) / MIB:.0f} MiB")
    first, second = (half - ordinary) * 2e6 / count, (whole - half) * 2e6 / count
    print(f"us a line: {first:.0f} in the first half of the flood, {second:.0f} in the second")


if __name__ == "__main__":
    main()
