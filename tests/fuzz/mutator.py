"""Lines that no emitter wrote: those of the samples, with bits flipped, cut, spliced, repeated, and worse."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

SAMPLES: Final = Path(__file__).parents[1] / "samples"
LONGEST: Final = 8_192

_HOSTILE: Final = (
    "\x00", "\x1b[31m", "\x1b]0;x\x07", "\x9b2J", "\r", "\x7f", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028",
    "\u0661\u0662", "\u00b2", "\u0fff", "\U000e0041", "e\u0301\u0301\u0301\u0301", "\ud7fb", "\ufdfd", "\uff11",
    "99999999999999999999", "-1", "0x", "%s%n", "::", "[", "(", "{", "<", "|", ",", "=", '"', "\\", " -> ", "IN= OUT= ",
)  # fmt: skip
_NUMBERS: Final = (b"0", b"-1", b"255", b"65536", b"4294967296", b"9" * 30, b"0x" + b"F" * 20, b"1e9", b"")

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def sample_lines() -> list[bytes]:
    """Every line of every sample file."""
    files = sorted(path for path in SAMPLES.rglob("*") if path.is_file() and path.suffix != ".md")
    return [line for path in files for line in path.read_bytes().splitlines()]


def hostile_lines(lines: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Yield lines without end: runs of the samples as they stand, and with one to four mutations a line."""
    dice = random.Random(seed)
    while True:
        start = dice.randrange(len(lines))
        for line in lines[start : start + dice.randrange(1, 12)]:
            changed = line
            for _ in range(dice.choice((0, 0, 1, 1, 1, 2, 4))):
                changed = dice.choice(_MUTATIONS)(dice, changed, lines)
            yield changed[:LONGEST].replace(b"\n", b" ")


def _flip(dice: random.Random, line: bytes, _lines: Sequence[bytes]) -> bytes:
    changed = bytearray(line)
    for _ in range(dice.randrange(1, 6) if changed else 0):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(dice: random.Random, line: bytes, _lines: Sequence[bytes]) -> bytes:
    start, stop = sorted((_place(dice, line), _place(dice, line)))
    return dice.choice((line[:start], line[start:], line[start:stop], line[:start] + line[stop:]))


def _splice(dice: random.Random, line: bytes, lines: Sequence[bytes]) -> bytes:
    other = dice.choice(lines)
    return line[: _place(dice, line)] + other[_place(dice, other) :]


def _repeat(dice: random.Random, line: bytes, _lines: Sequence[bytes]) -> bytes:
    start, stop = sorted((_place(dice, line), _place(dice, line)))
    times = dice.choice((2, 3, 30, 3_000))
    return line[:start] + line[start:stop] * min(times, LONGEST // max(1, stop - start) + 1) + line[stop:]


def _insert(dice: random.Random, line: bytes, _lines: Sequence[bytes]) -> bytes:
    at = _place(dice, line)
    return line[:at] + dice.choice(_HOSTILE).encode() * dice.choice((1, 1, 2, 200)) + line[at:]


def _number(dice: random.Random, line: bytes, _lines: Sequence[bytes]) -> bytes:
    """Put another number, or none, in place of one word behind a ``=``, a ``:`` or a blank."""
    words = line.split(dice.choice((b"=", b":", b" ", b",", b"|")))
    words[dice.randrange(len(words))] = dice.choice(_NUMBERS)
    return b" ".join(words) if dice.random() < 0.1 else dice.choice((b"=", b":", b" ", b",", b"|")).join(words)


def _replace(dice: random.Random, line: bytes, _lines: Sequence[bytes]) -> bytes:
    """Put another number in place of a run of digits, and leave all else."""
    at = _place(dice, line)
    start = next((place for place in range(at, len(line)) if line[place : place + 1].isdigit()), len(line))
    stop = next((place for place in range(start, len(line)) if not line[place : place + 1].isdigit()), len(line))
    return line[:start] + dice.choice(_NUMBERS) + line[stop:]


def _place(dice: random.Random, line: bytes) -> int:
    return dice.randrange(len(line) + 1)


_MUTATIONS: Final[tuple[Mutation, ...]] = (_flip, _cut, _splice, _repeat, _insert, _number, _replace, _replace)
