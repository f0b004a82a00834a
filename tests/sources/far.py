"""Another host for the tests, without a network: a program that stands in for ssh and runs the command here."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from wallwatch.sources.address import Address
from wallwatch.sources.command import CommandSource, Tempo
from wallwatch.sources.pause import Pauses

SHELLS = ("dash", "bash", "busybox")
_TOOLS = ("ls", "dd", "tail", "gzip", "cat", "tr", "sleep", "md5sum", "sh")


class Far:
    """A host with one log; ``cut`` cuts the link to it."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "a log" / "kern.log"
        self.log.parent.mkdir(exist_ok=True)
        self.ssh = folder / "ssh"
        self._pid = folder / "pid"
        self.use('exec sh -c "$command"')

    def use(self, run: str) -> None:
        """Let ssh do this with ``$command``."""
        record = f'echo $$ > "{self._pid}.new"; mv "{self._pid}.new" "{self._pid}"'
        skip = 'while [ "$1" != -- ]; do shift; done; command=$3'
        self.ssh.write_text(f"#!/bin/sh\n{record}\n{skip}\n{run}\n")
        self.ssh.chmod(0o755)

    def use_shell(self, folder: Path, shell: str) -> None:
        """Let the other host have this shell, and if it is busybox its tools and no others."""
        found = shutil.which(shell)
        if found is None:
            pytest.skip(f"{shell} is not installed")
        tools = folder / "tools"
        tools.mkdir()
        for name in _TOOLS if shell == "busybox" else ("sh",):
            (tools / name).symlink_to(found)
        path = tools if shell == "busybox" else f"{tools}:{os.environ['PATH']}"
        self.use(f'PATH="{path}" exec sh -c "$command"')

    def source(self, **more) -> CommandSource:
        """Return a source of the log, which does not wait long for anything."""
        return CommandSource(
            Address("gate", str(self.log)),
            name="gate",
            program=str(self.ssh),
            pauses=more.pop("pauses", Pauses(0.01, 0.01)),
            tempo=Tempo(0.02, 3),
            **more,
        )

    def cut(self) -> None:
        """Cut the link, if there is one."""
        if self._pid.exists():
            try:
                os.kill(int(self._pid.read_text()), signal.SIGKILL)
            except ProcessLookupError:
                return

    def write(self, numbers, path: Path | None = None) -> None:
        """Append the lines of packets with these IP ids."""
        with (path or self.log).open("ab") as file:
            file.write(b"".join(map(packet, numbers)))

    def rotate(self) -> Path:
        """Rename the log; return what it is called now, its older copies being moved on."""
        for number in range(30, 0, -1):
            older = self.log.with_name(f"kern.log.{number}")
            if older.exists():
                older.rename(self.log.with_name(f"kern.log.{number + 1}"))
        return self.log.rename(self.log.with_name("kern.log.1"))


def packet(number: int) -> bytes:
    """Return a line of the kernel's log whose IP id is ``number``."""
    return (
        f"2026-03-02T15:32:54.{number:06}+00:00 gate kernel: IN=eth0 OUT= MAC= SRC=192.0.2.1 DST=198.51.100.7 LEN=40 "
        f"TOS=0x00 PREC=0x00 TTL=64 ID={number} PROTO=TCP SPT=1 DPT=2 WINDOW=1 RES=0x00 SYN URGP=0\n"
    ).encode()
