"""A real sshd on the loopback, with its own keys and configuration, and nothing of the user's."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.sources.far import packet
from wallwatch.sources.address import Address
from wallwatch.sources.command import CommandSource, Tempo
from wallwatch.sources.pause import Pauses

SERVER = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
MaxStartups 50
"""
CLIENT = """\
Host gate
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {folder}/user
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known
  StrictHostKeyChecking yes
"""


class Gate:
    """A host that lets one key in, and its log."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "a log" / "kern.log"
        self.log.parent.mkdir()
        self._folder = folder
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = {"port": port, "folder": folder, "user": getpass.getuser()}
        (folder / "sshd").write_text(SERVER.format(**words))
        (folder / "ssh").write_text(CLIENT.format(**words))
        host_key = " ".join((folder / "host.pub").read_text().split()[:2])
        (folder / "known").write_text(f"[127.0.0.1]:{port} {host_key}\n")
        with (folder / "said").open("wb") as said:
            self._daemon = subprocess.Popen([str(shutil.which("sshd")), "-D", "-e", "-f", folder / "sshd"], stderr=said)
        self._wait(port)

    def _wait(self, port: int) -> None:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            if self._daemon.poll() is not None:
                break
            time.sleep(0.05)
        pytest.skip(f"sshd does not start: {(self._folder / 'said').read_text()[-300:]}")

    def source(self, options: tuple[str, ...] = ()) -> CommandSource:
        return CommandSource(
            Address("gate", str(self.log)),
            name="gate",
            options=("-F", str(self._folder / "ssh"), *options),
            pauses=Pauses(0.05, 0.2),
            tempo=Tempo(0.05, 4),
        )

    def command(self, *words: str) -> list[str]:
        """Return the command that runs words on the host, in a terminal of its own."""
        return ["ssh", "-tt", "-q", "-F", str(self._folder / "ssh"), "gate", *words]

    def write(self, numbers, path: Path | None = None) -> None:
        with (path or self.log).open("ab") as log:
            log.write(b"".join(map(packet, numbers)))

    def cut(self) -> None:
        """Kill what serves the link, as a network that goes away does."""
        for number in self._children():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def followers(self) -> list[int]:
        """Return the processes of the script that runs on the host."""
        said = subprocess.run(["pgrep", "-f", f"wallwatch .*{self.log}"], capture_output=True, text=True, check=False)
        return [int(number) for number in said.stdout.split()]

    def close(self) -> None:
        self.cut()
        self._daemon.kill()
        self._daemon.wait()

    def _children(self) -> list[int]:
        parent = str(self._daemon.pid)
        said = subprocess.run(["pgrep", "-P", parent], capture_output=True, text=True, check=False)
        return [int(number) for number in said.stdout.split()]


@contextmanager
def a_gate(folder: Path) -> Iterator[Gate]:
    """Give the block such a host; the test is skipped where there can be none."""
    if any(shutil.which(program) is None for program in ("sshd", "ssh", "ssh-keygen", "pgrep")):
        pytest.skip("sshd, ssh, ssh-keygen and pgrep are needed (Debian: openssh-server, openssh-client, procps)")
    separation, made = Path("/run/sshd"), False
    if os.geteuid() == 0 and not separation.exists():
        separation.mkdir(mode=0o755)
        made = True
    host = Gate(folder)
    try:
        yield host
    finally:
        host.close()
        if made:
            separation.rmdir()
