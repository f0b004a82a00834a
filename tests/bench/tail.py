"""How soon an appended line is a batch, and what a file costs that nobody writes to.

Run: ``python -m tests.bench.tail [LINES] [FILES]``. Figures are printed, nothing is judged.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from wallwatch.model.line import Lines
from wallwatch.sources.file import FileSource

PAUSE = 0.025
"""Seconds between two lines."""
IDLE = 10
"""Seconds of silence that are measured."""


async def main(lines: int = 300, files: int = 20) -> None:
    """Print both figures."""
    with tempfile.TemporaryDirectory() as folder:
        delays = await _delays(Path(folder, "kern.log"), lines)
        cuts = statistics.quantiles(delays, n=100)
        print(f"append to batch, {lines} lines at {1 / PAUSE:.0f}/s: p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms")
        burst = await _burst(Path(folder, "burst.log"), lines * 100)
        print(f"a burst of {lines * 100} lines: {burst:,.0f} lines/s")
        share = await _idle([Path(folder, f"{number}.log") for number in range(files)])
        print(f"{files} files nobody writes to, {IDLE} s: {share:.2%} of a core")


async def _delays(path: Path, count: int) -> list[float]:
    """Return for each of ``count`` lines the milliseconds from its writing to its batch."""
    path.write_text("first\n")
    delays: list[float] = []
    async with asyncio.TaskGroup() as group:
        async for batch in FileSource(path).read({}):
            if isinstance(batch, Lines) and batch.lines == (b"first",):
                group.create_task(asyncio.to_thread(_write, path, count))
                continue
            now = time.monotonic_ns()
            if isinstance(batch, Lines):
                delays += [(now - int(line)) / 1e6 for line in batch.lines]
            if len(delays) == count:
                return delays
    return delays


def _write(path: Path, count: int) -> None:
    with path.open("ab", buffering=0) as file:
        for _ in range(count):
            time.sleep(PAUSE)
            file.write(b"%d\n" % time.monotonic_ns())


async def _burst(path: Path, count: int) -> float:
    """Return the lines per second of a file that is there already."""
    path.write_bytes(b"a line of a log, as long as such a line is, with a few words more\n" * count)
    begin = time.perf_counter()
    lines = 0
    async for batch in FileSource(path, once=True).read({}):
        lines += len(batch.lines) if isinstance(batch, Lines) else 0
    return lines / (time.perf_counter() - begin)


async def _idle(paths: list[Path]) -> float:
    """Return the share of a core that following ``paths`` takes while nothing happens."""
    for path in paths:
        path.write_text("a line\n")
    tasks = []
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_follow(path)) for path in paths]
        await asyncio.sleep(1)
        before = time.process_time()
        await asyncio.sleep(IDLE)
        share = (time.process_time() - before) / IDLE
        for task in tasks:
            task.cancel()
    return share


async def _follow(path: Path) -> None:
    async for _ in FileSource(path).read({}):
        pass


if __name__ == "__main__":
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    asyncio.run(main(*map(int, sys.argv[1:])))
