"""What a fingerprint costs: microseconds per SYN whose shape is new, and per SYN whose shape was seen before.

Run by hand: ``python -m tests.bench.fingerprint_rate [p0f.fp]``. A database beside the bundled one makes it slower.
"""

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from wallwatch.fingerprint import Matcher, bundled, read_database
from wallwatch.model import Header

_SHAPES: Final = 5_000
_ROUNDS: Final = 7
_STACKS: Final = (
    (64, "mss:{mss}|sok|ts:{stamp}:0|nop|ws:7"),
    (64, "mss:{mss}|nop|ws:6|nop|nop|ts:{stamp}:0|sok|eol"),
    (128, "mss:{mss}|nop|ws:8|nop|nop|sok"),
    (128, "mss:{mss}|nop|nop|sok"),
    (255, "mss:{mss}"),
)


def main(arguments: Sequence[str]) -> None:
    """Print both figures, the best of several rounds."""
    databases = [bundled(), *(read_database(Path(name)) for name in arguments)]
    headers = _headers(random.Random(2002))
    first, again = [], []
    for _ in range(_ROUNDS):
        matcher = Matcher(databases)
        first.append(_run(matcher, headers))
        again.append(_run(matcher, headers))
    named = sum(matcher.stack(header) is not None for header in headers)
    print(f"{len(headers)} shapes, {named} named")
    print(f"new shape      {min(first) / len(headers) * 1e6:6.2f} µs")
    print(f"shape in cache {min(again) / len(headers) * 1e6:6.2f} µs")


def _run(matcher: Matcher, headers: Sequence[Header]) -> float:
    started = time.perf_counter()
    for header in headers:
        matcher.stack(header)
    return time.perf_counter() - started


def _headers(chance: random.Random) -> list[Header]:
    """Return SYNs that all differ in what a signature sees: TTL, MSS or window."""
    return [_header(chance, number) for number in range(_SHAPES)]


def _header(chance: random.Random, number: int) -> Header:
    initial, layout = _STACKS[number % len(_STACKS)]
    mss = chance.choice((1460, 1452, 1440, 1400, 1360))
    text = layout.format(mss=mss, stamp=chance.randrange(1, 1 << 32))
    return Header(
        proto="tcp",
        src="192.0.2.1",
        dst="198.51.100.1",
        ttl=initial - chance.randrange(30),
        tos=0,
        ip_id=number + 1,
        length=60,
        df=True,
        reserved=False,
        ip_header=20,
        flags="S",
        seq=chance.randrange(1 << 32),
        ack=0,
        window=chance.choice((65535 // mss * mss, 65535, 8192, number + 1024, number + 1024)),
        urgent=0,
        options=tuple(text.split("|")),
        eol_pad=1 if "eol" in text else None,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
