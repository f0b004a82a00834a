"""What the witnesses beside the options cost: microseconds per answer, seen before and new.

Run by hand: ``python -m tests.bench.witness_rate``.
"""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from wallwatch.fingerprint import partial
from wallwatch.fingerprint.dropped import first_drop
from wallwatch.fingerprint.ipid import Observation, classify
from wallwatch.fingerprint.ports import reading as port_reading
from wallwatch.fingerprint.schedule import reading
from wallwatch.fingerprint.trace import traces
from wallwatch.model import Header

_ROUNDS: Final = 7
_LINES: Final = 5_000
_SECOND: Final = 1_000_000


def main() -> None:
    """Print the best of several rounds for each."""
    chance = random.Random(2002)
    lines = [_line(chance) for _ in range(_LINES)]
    ladders = [_ladder(chance) for _ in range(_LINES)]
    ids = [_ids(chance, count) for count in (3, 64) for _ in range(200)]
    traces()
    _show("bare line, new", partial.family, lines, partial._answer.cache_clear)
    _show("bare line, in cache", partial.family, lines)
    _show("ladder, new", _read, ladders)
    _show("ladder, in cache", _read_later, ladders[:1_000])
    _show("IDs, 3 packets", classify, ids[:200])
    _show("IDs, 64 packets", classify, ids[200:])
    _show("options of 3 SYNs", first_drop, [lines[place : place + 3] for place in range(1_000)])
    _show("source port", port_reading, list(range(1_024, 65_536, 13)))


def _show(
    name: str, function: Callable[[Any], Any], asked: Sequence[Any], before: Callable[[], Any] | None = None
) -> None:
    best = min(_run(function, asked, before) for _ in range(_ROUNDS))
    print(f"{name:20} {best / len(asked) * 1e6:7.2f} µs")


def _run(function: Callable[[Any], Any], asked: Sequence[Any], before: Callable[[], Any] | None) -> float:
    if before is not None:
        before()
    started = time.perf_counter()
    for one in asked:
        function(one)
    return time.perf_counter() - started


def _read(ladder: tuple[float, ...]) -> Any:
    return reading(ladder, len(ladder) + 1, since_last=5.0, tick=1)


def _read_later(ladder: tuple[float, ...]) -> Any:
    return reading(ladder, len(ladder) + 1, tick=1)


def _line(chance: random.Random) -> Header:
    return Header(
        proto="tcp",
        src="192.0.2.1",
        dst="198.51.100.1",
        ttl=chance.choice((64, 128)) - chance.randrange(30),
        ip_id=chance.randrange(1, 65_536),
        length=chance.choice((44, 48, 52, 60, 64)),
        df=True,
        flags="S",
        window=chance.choice((64_240, 65_535, 8_192, chance.randrange(1, 65_536))),
    )


def _ladder(chance: random.Random) -> tuple[float, ...]:
    waits = chance.choice(((3, 6), (1, 2, 4, 8), (1, 1, 1, 1, 1, 2, 4), (0.2, 0.2)))
    return tuple(round(wait * chance.uniform(0.97, 1.05), 2) for wait in waits)


def _ids(chance: random.Random, count: int) -> list[Observation]:
    return [Observation(place * 3 * _SECOND, chance.randrange(65_536), seq=place // 2) for place in range(count)]


if __name__ == "__main__":
    main()
