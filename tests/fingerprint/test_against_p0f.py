"""Side by side with the p0f that is installed: SYNs after its signatures, bent at random, in a capture of our own."""

import ipaddress
import random
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.fingerprint.captures import NETFILTER, NETFILTER_WITH_SEQUENCE, SNORT, logged
from tests.fingerprint.crafting import crafts, write
from wallwatch.fingerprint import P0F_PATH, Database, Matcher, read_database
from wallwatch.formats.packet_bytes import decode_ip
from wallwatch.model import Header

P0F: Final = shutil.which("p0f") or "/usr/sbin/p0f"

pytestmark = pytest.mark.skipif(not (Path(P0F).exists() and P0F_PATH.exists()), reason="p0f is not installed")


def test_every_answer_is_p0fs(tmp_path: Path):
    """Label, distance and raw signature of 2,000 SYNs, letter by letter; a new set would do as well."""
    database = read_database(P0F_PATH)
    matcher = Matcher([database], as_p0f=True)
    packets = packets_of(database, seed=20020302, count=2_000)
    said = ask_p0f(packets, tmp_path)
    compared = 0
    for packet in packets:
        header = Header(**decode_ip(packet))
        stack = matcher.stack(header)
        record = said.get((header.src, header.sport or 0))
        # p0f logs its own probes, which have a window of 1337, as something else. And where only the last of several
        # bytes after EOL is other than zero, it overlooks that, which a decoded header does not tell.
        if record is None or (header.eol_data and (header.eol_pad or 0) > 1):
            continue
        compared += 1
        assert ("???" if stack is None else stack.label) == record.get("os", record.get("app"))
        assert matcher.raw(header) == record["raw_sig"]
        if stack is not None:
            assert stack.hops == int(record["dist"].removeprefix("<= "))
    assert compared > 1_500


CEILINGS: Final = [(SNORT, 0.968), (NETFILTER, 0.943), (NETFILTER_WITH_SEQUENCE, 1.0)]
"""How many of p0f's answers survive in a log: Snort does not print every urgent pointer, netfilter no sequence numbers
unless told to, and never the low bit of ECN."""


@pytest.mark.parametrize(("kind", "ceiling"), CEILINGS, ids=["snort", "netfilter", "netfilter with sequence"])
def test_a_log_of_bent_syns_loses_little_of_p0fs_answers(tmp_path: Path, kind: tuple[str, ...], ceiling: float):
    """Written as a log and read again: within half a point of what the format carries."""
    database = read_database(P0F_PATH)
    matcher = Matcher([database], as_p0f=True)
    said = ask_p0f(packets_of(database, seed=777, count=1_500), tmp_path)
    answers = [
        (matcher.stack(line), said[line.src, line.sport or 0])
        for line in logged(tmp_path / "syn.pcap", kind)
        if (line.src, line.sport) in said
    ]
    agreeing = [
        ("???" if stack is None else stack.label) == record.get("os", record.get("app")) for stack, record in answers
    ]
    assert len(answers) > 1_000
    assert sum(agreeing) / len(agreeing) >= ceiling - 0.005


def packets_of(database: Database, *, seed: int, count: int) -> list[bytes]:
    return [craft.packet() for craft in crafts(database.entries, random.Random(seed), count)]


def ask_p0f(packets: list[bytes], folder: Path) -> dict[tuple[str, int], dict[str, str]]:
    """Return what p0f says of each SYN, by source address and port."""
    capture, log = folder / "syn.pcap", folder / "p0f.log"
    write(capture, iter(packets))
    assert struct.unpack("<I", capture.read_bytes()[20:24]) == (101,)
    subprocess.run([P0F, "-f", P0F_PATH, "-r", capture, "-o", log], capture_output=True, check=True)
    found = {}
    for line in log.read_text().splitlines():
        record = dict(part.split("=", 1) for part in line.split("] ", 1)[1].split("|"))
        if record["mod"] == "syn":
            address, _, port = record["cli"].rpartition("/")
            found[str(ipaddress.ip_address(address)), int(port)] = record
    return found
