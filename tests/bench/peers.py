"""Programs that show a growing log, each in a terminal of its own, so that one script measures them side by side.

lnav is taken from the PATH; toolong (``tl``) too, or from the place that ``TOOLONG`` names (it needs a venv of its own,
because it is bound to an old Textual); the DataTable is Textual's own, in the Textual that wallwatch has.
"""

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

QUIET: Final = 0.03
"""Seconds without a byte after which a key's work is taken to be done."""
_LEAVE: Final = 5.0
_NOT_HANDED_ON: Final = frozenset({"COLUMNS", "LINES", "SSH_CONNECTION", "PYTHONDONTWRITEBYTECODE"})
"""What a program must not find in its environment; its modules are compiled, as an installed program's are."""

_SOURCE: Final = b"198.1"
"""How the sources of the corpus begin."""

_TABLE: Final = """
import sys
from textual.app import App
from textual.widgets import DataTable

class Table(App):
    CSS = "DataTable { height: 1fr; }"

    def compose(self):
        yield DataTable(cursor_type="row")

    def on_mount(self):
        self.file = open(sys.argv[1])
        self.table = self.query_one(DataTable)
        self.table.add_columns("time", "line")
        self.take()
        self.table.focus()
        self.set_interval(0.1, self.take)

    def take(self):
        if lines := self.file.read().splitlines():
            self.table.add_rows((line[:15], line[16:]) for line in lines)
            self.table.move_cursor(row=self.table.row_count - 1, animate=False)

Table().run(mouse=False)
"""


_LEAST: Final = """
import sys
from textual.app import App
from textual.widgets import Static

class Least(App):
    def compose(self):
        yield Static(open(sys.argv[1]).readline(), markup=False)

Least().run(mouse=False)
"""


class Peer(NamedTuple):
    """A program: its name in the tables, how it is started on a log, and its keys; ``follow`` keeps it at the end.

    ``row`` is what every row of the corpus has on its screen.
    """

    name: str
    command: Callable[[Path], Sequence[str]]
    environment: Mapping[str, str] = {}
    up: bytes = b"k"
    down: bytes = b"j"
    page_up: bytes = b"b"
    page_down: bytes = b" "
    leave: bytes = b"Q"
    follow: bytes = b"G"
    row: bytes = b"kernel"


def peers(kept: Path, *, slow: bool = False) -> Iterator[Peer]:
    """Yield the programs that are here, wallwatch first; say of the others where they come from.

    ``kept`` is an empty directory for what wallwatch keeps, ``slow`` adds wallwatch as it is over SSH and as Textual
    would paint it.
    """
    watch = [sys.executable, "-m", "wallwatch", "watch"]
    yield Peer("wallwatch", lambda log: [*watch, str(log)], _home(kept / "local"), row=_SOURCE)
    if slow:
        over_ssh = {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}
        yield Peer("  over SSH", lambda log: [*watch, str(log)], _home(kept / "ssh") | over_ssh, row=_SOURCE)
        plain = _home(kept / "plain", "plain_frames = true\n")
        yield Peer("  plain frames", lambda log: [*watch, str(log)], plain, row=_SOURCE)
    table = kept / "table.py"
    table.write_text(_TABLE)
    pages = {"page_up": b"\x1b[5~", "page_down": b"\x1b[6~"}
    arrows = {"up": b"\x1b[A", "down": b"\x1b[B"}
    yield Peer("DataTable", lambda log: [sys.executable, str(table), str(log)], {}, **arrows, **pages, leave=b"\x11")
    if lnav := shutil.which("lnav"):
        yield Peer("lnav", lambda log: [lnav, str(log)], {"HOME": str(kept)}, leave=b"q")
    else:
        print("lnav is not here: apt-get install lnav")
    if toolong := shutil.which(os.environ.get("TOOLONG", "tl")):
        yield Peer("toolong", lambda log: [toolong, str(log)], {}, **arrows, **pages, leave=b"\x03", follow=b"G\x14")
    else:
        print("toolong is not here: pip install toolong into a venv of its own, TOOLONG=that/bin/tl")


def least(kept: Path) -> Peer:
    """Return the least that Textual can be asked for, one line of the log: no first row on this machine is sooner."""
    program = kept / "least.py"
    program.write_text(_LEAST)
    return Peer("one line", lambda log: [sys.executable, str(program), str(log)], {}, leave=b"\x11")


def _home(place: Path, configuration: str = "") -> dict[str, str]:
    """Return the directories of a fresh wallwatch."""
    (place / "config" / "wallwatch").mkdir(parents=True)
    (place / "config" / "wallwatch" / "config.toml").write_text(configuration)
    names = {
        "XDG_CONFIG_HOME": "config",
        "XDG_STATE_HOME": "state",
        "XDG_CACHE_HOME": "cache",
        "XDG_RUNTIME_DIR": "run",
    }
    return {name: str(place / folder) for name, folder in names.items()}


