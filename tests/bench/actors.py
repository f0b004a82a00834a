"""What it costs to look for actors: ``python tests/bench/actors.py [alerts ...]``. It prints times, asserts nothing.

The worst case: a store of nothing but machines that look alike, in 16 ranges.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.evidence.machines import Machine
from wallwatch.engine.actors import actors_of, survey
from wallwatch.model import Change
from wallwatch.store import Batch, StoreReader, StoreWriter

BATCH = 2_000


def corpus(count: int) -> Iterator[Batch]:
    """Yield batches of attempts with three packets each, one every two seconds."""
    rng = random.Random(2002)
    for first in range(1, count + 1, BATCH):
        sides = [
            Machine(rng, rate=rng.uniform(2, 12)).burst(
                f"198.{rng.randrange(16)}.{rng.randrange(256)}.{rng.randrange(256)}", 2.0 * number, number=number
            )
            for number in range(first, min(first + BATCH, count + 1))
        ]
        yield Batch(changes=[Change(kind="new", alert=alert, touched=tuple(enumerate(each))) for alert, each in sides])


def timed(what: str, work: Callable[[], object]) -> None:
    """Print how long something takes, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    print(f"  {what:<28}{best * 1000:8.1f} ms")


def main(counts: list[int]) -> None:
    """Measure stores of several sizes."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "store", "actors.db")
            path.parent.mkdir(mode=0o700)
            writer = StoreWriter(path)
            writer.open()
            for batch in corpus(count):
                writer.commit(batch)
            writer.close()
            reader = StoreReader(path)
            reader.open()
            (middle,) = reader.alerts([count // 2])
            print(f"{count:,} attempts")
            timed("candidates of an alert", lambda: reader.kindred(middle))  # noqa: B023 - called at once
            timed("ledger of an alert (a)", lambda: actors_of(reader, middle))  # noqa: B023
            timed("survey (3)", lambda: survey(reader))  # noqa: B023
            reader.close()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [10_000, 100_000])
