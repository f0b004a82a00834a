"""What the engine needs in memory, and who needs it: ``python -m tests.bench.memory [LINES ...]``.

Logs of so many lines (100,000, 300,000 and 1,000,000) are collected; printed are the engine's greatest memory and its
user time a line. Then the first 100,000 lines are joined and named in this process, and what each part remembers of
them is counted, object by object; what is in several parts counts for the first.
"""

import resource
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from tests.bench.corpus import corpus
from tests.bench.distinct import MIB, collect
from wallwatch.correlate import Correlator
from wallwatch.engine.batches import Batches
from wallwatch.engine.identify import Identifier
from wallwatch.engine.known import network_cache, networks, stacks
from wallwatch.evidence.scan import Scans
from wallwatch.formats import LineReader
from wallwatch.model.line import Lines

COUNTS = (100_000, 300_000, 1_000_000)
COUNTED = 100_000
BATCH = 1_000


def measured(count: int) -> tuple[float, float]:
    """Return the greatest memory (MiB) of an engine that collects ``count`` lines, and its user time a line (us)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with tempfile.TemporaryDirectory() as name:
        log = Path(name) / "kern.log"
        with log.open("w") as file:
            file.writelines(line for second in corpus(count) for line in second)
        most, _ = collect(log, Path(name))
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return most / MIB, used * 1e6 / count


def batches(count: int) -> Iterator[Lines]:
    """Yield the first lines of the corpus as a source does."""
    lines = [line.rstrip("\n").encode() for second in corpus(count) for line in second]
    start = 0
    for first in range(0, count, BATCH):
        some, starts = lines[first : first + BATCH], []
        for line in some:
            starts.append(start)
            start += len(line) + 1
        place = {"source": "kern.log", "stream": "1:1", "start": starts[0], "end": start}
        yield Lines(lines=tuple(some), starts=tuple(starts), **place)


def held(root: object, seen: set[int]) -> int:
    """Return the bytes of all that an object holds and that was not ``seen`` yet."""
    todo, size = [root], 0
    while todo:
        one = todo.pop()
        if id(one) in seen or one is None or isinstance(one, bool | type) or callable(one):
            continue
        seen.add(id(one))
        size += sys.getsizeof(one) + 15 & ~15
        todo.extend(parts(one))
    return size


def parts(one: Any) -> Iterator[object]:
    """Yield what an object holds."""
    if isinstance(one, msgspec.Struct):
        return (getattr(one, name) for name in one.__struct_fields__)
    if isinstance(one, dict):
        return chain(one.keys(), one.values())
    if isinstance(one, list | tuple | set | frozenset | deque):
        return iter(one)
    slots = (name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ()) if hasattr(one, name))
    return chain((getattr(one, name) for name in slots), [getattr(one, "__dict__", None)])


def owners(count: int) -> dict[str, float]:
    """Return by its name how much (MiB) each part remembers of the first lines of the corpus."""
    correlator, scans = Correlator(), Scans()
    identifier = Identifier(stacks(), networks(network_cache(None)))
    making, reader = Batches(correlator, identifier, 1, scans), LineReader("kern.log", trust="file", zone=None)
    for lines in batches(count):
        making.of_reading(reader.feed(lines))
    named: dict[str, object] = {"open alerts": correlator._open, "all that joins": correlator, "scans": scans}
    named |= {"given": (identifier._known, identifier._alike), "jury": identifier._jury, "the rest": making}
    seen: set[int] = set()
    return {name: held(root, seen) / MIB**2 for name, root in named.items()}


def main() -> None:
    """Measure and print."""
    for count in [int(word) for word in sys.argv[1:]] or COUNTS:
        most, used = measured(count)
        print(f"{count:>9,} lines: {most:6.1f} MiB, {used:5.0f} us of user time a line", flush=True)
    for name, size in owners(COUNTED).items():
        print(f"{size:8.1f} MiB {name}")


if __name__ == "__main__":
    main()
