"""Start the engine for a screen: a process of its own that ends by itself when its last screen is gone."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Final

from wallwatch.text import visible

_NAME: Final = "wallwatch: "
_TAIL: Final = 2_000
"""Bytes of the engine's last words that are kept to be shown."""


class Engine:
    """The engine's process, as its screen sees it."""

    def __init__(self, process: subprocess.Popen[bytes], words: IO[bytes]) -> None:
        self._process = process
        self._words = words
        self._heard = 0

    def said(self) -> str | None:
        """Return what the engine has said on standard error since this was asked last, its last line of it."""
        self._words.seek(self._heard)
        words = self._words.read()
        self._heard += len(words)
        return _last_line(words) or None

    def failure(self) -> str | None:
        """Return the last words of an engine that failed, or ``None`` while it runs or if it ended well."""
        if not self._process.poll():
            return None
        self._words.seek(0)
        return _last_line(self._words.read()) or f"The engine ended with exit code {self._process.returncode}."

    def wait(self, seconds: float) -> int | None:
        """Wait for the engine to end; return its exit code, or ``None`` if it still runs after ``seconds``."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None


def _last_line(words: bytes) -> str:
    """Return the last line, without the name that every program puts before what it says on standard error."""
    return visible(words[-_TAIL:].strip().rpartition(b"\n")[2]).removeprefix(_NAME)


@contextmanager
def engine(arguments: Sequence[str], stdin: int | None = None) -> Iterator[Engine]:
    """Run ``wallwatch collect --attached`` with ``arguments`` in a session of its own.

    ``stdin`` is a descriptor that it reads as standard input; without one it has none. A hang-up or an interrupt of
    the screen's terminal does not reach it. It outlives the block for as long as another screen listens to it.
    """
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(  # noqa: S603 - our own program, as a list
            [sys.executable, "-P", "-m", "wallwatch", "collect", "--attached", *arguments],
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.DEVNULL,
            stderr=words,
            start_new_session=True,
        )
        yield Engine(process, words)
        process.poll()
