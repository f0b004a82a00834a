"""Programs in the windows of a tmux server of the test's own, and what a person sees in them."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

PATIENCE: Final = 60.0
"""Seconds after which a test fails that waits for a window."""
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")


class Window:
    """A window with a program in it."""

    def __init__(self, server: "Tmux", name: str) -> None:
        self.name = name
        self._server = server

    @property
    def text(self) -> str:
        """What stands in the window."""
        return self._server.run("capture-pane", "-p", "-t", self.name)

    @property
    def styles(self) -> set[str]:
        """Every parameter of a colour or a style that is in the window."""
        shown = self._server.run("capture-pane", "-p", "-e", "-t", self.name)
        return {part for code in _COLOUR.findall(shown) for part in code[2:-1].split(";")}

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self._server.run("send-keys", "-t", self.name, *keys)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._server.run("resize-window", "-t", self.name, "-x", str(columns), "-y", str(rows))

    def until(self, *words: str) -> str:
        """Wait until all words are in the window, and it has come to rest; return it."""
        return self.until_true(lambda shown: all(word in shown for word in words), f"{words}")

    def until_true(self, holds: Callable[[str], bool], what: str) -> str:
        """Wait until something holds of the window twice in a row; return it."""
        deadline = time.monotonic() + PATIENCE
        before = ""
        while not holds(shown := self.text) or shown != before:
            assert time.monotonic() < deadline, f"{self.name} waited for {what}:\n{shown}"
            before = shown
            time.sleep(0.3)
        return shown


class Tmux:
    """A tmux server, told by its socket."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def run(self, *words: str) -> str:
        """Run a command of tmux; return what it prints."""
        command = ["tmux", "-u", "-S", str(self._socket), "-f", "/dev/null", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def window(self, name: str, command: Sequence[str], size: tuple[int, int] = (80, 24)) -> Window:
        """Open a window of that size with a program in it."""
        columns, rows = map(str, size)
        self.run("new-session", "-d", "-s", name, "-x", columns, "-y", rows, *command)
        self.run("set-option", "-t", name, "status", "off")
        self.run("set-option", "-t", name, "window-size", "manual")
        self.run("resize-window", "-t", name, "-x", columns, "-y", rows)
        return Window(self, name)


@contextmanager
def tmux(folder: Path) -> Iterator[Tmux]:
    """Give the block a server; the test is skipped where there can be none."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is needed")
    server = Tmux(folder / "tmux")
    try:
        yield server
    finally:
        subprocess.run(["tmux", "-S", str(folder / "tmux"), "kill-server"], check=False, capture_output=True)
