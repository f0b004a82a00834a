"""The real program in a terminal that understands what it paints."""

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

import pyte

from tests.ui.terminal import sized_by_the_terminal

PATIENCE: Final = 30.0
"""Seconds after which a test fails that waits for the screen."""


class Screen:
    """What a person sees, and the keys they press."""

    def __init__(self, master: int, process: subprocess.Popen[bytes], columns: int, rows: int) -> None:
        self.process = process
        self.painted = b""
        self._master = master
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def is_cooked(self) -> bool:
        """Whether the terminal reads lines and echoes them, as a shell leaves it."""
        local = termios.tcgetattr(self._master)[3]
        return bool(local & termios.ECHO and local & termios.ICANON)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told by SIGWINCH."""
        termios.tcsetwinsize(self._master, (rows, columns))
        if columns and rows:
            self._screen.resize(rows, columns)

    def hang_up(self) -> int:
        """Take the terminal away, as a line that drops does; return the program's exit code."""
        os.close(self._master)
        self._master = -1
        return self.process.wait(PATIENCE)

    def press(self, keys: str) -> None:
        """Type the keys."""
        os.write(self._master, keys.encode())

    def until(self, *texts: str) -> str:
        """Wait until all texts stand on the screen; return it."""
        return self.until_true(lambda screen: all(text in screen for text in texts), f"{texts} to appear")

    def until_gone(self, text: str) -> str:
        """Wait until a text stands on the screen no more; return it."""
        return self.until_true(lambda screen: text not in screen, f"{text!r} to go")

    def until_true(self, holds: Callable[[str], bool], what: str) -> str:
        """Wait until something holds of the screen; return it."""
        deadline = time.monotonic() + PATIENCE
        while not holds(self.text):
            assert time.monotonic() < deadline, f"waited for {what}:\n{self.text}"
            self._read()
        return self.text

    def until_ended(self) -> int:
        """Read until the program has ended; return its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read() or self.process.poll() is None:
            assert time.monotonic() < deadline, f"the program does not end:\n{self.text}"
        return self.process.returncode

    def close(self) -> None:
        """Close our end of the terminal, if it is not yet."""
        if self._master >= 0:
            os.close(self._master)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], 0.05)
        if not ready:
            return False
        try:
            painted = os.read(self._master, 65_536)
        except OSError:  # the program has closed its side
            return False
        self.painted += painted
        self._stream.feed(painted)
        return bool(painted)


@contextmanager
def wallwatch(
    arguments: Sequence[str],
    *,
    columns: int = 80,
    rows: int = 24,
    stdin: int | None = None,
    prefix: Sequence[str] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
    before: Callable[[], object] = lambda: None,
) -> Iterator[Screen]:
    """Run ``wallwatch`` with ``arguments`` in a terminal of that size, which is its controlling terminal.

    ``prefix`` is a command that runs it; ``before`` is called in its process before it begins.
    """
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (rows, columns))
    process = subprocess.Popen(
        [*prefix, sys.executable, "-m", "wallwatch", *arguments],
        stdin=slave if stdin is None else stdin,
        stdout=slave,
        stderr=slave,
        env=sized_by_the_terminal() | {"TERM": "xterm-256color", "COLORTERM": ""} | environment,
        preexec_fn=lambda: (_own(slave), before()),  # noqa: PLW1509 - the test has no other threads when it starts the program
        pass_fds=(slave,),
    )
    os.close(slave)
    screen = Screen(master, process, columns, rows)
    try:
        yield screen
    finally:
        process.kill()
        process.wait()
        screen.close()


def _own(terminal: int) -> None:
    """Make the terminal the controlling one of a new session."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
