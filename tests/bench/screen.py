"""How soon the first rows stand on the screen, what a key costs, and how much memory it takes, at a million lines.

Run: ``python -m tests.bench.screen [LINES] [--log FILE] [--size 120x40] [--rate 20000]``. Each program watches the same
log in a terminal of its own: wallwatch reads it for the first time, then is started again. A key is measured from its
writing to the first byte and to the last that it causes; then once more while RATE lines a second are appended.
Memory is that of all processes of a program, by their numbers. What a Textual app of one line takes to show it says how
fast the machine is. Figures are printed, nothing is judged.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from tests.bench.corpus import corpus
from tests.bench.peers import Peer, Terminal, least, memory, peers, running

ROUNDS: Final = 15
STARTS: Final = 3
_QUIET: Final = 3.0
_LOADED: Final = 300.0
"""Seconds that a program may take to read it all."""
_WRITES: Final = 20
"""Times a second that lines are appended."""


def start(peer: Peer, log: Path, size: tuple[int, int]) -> float:
    """Return the seconds from the command to the first row."""
    began = time.perf_counter()
    with running(peer, log, columns=size[0], rows=size[1]) as terminal:
        return terminal.until(peer.row, _LOADED) - began


def settled(terminal: Terminal, busy: float = 0.05) -> None:
    """Wait until all is read: for some seconds the processes use hardly any time."""
    deadline = time.monotonic() + _LOADED
    while time.monotonic() < deadline:
        before = used(terminal.process.pid)
        terminal.read(_QUIET)
        if used(terminal.process.pid) - before < busy * _QUIET:
            return


def used(process: int) -> float:
    """Return the seconds of processor time that a process and its children have used."""
    total = 0
    for stat in [Path(f"/proc/{process}/stat"), *_stats_of_children(process)]:
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def _stats_of_children(process: int) -> Iterator[Path]:
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in tasks.read_text().split():
            yield Path(f"/proc/{child}/stat")
            yield from _stats_of_children(int(child))


def keys(terminal: Terminal, peer: Peer) -> dict[str, list[float]]:
    """Return for some keys the milliseconds to what each paints first."""
    taken: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name in ("up", "down", "page_up", "page_down"):
            terminal.read(0.4)
            taken.setdefault(name, []).append(1000 * terminal.first_byte(getattr(peer, name)))
    return taken


def appended(log: Path, rate: int, stop: threading.Event) -> None:
    """Append ``rate`` lines a second until told to stop, each with a source port of its own."""
    lines = chain.from_iterable(corpus(10_000_000, seed=7))
    due = time.monotonic()
    with log.open("a") as file:
        while not stop.wait(max(due - time.monotonic(), 0)):
            file.write("".join(next(lines) for _ in range(rate // _WRITES)))
            file.flush()
            due += 1 / _WRITES


def told(taken: dict[str, list[float]]) -> str:
    """Return the median and the 95th percentile of each key."""
    return "".join(
        f"{statistics.median(times):7.1f}/{sorted(times)[int(len(times) * 0.95)]:6.1f}" for times in taken.values()
    )


def measure(peer: Peer, log: Path, size: tuple[int, int], rate: int) -> None:
    """Print all figures of a program."""
    first = start(peer, log, size)
    again = statistics.median(start(peer, log, size) for _ in range(STARTS))
    with running(peer, log, columns=size[0], rows=size[1]) as terminal:
        terminal.until(peer.row)
        settled(terminal)
        full = statistics.median(start_beside(peer, log, size)) if peer.name == "wallwatch" else again
        print(f"{peer.name:<12} first row {first:6.2f} s, later {full:6.2f} s, {memory(log).words()}", flush=True)
        terminal.press(peer.up)
        print(f"{'':<12} keys, quiet  {told(keys(terminal, peer))}", flush=True)
        stop = threading.Event()
        writer = threading.Thread(target=appended, args=(log, rate, stop))
        writer.start()
        terminal.read(2.0)
        print(f"{'':<12} keys, {rate}/s {told(keys(terminal, peer))}", flush=True)
        stop.set()
        writer.join()
        print(f"{'':<12} afterwards {memory(log).words()}", flush=True)


def start_beside(peer: Peer, log: Path, size: tuple[int, int]) -> list[float]:
    """Return the seconds to the first row of a second console over the same store."""
    return [start(peer, log, size) for _ in range(STARTS)]


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--log", type=Path, help="take this log instead of making one")
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--rate", type=int, default=20_000)
    parser.add_argument("--only", default="", help="only programs whose name holds this")
    given = parser.parse_args()
    columns, _, rows = given.size.partition("x")
    with tempfile.TemporaryDirectory() as folder:
        made = given.log or _made(Path(folder, "made.log"), given.lines)
        print(f"{made.stat().st_size / 1e6:.0f} MB, {given.size}; keys: median/p95 ms of up, down, page up, page down")
        one = statistics.median(start(least(Path(folder)), made, (int(columns), int(rows))) for _ in range(STARTS))
        print(f"a Textual app of one line: first row {one:6.2f} s", flush=True)
        for number, peer in enumerate(peers(Path(folder))):
            if given.only in peer.name:
                log = Path(folder, f"{number}.log")
                shutil.copyfile(made, log)
                try:
                    measure(peer, log, (int(columns), int(rows)), given.rate)
                except TimeoutError:
                    print(f"{peer.name:<12} shows no row within {_LOADED:.0f} s")
                log.unlink()


def _made(log: Path, count: int) -> Path:
    with log.open("w") as file:
        file.writelines(chain.from_iterable(corpus(count)))
    return log


if __name__ == "__main__":
    main()
