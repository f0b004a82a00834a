"""``wallwatch`` as processes, and logs that grow and are rotated by the real logrotate while they run."""

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

LOGROTATE: Final = shutil.which("logrotate") or "/usr/sbin/logrotate"
WALLWATCH: Final = (sys.executable, "-m", "wallwatch")

_CONFIG: Final = """\
{log} {{
    rotate 100
    create
    compress
    delaycompress
    missingok
    size 1
}}
"""


class Rotated:
    """A log that is written in pieces and rotated now and then."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._config = path.with_name(f".{path.name}.conf")
        self._config.write_text(_CONFIG.format(log=path))
        self._state = path.with_name(f".{path.name}.state")
        path.touch()

    def write(self, text: bytes) -> None:
        """Append to the file that has the name now."""
        with self.path.open("ab", buffering=0) as file:
            file.write(text)

    def rotate(self) -> bool:
        """Let logrotate do it, if the last line is whole, and tell so: no daemon leaves half a line in one file."""
        if not self.path.read_bytes().endswith(b"\n"):
            return False
        command = [LOGROTATE, "-f", "-s", str(self._state), str(self._config)]
        subprocess.run(command, check=True, capture_output=True)
        return True

    def whole(self) -> bytes:
        """Return all that was ever written, oldest first."""
        copies = sorted(self.path.parent.glob(f"{self.path.name}.*"), key=_age, reverse=True)
        return b"".join(gzip.decompress(copy.read_bytes()) if copy.suffix == ".gz" else copy.read_bytes()
                        for copy in (*copies, self.path))  # fmt: skip


def _age(copy: Path) -> int:
    return int(copy.name.removesuffix(".gz").rpartition(".")[2])


def environment(home: Path) -> dict[str, str]:
    """Return the variables of a process with directories of its own, in ``home``."""
    home.mkdir(mode=0o700, exist_ok=True)
    return os.environ | {f"XDG_{name}_HOME": str(home / name) for name in ("STATE", "CONFIG", "CACHE")} | {"TZ": "UTC"}


def collector(home: Path, store: Path, logs: Sequence[Path], *options: str) -> "subprocess.Popen[bytes]":
    """Start a collector of these logs."""
    command = [*WALLWATCH, "collect", "--store", str(store), *options, *map(str, logs)]
    return subprocess.Popen(command, env=environment(home), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def collected(home: Path, store: Path, logs: Sequence[Path]) -> int:
    """Collect what is there now; return the exit code."""
    with collector(home, store, logs, "--once") as engine:
        return engine.wait(120)


def printed(home: Path, *arguments: str) -> list[dict[str, Any]]:
    """Run a command and return the records that it prints."""
    done = subprocess.run([*WALLWATCH, *arguments], env=environment(home), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_source(records: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the records of each source, in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        found.setdefault(record["source"], []).append(record)
    return found


def pieces(text: bytes, dice: random.Random, size: int) -> Iterator[bytes]:
    """Yield the text in pieces of any length, every other one in the middle of a line."""
    at = 0
    while at < len(text):
        end = at + dice.randint(1, size)
        if dice.random() < 0.5:
            end = text.find(b"\n", end) + 1 or len(text)
        yield text[at:end]
        at = end


def until(happened: Any, what: str, seconds: float = 60.0) -> None:
    """Wait for something that no event tells of."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain until {what}"
        time.sleep(0.05)
