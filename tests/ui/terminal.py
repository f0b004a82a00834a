"""A program in a terminal that is read only when the test says so."""

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import textwrap
import time
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PATIENCE: Final = 30.0
"""Seconds after which a test fails that waits for the program."""


def sized_by_the_terminal() -> dict[str, str]:
    """Return this process's environment without the size of its own terminal, which some runners put there."""
    return {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}


class Terminal:
    """The terminal's side: what the program paints, and a pipe (``sys.argv[1]``) on which it says how it is."""

    def __init__(self, master: int, diary: int, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.painted = ""
        self.said = ""
        self._master = master
        self._diary = diary
        self._texts = {end: getincrementaldecoder("utf-8")("replace") for end in (master, diary)}

    def until_said(self, count: int, *, reading: bool) -> None:
        """Wait until the program has said ``count`` characters more, with the terminal read or not."""
        wanted = len(self.said) + count
        deadline = time.monotonic() + PATIENCE
        while len(self.said) < wanted:
            assert time.monotonic() < deadline, f"the program said only {self.said!r}"
            self._listen([self._diary, self._master] if reading else [self._diary])

    def until_painted(self, words: str) -> None:
        """Read until the program has painted ``words``."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.painted:
            assert time.monotonic() < deadline, f"the program never painted {words!r}"
            self.listens()

    def press(self, keys: str) -> None:
        """Type ``keys``."""
        os.write(self._master, keys.encode())

    def settle(self) -> None:
        """Read until nothing comes for a tenth of a second."""
        deadline = time.monotonic() + PATIENCE
        while self._listen([self._master, self._diary]):
            assert time.monotonic() < deadline, "the program is never silent"

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told by SIGWINCH."""
        termios.tcsetwinsize(self._master, (rows, columns))
        os.killpg(self.process.pid, signal.SIGWINCH)

    def listens(self) -> bool:
        """Read what is painted now, or within a tenth of a second; tell whether there was something."""
        return self._listen([self._master])

    def hang_up(self) -> None:
        """Be gone, without a word to the program."""
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, self._master)
        os.close(nothing)

    def until_ended(self) -> int:
        """Read until the program has ended; return its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._listen([self._master, self._diary]) or self.process.poll() is None:
            assert time.monotonic() < deadline, "the program does not end"
        return self.process.returncode

    def _listen(self, ends: list[int]) -> bool:
        """Read what is there, or comes within a tenth of a second; tell whether there was something."""
        ready, _, _ = select.select(ends, [], [], 0.1)
        return sum(self._take(end) for end in ready) > 0

    def _take(self, end: int) -> bool:
        try:
            text = self._texts[end].decode(os.read(end, 65_536))
        except OSError:  # the program has closed its side
            return False
        if end == self._master:
            self.painted += text
        else:
            self.said += text
        return bool(text)


@contextmanager
def terminal_of(program: str, *, rows: int = 40, columns: int = 120) -> Iterator[Terminal]:
    """Run the Python text ``program`` in a terminal of that size, in a session of its own."""
    master, slave = pty.openpty()
    diary, pen = os.pipe()
    termios.tcsetwinsize(slave, (rows, columns))
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(pen)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=sized_by_the_terminal() | {"TERM": "xterm-256color"},
        pass_fds=(pen,),
        start_new_session=True,
    )
    os.close(slave)
    os.close(pen)
    try:
        yield Terminal(master, diary, process)
    finally:
        process.kill()
        process.wait()
        os.close(master)
        os.close(diary)
