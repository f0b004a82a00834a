"""What goes over the wire while a log grows, for a key, and while nothing happens.

Run: ``python -m tests.bench.wire [SECONDS] [--size 80x24] [--term xterm-256color]``. Each program watches a log in a
terminal of its own; the bytes that reach the terminal are counted. Figures are printed, nothing is judged.
"""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from tests.bench.corpus import corpus
from tests.bench.peers import Peer, peers, running

RATES: Final = (1, 10, 100)
"""Lines a second."""
KEYS: Final = 10
BEFORE: Final = 500
"""Lines that are there before the program starts."""
SETTLED: Final = 2.0


class Writer:
    """Appends lines of the corpus to a log at a steady rate, from a thread."""

    def __init__(self, log: Path) -> None:
        self._lines = _attempts()
        self._file = log.open("a", buffering=1)
        self.write(BEFORE)

    def write(self, count: int) -> None:
        """Append so many lines at once."""
        self._file.write("".join(next(self._lines) for _ in range(count)))
        self._file.flush()

    def at(self, rate: int, stop: threading.Event) -> None:
        """Append ``rate`` lines a second until told to stop."""
        due = time.monotonic()
        while not stop.wait(max(due - time.monotonic(), 0)):
            self.write(1)
            due += 1 / rate


def _attempts() -> Iterator[str]:
    """Yield lines of the corpus of which each is a row of its own: no retransmission that joins an earlier one."""
    seen = set[str]()
    for line in chain.from_iterable(corpus(400_000)):
        attempt = " ".join(sorted(word for word in line.split() if word.startswith(("SRC=", "DST=", "SPT=", "DPT="))))
        if "SPT=" in attempt and attempt not in seen:
            seen.add(attempt)
            yield line


def measured(peer: Peer, log: Path, seconds: float, size: tuple[int, int], term: str) -> list[float]:
    """Return KiB a second at each rate and when idle, and the bytes of a key up and of a page up."""
    writer = Writer(log)
    figures: list[float] = []
    with running(peer, log, columns=size[0], rows=size[1], TERM=term) as terminal:
        terminal.settle(SETTLED, 2 * SETTLED)
        terminal.press(peer.follow)
        for rate in RATES:
            stop = threading.Event()
            thread = threading.Thread(target=writer.at, args=(rate, stop))
            thread.start()
            terminal.read(1.0)
            figures.append(terminal.read(seconds) / seconds / 1024)
            stop.set()
            thread.join()
            terminal.settle(SETTLED / 2, SETTLED)
        figures.append(terminal.read(seconds) / seconds / 1024)
        for key in (peer.up, peer.page_up):
            sizes = [_with_what_follows(terminal.press(key)[1], terminal.settle(0.6, 1.0)[1]) for _ in range(KEYS)]
            figures.append(statistics.median(sizes))
    return figures


def _with_what_follows(painted: int, later: int) -> int:
    return painted + later


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=10.0)
    parser.add_argument("--size", default="80x24")
    parser.add_argument("--term", default="xterm-256color")
    parser.add_argument("--only", help="only programs whose name holds this")
    given = parser.parse_args()
    columns, _, rows = given.size.partition("x")
    print(f"{given.size}, {given.term}: KiB/s at lines a second, idle; bytes for a key up, a page up")
    print(f"{'':<16}" + "".join(f"{head:>9}" for head in (*(f"{rate}/s" for rate in RATES), "idle", "key", "page")))
    with tempfile.TemporaryDirectory() as folder:
        for number, peer in enumerate(peers(Path(folder), slow=True)):
            if given.only and given.only not in peer.name:
                continue
            log = Path(folder, f"{number}.log")
            figures = measured(peer, log, given.seconds, (int(columns), int(rows)), given.term)
            rates = "".join(f"{figure:>9.2f}" for figure in figures[:-2])
            print(f"{peer.name:<16}{rates}" + "".join(f"{figure:>9.0f}" for figure in figures[-2:]), flush=True)


if __name__ == "__main__":
    main()
