"""Commit batches for ever: ``python -m tests.store.endless PATH``. Meant to be killed.

Each batch is ten alerts of two lines and the twenty lines that they came from. After each commit its number is printed.
"""

import sys
from itertools import count
from pathlib import Path

import msgspec

from tests.store.make import new, reading, unparsed
from wallwatch.store.batch import Batch
from wallwatch.store.writer import StoreWriter

ALERTS = 10
LINES = 20
BYTES = 100


def batch(place: int) -> Batch:
    """Return the batch that begins at byte ``place * BYTES``; it takes back one alert of the batch before."""
    first = place * ALERTS + 1
    changes = [new(number, lines=2) for number in range(first, first + ALERTS)]
    if place:
        changes.append(msgspec.structs.replace(new(first - 1), kind="gone"))
    read = reading(place * BYTES, (place + 1) * BYTES, received=LINES + 1, unparsed=unparsed("?"))
    return Batch(changes=changes, readings=(read,))


def main() -> None:
    writer = StoreWriter(Path(sys.argv[1]))
    writer.open()
    begun = writer.committed("kern.log")
    done = sum(end for stream in begun.values() for _, end in stream.ranges) // BYTES
    for place in count(done):
        print(writer.commit(batch(place)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
