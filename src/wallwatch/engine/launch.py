"""Start the engine for a screen: a process of its own that ends by itself when its last screen is gone.

A screen that finds an engine follows it. When none answers, each screen starts one, and the lock decides whose it is.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Final

from wallwatch.text import visible

READ: Final = 0
"""Exit code of an attached engine that has read all its sources to their end: nothing is left to do."""
LET_GO: Final = 3
"""Exit code of one that has left the store to another, or was asked to end: whoever is there may start one."""

_NAME: Final = "wallwatch: "
_TAIL: Final = 2_000
"""Bytes of the engine's last words that are kept to be shown."""

_MISSED: Final = 1.0
"""Seconds that no engine must have answered before another one is started: one may just be starting."""
_PATIENCE: Final = 1.0
_MOST_PATIENCE: Final = 60.0
"""Seconds after the first engine that failed, and at most, before another one is tried; each time twice as many."""


class Engine:
    """The engine's process, as its screen sees it; there is none before :meth:`missed`. ``clock`` gives seconds."""

    def __init__(
        self, command: Sequence[str], words: IO[bytes], stdin: int | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._command = command
        self._words = words
        self._stdin = subprocess.DEVNULL if stdin is None else stdin
        self._clock = clock
        self._heard = 0
        self._begun = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._missed_since: float | None = None
        self._next = clock()
        """When another one may be started."""
        self._failures = 0
        self._is_counted = False
        self._was_answered = False

    def missed(self) -> None:
        """Note that no engine answers, and start one if it is time to. The first one is started at once."""
        now = self._clock()
        if self._missed_since is None:
            self._missed_since = now
            if self._process is not None or self._was_answered:
                self._next = max(self._next, now + _MISSED)
        self._settle(now)
        ended = self._process is None or self._process.poll() not in {None, READ}
        if ended and now >= self._next:
            self.start()

    def answered(self) -> None:
        """Note that an engine answers, whoever started it."""
        self._missed_since = None
        self._was_answered = True
        self._failures = 0

    def start(self) -> None:
        """Start an engine of our own."""
        self._begun, self._is_counted = self._size(), False
        self._process = subprocess.Popen(  # noqa: S603 - our own program, as a list
            self._command, stdin=self._stdin, stdout=subprocess.DEVNULL, stderr=self._words, start_new_session=True
        )

    def said(self) -> str | None:
        """Return what the engine has said on standard error since this was asked last, its last line of it."""
        words = os.pread(self._words.fileno(), self._size() - self._heard, self._heard)
        self._heard += len(words)
        return _last_line(words) or None

    def failure(self) -> str | None:
        """Return the last words of an engine that failed, or ``None`` while one answers or if it ended well."""
        if self._process is None or (code := self._process.poll()) in {None, READ, LET_GO}:
            return None
        words = os.pread(self._words.fileno(), self._size() - self._begun, self._begun)
        return _last_line(words) or f"The engine ended with exit code {code}."

    def wait(self, seconds: float) -> int | None:
        """Wait for the engine to end; return its exit code, or ``None`` if it still runs after ``seconds``."""
        try:
            return None if self._process is None else self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def _settle(self, now: float) -> None:
        """Take note of an engine that failed: the next one is tried later, each time twice as late."""
        if self._is_counted or self.failure() is None:
            return
        self._is_counted = True
        self._next = now + min(_PATIENCE * 2**self._failures, _MOST_PATIENCE)
        self._failures += 1

    def _size(self) -> int:
        return os.fstat(self._words.fileno()).st_size


def _last_line(words: bytes) -> str:
    """Return the last line, without the name that every program puts before what it says on standard error."""
    return visible(words[-_TAIL:].strip().rpartition(b"\n")[2]).removeprefix(_NAME)


def _words() -> IO[bytes]:
    """Return where an engine's last words go: into memory, for the disk may be what they are about."""
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("wallwatch-words", os.MFD_CLOEXEC), "r+b")
    return tempfile.TemporaryFile()


@contextmanager
def engine(arguments: Sequence[str], stdin: int | None = None) -> Iterator[Engine]:
    """Have ``wallwatch collect --attached`` with ``arguments`` at hand, to be run in a session of its own.

    ``stdin`` is a descriptor that it reads as standard input; without one it has none. A hang-up or an interrupt of
    the screen's terminal does not reach it. It outlives the block for as long as another screen listens to it.
    """
    command = [sys.executable, "-P", "-m", "wallwatch", "collect", "--attached", *arguments]
    with _words() as words:
        started = Engine(command, words, stdin)
        yield started
        started.wait(0)