class Terminal:
    """The terminal's side of a program."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.seen = bytearray()
        self._master = master

    def read(self, seconds: float) -> int:
        """Read all that comes within so many seconds; return the bytes."""
        count, end = 0, time.perf_counter() + seconds
        while (rest := end - time.perf_counter()) > 0:
            count += self._take(rest)
        return count

    def settle(self, quiet: float, at_most: float = 60.0) -> tuple[float, int]:
        """Read until nothing comes for ``quiet`` seconds; return when the last byte came, and how many there were."""
        last, count, end = time.perf_counter(), 0, time.perf_counter() + at_most
        while time.perf_counter() < end and (taken := self._take(quiet)):
            count += taken
            last = time.perf_counter()
        return last, count

    def until(self, text: bytes, at_most: float = 60.0) -> float:
        """Read until ``text`` was written; return when that was."""
        end = time.perf_counter() + at_most
        while text not in self.seen:
            if time.perf_counter() > end:
                raise TimeoutError(f"{text!r} never came")
            self._take(0.1)
        return time.perf_counter()

    def press(self, key: bytes) -> tuple[float, int]:
        """Press a key; return the seconds to the last byte of what it causes, and the bytes."""
        began = time.perf_counter()
        os.write(self._master, key)
        last, count = self.settle(QUIET, 1.0)
        return max(last - began, 0.0) if count else float("nan"), count

    def first_byte(self, key: bytes) -> float:
        """Press a key; return the seconds until something is painted."""
        began = time.perf_counter()
        os.write(self._master, key)
        while not self._take(1.0):
            if time.perf_counter() - began > 5:
                return float("nan")
        return time.perf_counter() - began

    def _take(self, seconds: float) -> int:
        if not select.select([self._master], [], [], seconds)[0]:
            return 0
        with suppress(OSError):  # the program is gone
            painted = os.read(self._master, 65_536)
            self.seen = (self.seen + painted)[-200_000:]
            return len(painted)
        time.sleep(seconds)
        return 0


@contextmanager
def running(peer: Peer, log: Path, *, columns: int, rows: int, **environment: str) -> Iterator[Terminal]:
    """Run a program on a log in a terminal of that size, and end it."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
    settings = {"TERM": "xterm-256color", "COLORTERM": "", **peer.environment, **environment}
    process = subprocess.Popen(
        list(peer.command(log)),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=inherited | settings,
        start_new_session=True,
    )
    os.close(slave)
    terminal = Terminal(master, process)
    try:
        yield terminal
    finally:
        _end(terminal, peer)
        os.close(master)


def _end(terminal: Terminal, peer: Peer) -> None:
    """Ask the program to leave, and make it leave."""
    with suppress(OSError):
        terminal.press(peer.leave)
    deadline = time.monotonic() + _LEAVE
    while terminal.process.poll() is None and time.monotonic() < deadline:
        terminal.read(0.1)
    with suppress(ProcessLookupError):
        os.killpg(terminal.process.pid, signal.SIGKILL)
    terminal.process.wait()


class Memory(NamedTuple):
    """What processes have resident, in MiB; ``shared_once`` counts each page once, whoever else has it, too."""

    each: tuple[float, ...]
    shared_once: float

    def words(self) -> str:
        """Return the sum, what of it each process has, and the sum without what is counted twice."""
        parts = f" ({' + '.join(f'{part:.0f}' for part in self.each)})" if len(self.each) > 1 else ""
        return f"{sum(self.each):.0f} MiB{parts}, pages shared between processes once: {self.shared_once:.0f} MiB"


def memory(log: Path) -> Memory:
    """Return the memory of all processes that have a log among their arguments, and of theirs."""
    named = {int(each.name) for each in Path("/proc").glob("[0-9]*") if os.fsencode(log) in _arguments(each)}
    found = [_resident(process) for process in sorted(named.union(*map(_children, named)))]
    return Memory(tuple(rss for rss, _ in found if rss), sum(pss for _, pss in found))


def _arguments(process: Path) -> list[bytes]:
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def _resident(process: int) -> tuple[float, float]:
    """Return the resident memory of a process, and its share of it, in MiB."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    sizes = {name: int(size.split()[0]) / 1024 for name, _, size in (line.partition(":") for line in lines[1:])}
    return sizes["Rss"], sizes["Pss"]


def _children(process: int) -> list[int]:
    """Return the processes that ``process`` started, and those that these started."""
    found: list[int] = []
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, tasks.read_text().split()):
            found += [child, *_children(child)]
    return found
