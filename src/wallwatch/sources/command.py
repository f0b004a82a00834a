"""A log on another host, followed over ssh: nothing is installed there, and nothing is written.

``ssh`` runs a small script there, which sends the file and follows it, over rotation, too. When the link is cut, it is
made again, and the script finds the place again: in the file, or in the copy that the file has become.
"""

import asyncio
import os
import shlex
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from importlib.resources import files
from typing import Final

import msgspec

from wallwatch.model.line import Committed, Gap, Lines, SourceStatus
from wallwatch.sources import health, link
from wallwatch.sources.address import Address
from wallwatch.sources.frames import Frames
from wallwatch.sources.pause import Pauses
from wallwatch.sources.process import child, minimal_environment
from wallwatch.sources.remote import Remote

PROGRAM: Final = "ssh"

OPTIONS: Final = (
    *("-T", "-n", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20"),
    *("-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3"),
    *("-o", "ClearAllForwardings=yes", "-o", "PermitLocalCommand=no", "-o", "EscapeChar=none"),
)
"""No terminal, no input, no questions, a link that is known to be alive, and nothing else through it."""

_DEAD: Final = 90.0
"""Seconds without a word after which the other host has forgotten us: it says one every ten."""

_SMALL: Final = 65_536
"""Bytes. After a read that gave fewer it pays to rest, so that few batches bring much."""

_REST: Final = 0.02

Report = Lines | SourceStatus | Gap


class Tempo(msgspec.Struct, frozen=True):
    """How the other host looks at its file: seconds between two looks, and looks before a moved file is left."""

    look: float = 0.5
    linger: int = 10


class CommandSource:
    """The lines of the file at an ``address``, and of the files that will stand there.

    ``once`` reads what is there and ends; ``from_end`` leaves out what was there at the start. ``options`` are given to
    ``program`` beside :data:`OPTIONS`. Who may write to the log is as for a file of that name here.
    """

    def __init__(
        self,
        address: Address,
        *,
        name: str,
        trust: str = "file",
        once: bool = False,
        from_end: bool = False,
        program: str = PROGRAM,
        options: Sequence[str] = (),
        pauses: Pauses | None = None,
        tempo: Tempo | None = None,
    ) -> None:
        self.name = name
        self.trust = trust
        self.path = str(address)
        self._address = address
        self._once = once
        self._from_end = from_end
        self._command = (program, *OPTIONS, *options)
        self._pauses = pauses or Pauses()
        self._tempo = tempo or Tempo()
        self._status: SourceStatus | None = None
        self._end = ""
        self._words = ""
        self._made = False

    async def read(self, committed: Mapping[str, Committed]) -> AsyncGenerator[Report]:
        """Yield batches of whole lines, and the source's status whenever it changes.

        What ``committed`` holds is not read again. What was moved away unread, and is in no copy, is a gap.
        """
        remote = Remote(self.name, committed, from_end=self._from_end)
        while True:
            self._end, self._words, self._made = "", "", False
            try:
                async with aclosing(self._session(remote)) as session:
                    async for report in session:
                        yield report
            except OSError as error:
                self._words = error.strerror or str(error)
            if self._end == "end":
                for batch in remote.end():
                    yield batch
                if self._status == health.ok(self.name):
                    yield health.ended(self.name)
                return
            pause = self._pauses.next()
            if self._end not in _AGAIN:
                for status in self._say(self._cut(pause)):
                    yield status
                if self._once:
                    return
            await asyncio.sleep(pause)

    async def _session(self, remote: Remote) -> AsyncGenerator[Report]:
        """Yield what comes through one link until it is cut, or until the other host says that it is to be made again.

        Raises:
            OSError: the program cannot be started.
        """
        frames = Frames()
        async with child(self._arguments(remote), minimal_environment(os.environ)) as process:
            while not self._end:
                if not await process.pipe.ready(_DEAD):
                    self._words = "it is silent"
                    return
                chunk = await process.pipe.read()
                if not chunk:
                    self._words = (await process.end()).words
                    return
                found = frames.feed(chunk)
                self._made = frames.begun
                for frame in found:
                    for report in remote.data(frame) if isinstance(frame, bytes) else self._heed(frame, remote):
                        self._pauses.reset()
                        yield report
                if len(chunk) < _SMALL:
                    await asyncio.sleep(_REST)

    def _heed(self, words: tuple[str, ...], remote: Remote) -> Sequence[Report]:
        """Return what follows from a word of the other host."""
        match words:
            case ["file", inode, position] if position.isdecimal():
                return [*remote.begin(inode, int(position)), *self._say(health.ok(self.name))]
            case ["same"]:
                remote.rejoin()
                return self._say(health.ok(self.name))
            case ["idle"]:
                return remote.idle()
            case [("gone" | "left") as how]:
                return [*([self._gap(remote)] if how == "gone" else []), *remote.give_up()]
            case [("moved" | "cut" | "end") as end]:
                remote.finished, self._end = True, end
            case ["again"]:
                self._end = "again"
            case [("missing" | "waiting" | "denied" | "unfit") as state]:
                return self._say(link.file_is(self.name, state, self._address))
        return ()

    def _cut(self, pause: float) -> SourceStatus:
        return link.cut(self.name, self._address.host, self._words, pause, made=self._made)

    def _gap(self, remote: Remote) -> Gap:
        reason = (
            f"{self._address.path} on {self._address.host} was moved away or emptied when it was read up to byte "
            f"{remote.position:,}, and there is no copy of it."
        )
        return Gap(source=self.name, stream=self.name, at=time.time_ns() // 1_000, reason=reason)

    def _arguments(self, remote: Remote) -> tuple[str, ...]:
        mode = "once" if self._once else "follow"
        words = (self._address.path, mode, f"{self._tempo.look:g}", str(self._tempo.linger), *remote.arguments())
        script = " ".join(("exec", "sh", "-c", shlex.quote(SCRIPT), "wallwatch", *map(shlex.quote, words)))
        port = ("-p", self._address.port) if self._address.port else ()
        user = ("-l", self._address.user) if self._address.user else ()
        return (*self._command, *port, *user, "--", self._address.host, script)

    def _say(self, status: SourceStatus) -> list[SourceStatus]:
        """Return ``status`` if it is news."""
        if status == self._status:
            return []
        self._status = status
        return [status]


_AGAIN: Final = frozenset({"moved", "cut", "again"})
"""Ends after which the file is looked for again, and which are no trouble."""


def _one_line(script: str) -> str:
    """Return a script without comments and newlines, as every login shell takes it."""
    lines = (line.strip() for line in script.splitlines())
    return " ".join(line for line in lines if line and not line.startswith("#"))


SCRIPT: Final = _one_line(files("wallwatch.sources").joinpath("follow.sh").read_text("utf-8"))
"""What is run on the other host."""
