import asyncio
import os
from pathlib import Path

import pytest

from tests.lab import firewall as lab
from tests.lab.firewall import ADDRESS, OUTSIDE, LabUnavailableError
from tests.sources.following import Reader, reading
from wallwatch.sources.file import FileSource

pytestmark = pytest.mark.lab


async def lines_with(reader: Reader, count: int, *words: str) -> list[bytes]:
    """Return the next ``count`` lines that hold all ``words``."""
    lines: list[bytes] = []
    while len(lines) < count:
        batch = await reader.batch()
        lines += [line for line in batch.lines if all(word.encode() in line for word in words)]
    return lines


async def test_a_real_syn_is_logged_by_the_kernel_and_by_p0f(firewall):
    """One knock from outside is a line in each log, with the same ports."""
    async with reading(FileSource(firewall.kern_log)) as kern, reading(FileSource(firewall.p0f_log)) as p0f:
        sport = await asyncio.to_thread(firewall.knock, 6346)
        (line,) = await lines_with(kern, 1, f"SRC={OUTSIDE} DST={ADDRESS}", f"SPT={sport} DPT=6346 SEQ=", "OPT (")
        assert b"kernel: [" in line
        await lines_with(p0f, 1, "mod=syn", f"cli={OUTSIDE}/{sport}|srv={ADDRESS}/6346")


async def test_a_knock_is_repeated_by_the_kernel_outside(firewall):
    """Three packets of one attempt have one source port and one sequence number."""
    async with reading(FileSource(firewall.kern_log)) as kern:
        sport = await asyncio.to_thread(firewall.knock, 6346, 3)
        lines = await lines_with(kern, 3, f"SPT={sport} ")
    assert len(lines) == 3
    assert len({line.partition(b"SEQ=")[2].split()[0] for line in lines}) == 1


async def test_a_scan_is_one_line_a_port(firewall):
    """Of a thousand ports, each is logged once."""
    async with reading(FileSource(firewall.kern_log)) as kern:
        await asyncio.to_thread(firewall.scan, "1-1000")
        lines = await kern.lines(1000)
    ports = [int(line.partition(b"DPT=")[2].split()[0]) for line in lines]
    assert sorted(ports) == list(range(1, 1001))


async def test_a_lab_leaves_nothing_behind(tmp_path):
    """After it is closed, its hosts, its daemons and its setting are gone; closing again is fine."""
    setting = lab._ALL_NAMESPACES
    before = setting.read_text() if setting.exists() else ""
    try:
        with lab.Firewall(tmp_path) as firewall:
            assert setting.read_text().strip() == "1"
            assert len(lab.kernel_log_readers()) == 1
    except LabUnavailableError as error:
        pytest.skip(str(error))
    firewall.close()
    assert setting.read_text() == before
    assert lab.kernel_log_readers() == []
    assert not list(Path("/run/netns").glob(f"ww-*-{os.getpid()}"))


def test_there_is_one_lab_at_a_time():
    """Who comes second waits, and says so when it takes too long."""
    with lab.only_one(), pytest.raises(LabUnavailableError, match="in vain"), lab.only_one(seconds=0):
        pass
