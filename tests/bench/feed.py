r"""How long a key takes to be seen: ``.venv/bin/python tests/bench/feed.py [ROWS] [--size 120x40] [--grow N]``.

``--before KEYS`` are pressed first: ``B1`` groups by source, ``o3`` sorts by packets, ``B1`` and Enter (``\r``) opens.

A store of ROWS made-up alerts (default 1,000,000) is watched by the real screen in a pty; each key's time is taken from
its writing to the first and to the last byte that it causes. ``--grow N`` commits N new alerts a second meanwhile.
"""

import argparse
import asyncio
import contextlib
import os
import pty
import random
import select
import statistics
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from wallwatch.model import Alert, Change, Signature, Stack
from wallwatch.model.line import Reading
from wallwatch.store import Batch, StoreReader, StoreWriter

SEED = 20020302
MOMENT = 1_015_083_174_000_000
BATCH = 5_000
QUIET = 0.03
"""Seconds without a byte after which a key's work is taken to be done."""
REST = 0.3
"""Seconds after a key until the next one: the network pane, which follows at leisure, is not counted."""
KEYS = {
    "up": b"k",
    "down": b"j",
    "page up": b"b",
    "page down": b" ",
    "home": b"g",
    "end": b"G",
    "to packets": b"\r",
    "back": b"h",
}

OPENING = ("to packets", "back")
"""Keys that open something, which in groups is a question to the store."""


def alerts(start: int, count: int) -> Iterator[Alert]:
    """Yield alerts as a firewall on the internet sees them: many sources, few ports, some signatures."""
    chance = random.Random(SEED + start)
    for number in range(start, start + count):
        source = int(chance.paretovariate(1.1)) % 19_700
        known = chance.random() < 0.3
        yield Alert(
            id=number,
            first=MOMENT + number * 100_000,
            last=MOMENT + number * 100_000,
            proto="tcp",
            src=f"198.18.{source >> 8}.{source & 255}",
            dst="192.0.2.1",
            sport=chance.randrange(1024, 65_536),
            dport=chance.choice((22, 23, 80, 445, 3389, 6346, 27374)),
            flags="S",
            witnesses="SKPD" if known else "-K--",
            seen=("-K--",),
            lines=4 if known else 1,
            signature=Signature("TCP to 6346 gnutella", gid=1, sid=0) if known else None,
            chain="input",
            rule="64",
            os=Stack("Windows", match="generic", hops=11) if known else None,
            sources=("kern.log",),
        )


def commit(writer: StoreWriter, start: int, count: int) -> None:
    """Commit ``count`` alerts with numbers from ``start``."""
    changes = [Change(kind="new", alert=alert) for alert in alerts(start, count)]
    lines = sum(change.alert.lines for change in changes)
    reading = Reading(source="kern.log", stream="1", start=start, end=start + count, received=lines)
    writer.commit(Batch(changes=changes, readings=[reading]))


def fill(store: Path, rows: int) -> None:
    """Bring a store to ``rows`` alerts."""
    writer = StoreWriter(store)
    writer.open()
    for start in range(writer.next_alert_id(), rows + 1, BATCH):
        commit(writer, start, min(BATCH, rows + 1 - start))
    writer.close()


