"""A log on another host, over a real sshd on the loopback: own keys, own configuration, nothing of the user's."""

import asyncio
import getpass
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from contextlib import aclosing, suppress
from pathlib import Path

import pytest

from tests.sources.far import packet
from tests.sources.listening import PATIENCE, listening
from wallwatch.formats import LineReader
from wallwatch.model.line import Gap, Lines
from wallwatch.sources.address import Address
from wallwatch.sources.command import CommandSource, Tempo
from wallwatch.sources.pause import Pauses

pytestmark = [pytest.mark.lab, pytest.mark.timeout(120)]

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


@pytest.fixture
def gate(tmp_path):
    if any(shutil.which(program) is None for program in ("sshd", "ssh", "ssh-keygen", "pgrep")):
        pytest.skip("sshd, ssh, ssh-keygen and pgrep are needed (Debian: openssh-server, openssh-client, procps)")
    separation, made = Path("/run/sshd"), False
    if os.geteuid() == 0 and not separation.exists():
        separation.mkdir(mode=0o755)
        made = True
    host = Gate(tmp_path)
    yield host
    host.close()
    if made:
        separation.rmdir()


async def test_each_line_comes_once_over_cuts_and_a_rotation(gate):
    """Eight cuts of a real link at random moments, some while it is made, and the log is renamed then (T42)."""
    rng = random.Random(42)
    ids: list[int] = []
    gaps: list[Gap] = []
    states: list[str] = []
    up = asyncio.Event()
    gate.write([0])

    async def disturb() -> None:
        for turn in range(8):
            if turn % 3 != 1:
                await up.wait()
            numbers = list(range(turn * 50, (turn + 1) * 50))
            gate.write(numbers[turn == 0 : 25])
            await asyncio.sleep(rng.random() * 0.3)
            gate.cut()
            up.clear()
            if turn == 4:
                gate.log.rename(gate.log.with_name("kern.log.1"))
            gate.write(numbers[25:])

    async def read() -> None:
        reader = LineReader("gate")
        async with asyncio.timeout(2 * PATIENCE), aclosing(gate.source().read({})) as reports:
            async for report in reports:
                if isinstance(report, Gap):
                    gaps.append(report)
                elif isinstance(report, Lines):
                    up.set()
                    ids.extend(sighting.ip_id or 0 for sighting in reader.feed(report).sightings)
                    if len(ids) >= 400:
                        return
                else:
                    states.append(report.state)

    async with asyncio.TaskGroup() as group:
        group.create_task(disturb())
        group.create_task(read())
    assert ids == list(range(400))
    assert gaps == []
    assert states.count("failed") >= 5


async def test_nothing_stays_behind_on_the_host(gate):
    """The script ends soon after the link, though it has nothing to write."""
    gate.write([1])
    async with listening(gate.source()) as listener:
        await listener.lines(1)
        await listener.idle()
        assert gate.followers()
    async with asyncio.timeout(PATIENCE):
        while gate.followers():  # noqa: ASYNC110 - another program tells nobody that it ends
            await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("options", "words", "remedy"),
    [
        (("-o", "PubkeyAuthentication=no"), "Permission denied", "BatchMode"),
        (("-o", "UserKnownHostsFile=/dev/null"), "Host key verification failed", "Log in once by hand"),
        (("-o", "HostName=no-such-host.invalid"), "Could not resolve", "Check the name"),
        (("-o", "Port=1"), "Connection refused", ""),
    ],
)
async def test_what_ssh_complains_of_is_said_with_a_remedy(gate, options, words, remedy):
    """It never asks: a question would wait for ever."""
    async with listening(gate.source(options)) as listener:
        status = await listener.status()
        assert status.state == "failed"
        assert words in status.reason
        assert "next try in" in status.reason
        assert remedy in status.remedy
