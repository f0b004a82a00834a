"""Real journals for the tests: ``systemd-journal-remote`` writes a journal's file from the text of its entries."""

import shutil
import subprocess
from pathlib import Path

import pytest

WRITER = Path("/lib/systemd/systemd-journal-remote")
BOOT = "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
SECOND = 1_000_000
NEW_YEAR = 1_767_225_600 * SECOND


def needed() -> None:
    """Skip the test where there is no journal to be had."""
    if not WRITER.exists() or shutil.which("journalctl") is None:
        pytest.skip("journalctl and systemd-journal-remote are needed (Debian: systemd, systemd-journal-remote)")


def entry(
    number: int, message: str | bytes, *, transport: str = "kernel", name: str = "kernel", boot=BOOT, **fields: str
) -> bytes:
    """Return the text of an entry (``journalctl -o export``), ``number`` seconds into the year."""
    fields |= {
        "__REALTIME_TIMESTAMP": str(NEW_YEAR + number * SECOND),
        "__MONOTONIC_TIMESTAMP": str(SECOND * (100 + number)),
        "_BOOT_ID": boot,
        "_TRANSPORT": transport,
        "_HOSTNAME": "gate",
        "SYSLOG_IDENTIFIER": name,
        "_SOURCE_MONOTONIC_TIMESTAMP": str(SECOND * (100 + number)),
    }
    text = "".join(f"{key}={value}\n" for key, value in fields.items()).encode()
    if isinstance(message, bytes):
        return text + b"MESSAGE\n" + len(message).to_bytes(8, "little") + message + b"\n\n"
    return text + f"MESSAGE={message}\n\n".encode()


def packet(number: int, **more: str) -> bytes:
    """Return the entry of a packet whose IP id is ``number``."""
    text = (
        "IN=eth0 OUT= MAC= SRC=192.0.2.1 DST=198.51.100.7 LEN=40 TOS=0x00 PREC=0x00 TTL=64 "
        f"ID={number} PROTO=TCP SPT=1 DPT=2 WINDOW=1 RES=0x00 SYN URGP=0"
    )
    return entry(number, text, **more)


def write(file: Path, entries: bytes) -> None:
    """Append entries to a journal's file."""
    subprocess.run([WRITER, "-o", file, "-"], input=entries, check=True, capture_output=True)