def grow(store: Path, rate: int, stop: threading.Event) -> None:
    """Commit ``rate`` alerts a second, in ten batches."""
    writer = StoreWriter(store)
    writer.open()
    while not stop.wait(0.1):
        commit(writer, writer.next_alert_id(), max(rate // 10, 1))
    writer.close()


def watch(store: Path) -> None:
    """Be the screen: the child process in the pty."""
    from wallwatch.ui.look import adopt, colors_of  # noqa: PLC0415 - the parent needs no screen

    adopt(colors_of(os.environ, "auto"), os.environ)
    from wallwatch.ui.app import WatchApp  # noqa: PLC0415
    from wallwatch.ui.session import Session  # noqa: PLC0415
    from wallwatch.whois.cache import NetworkCache  # noqa: PLC0415

    folder = store.parent
    session = Session(
        store=store,
        marks=folder / "marks.db",
        rules=folder / "noise.toml",
        networks=NetworkCache(None),
        title="bench",
    )
    asyncio.run(WatchApp(session).run_async(mouse=False))


class Screen:
    """The child in its pty."""

    def __init__(self, store: Path, width: int, height: int) -> None:
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (height, width))
        command = [sys.executable, __file__, "--child", str(store)]
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": ""}
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment)
        os.close(slave)

    def wait(self) -> None:
        """Wait for the first byte."""
        select.select([self._master], [], [])

    def first(self) -> float:
        """Wait for the next byte; return when it came."""
        select.select([self._master], [], [], QUIET * 10)
        return time.perf_counter()

    def settle(self, quiet: float) -> tuple[float, int]:
        """Read until nothing comes for ``quiet`` seconds; return when the last byte came, and how many there were."""
        last, count = time.perf_counter(), 0
        while select.select([self._master], [], [], quiet)[0]:
            with contextlib.suppress(OSError):  # the child is gone
                count += len(os.read(self._master, 65_536))
            last = time.perf_counter()
            if self.process.poll() is not None:
                break
        return last, count

    def arrange(self, keys: str) -> float:
        """Press keys that ask for another arrangement; return the seconds until nothing more comes for a while."""
        began = time.perf_counter()
        for key in keys:
            os.write(self._master, key.encode())
            last, _ = self.settle(2.0)
        return last - began if keys else 0.0

    def press(self, key: bytes) -> tuple[float, float, int]:
        """Press a key; return the seconds to its first byte and to its last, and the bytes."""
        began = time.perf_counter()
        os.write(self._master, key)
        first = self.first()
        last, count = self.settle(QUIET)
        time.sleep(REST)
        self.settle(0)
        return first - began, last - began, count


def resident(process: int) -> float:
    """Return the resident memory of a process, in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


def measure(screen: Screen, rounds: int, *, moves_only: bool) -> None:
    """Print for each key the times to its first and its last byte, and the bytes."""
    keys = {name: key for name, key in KEYS.items() if not moves_only or name not in OPENING}
    print(f"{'key':<12}{'first byte':>14}{'p95 ms':>8}{'last byte':>14}{'p95 ms':>8}{'max ms':>8}{'bytes':>8}")
    taken: dict[str, list[tuple[float, float, int]]] = {name: [] for name in keys}
    for _ in range(rounds):
        for name, key in keys.items():
            taken[name].append(screen.press(key))
    for name, figures in taken.items():
        firsts, lasts, sizes = zip(*figures, strict=True)
        print(f"{name:<12}{told(firsts)}{told(lasts)}{max(lasts) * 1000:>8.1f}{statistics.median(sizes):>8.0f}")


def told(seconds: Sequence[float]) -> str:
    """Return the median and the 95th percentile in milliseconds."""
    times = sorted(seconds)
    return f"{statistics.median(times) * 1000:>14.1f}{times[int(len(times) * 0.95)] * 1000:>8.1f}"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--grow", type=int, default=0)
    parser.add_argument("--before", default="", help="keys to press first, such as B1")
    parser.add_argument("--store", type=Path, help="keep the store there, and use it if it is there")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        watch(given.child)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(given, given.store or Path(folder, "bench.db"))


def run(given: argparse.Namespace, store: Path) -> None:
    """Fill the store, start the screen, and measure."""
    fill(store, given.rows)
    reader = StoreReader(store)
    reader.open()
    print(f"{reader.totals().alerts:,} alerts, {given.size}, {given.grow} new a second")
    reader.close()
    width, _, height = given.size.partition("x")
    began = time.perf_counter()
    screen = Screen(store, int(width), int(height))
    screen.wait()
    last, _ = screen.settle(1.5)
    print(f"first screen complete after {last - began:.2f} s, {resident(screen.process.pid):.0f} MiB")
    keys = given.before.replace("\\r", "\r")
    if keys:
        took = screen.arrange(keys)
        print(f"arranged by {given.before} after {took:.1f} s with 2 s waits, {resident(screen.process.pid):.0f} MiB")
    stop = threading.Event()
    growing = threading.Thread(target=grow, args=(store, given.grow, stop))
    if given.grow:
        growing.start()
    measure(screen, given.rounds, moves_only=bool(keys))
    print(f"then {resident(screen.process.pid):.0f} MiB")
    stop.set()
    screen.press(b"Q")
    screen.process.wait()
    if given.grow:
        growing.join()


if __name__ == "__main__":
    main()
