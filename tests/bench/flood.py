"""A flood: so many lines a second into a log that is rotated in the middle; nothing may be lost or counted twice.

Run: ``python -m tests.bench.flood [LINES A SECOND] [SECONDS]``. It tells how far behind the engine is when the flood
ends, how long it takes to catch up, and whether the store holds every line once and in order.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from tests.bench.corpus import RATE, corpus
from wallwatch.errors import StoreError
from wallwatch.store import StoreReader

STEP = 0.05
"""Seconds between two writes."""


def main(rate: int = 20_000, seconds: int = 60) -> None:
    """Write the flood while a collector follows it, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        log, store = Path(folder, "kern.log"), Path(folder, "home", "s.db")
        variables = os.environ | {f"XDG_{name}_HOME": folder + "/home" for name in ("STATE", "CONFIG", "CACHE")}
        store.parent.mkdir(mode=0o700)
        log.write_text("".join(next(corpus(RATE))))
        command = [sys.executable, "-m", "wallwatch", "collect", "--store", str(store), str(log)]
        with subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL) as collector:
            while _received(store) < RATE:
                time.sleep(STEP)
            written, took = _flood(log, rate, seconds)
            behind = RATE + written - _received(store)
            print(f"{written} lines in {took:.1f} s ({written / took:,.0f}/s), rotated once; {behind} lines behind")
            begin = time.perf_counter()
            while (received := _received(store)) < RATE + written and time.perf_counter() - begin < 10 * seconds:
                time.sleep(1)
            print(f"caught up after {time.perf_counter() - begin:.0f} s: {received} of {RATE + written} lines")
            collector.terminate()
        print(_verdict(store, [log.with_name("kern.log.1"), log]))


def _flood(log: Path, rate: int, seconds: int) -> tuple[int, float]:
    """Write the lines, rotating the log halfway; return how many there were, and the seconds it took."""
    lines = _lines(rate * seconds)
    count, begin = 0, time.perf_counter()
    for step in range(round(seconds / STEP)):
        if step == round(seconds / STEP / 2):
            log.rename(log.with_name("kern.log.1"))
        text = "".join(next(lines) for _ in range(round(rate * STEP)))
        count += round(rate * STEP)
        with log.open("a") as file:
            file.write(text)
        time.sleep(max(begin + (step + 1) * STEP - time.perf_counter(), 0))
    return count, time.perf_counter() - begin


def _lines(count: int) -> Iterator[str]:
    """Yield the lines after those that are in the log already."""
    for second in islice(corpus(count + 2 * RATE), 1, None):
        yield from second


def _received(store: Path) -> int:
    reader = StoreReader(store)
    try:
        reader.open()
        return reader.totals().received
    except StoreError:
        return 0
    finally:
        reader.close()


def _verdict(store: Path, logs: list[Path]) -> str:
    """Tell whether the store holds the lines of these logs, each once and in order."""
    reader = StoreReader(store)
    reader.open()
    with closing(reader):
        held = [sighting.raw for sighting in reader.sightings()]
    written = [line for log in logs for line in log.read_text().splitlines()]
    if held == written:
        return f"all {len(written)} lines are there once, in order"
    missing, twice = len(set(written) - set(held)), len(held) - len(set(held))
    place = next((at for at, (one, other) in enumerate(zip(held, written, strict=False)) if one != other), len(held))
    return f"NOT RIGHT: {len(held)} of {len(written)} lines, {missing} missing, {twice} twice, another at {place}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
