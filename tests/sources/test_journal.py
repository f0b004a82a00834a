"""The journal, as journalctl gives it. The journals are real ones."""

import asyncio
import os
import shlex
import signal
from contextlib import aclosing
from pathlib import Path

import pytest

from tests.sources.journals import entry, needed, packet, write
from tests.sources.listening import Desk, listening
from wallwatch.formats import LineReader
from wallwatch.model.line import Lines
from wallwatch.sources.journal import JournalSource
from wallwatch.sources.pause import Pauses


@pytest.fixture
def journal(tmp_path) -> Path:
    needed()
    return tmp_path / "system.journal"


def _source(journal: Path, **more) -> JournalSource:
    return JournalSource(files=[journal], pauses=Pauses(0.01, 0.01), **more)


def _program(folder: Path, script: str) -> str:
    """Return the path of a program that stands in for journalctl."""
    path = folder / "journalctl"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


async def test_the_kernels_entries_are_trusted(journal):
    """A program may call itself kernel: it keeps its process id, and the trust of a mixed log."""
    fast = "[1:1000001:1] TCP to 80 [Priority: 3] {TCP} 192.0.2.1:1 -> 198.51.100.7:80"
    write(journal, packet(1) + entry(2, fast, transport="syslog", name="snort"))
    desk = Desk()
    await desk.take(_source(journal, once=True), until=9)
    sightings = [sighting for reading in desk.readings for sighting in reading.sightings]
    assert [(sighting.format, sighting.trust) for sighting in sightings] == [
        ("netfilter", "kernel"),
        ("snort-syslog", "mixed"),
    ]
    assert sightings[0].time == 1_767_225_601_000_000


async def test_other_programs_are_not_asked_for(journal):
    """What no format reads is left where it is."""
    write(journal, packet(1) + entry(2, "hello", transport="syslog", name="sshd") + packet(3, transport="stdout"))
    desk = Desk()
    await desk.take(_source(journal, once=True), until=9)
    assert desk.ids == [1]


async def test_messages_that_the_journal_has_missed_are_lost(journal):
    """It says so itself; a program that says the same is not asked for."""
    said = {"MESSAGE_ID": "e9bf28e6e834481bb6f48f548ad13606", "name": "systemd-journald"}
    write(journal, entry(1, "Missed 7 kernel messages", transport="driver", **said))
    write(journal, entry(2, "Missed 90 kernel messages", transport="syslog", **said))
    desk = Desk()
    await desk.take(_source(journal, once=True), until=9)
    assert [sum(reading.lost for reading in desk.readings), sum(reading.received for reading in desk.readings)] == [
        7,
        1,
    ]


async def test_a_message_that_is_no_text_is_one_line(journal):
    """It is printed as a list of bytes, and a long one whole (T41)."""
    long = "x" * 9000
    write(journal, entry(1, b"martian \xff\x01 source") + entry(2, long) + packet(3))
    async with listening(_source(journal, once=True)) as listener:
        lines = await listener.lines(3)
    assert b"[109,97,114,116,105,97,110,32,255,1," in lines[0]
    assert long.encode() in lines[1]


async def test_entries_are_followed(journal):
    """What comes later comes at once, after the silence is said."""
    write(journal, packet(1))
    async with listening(_source(journal)) as listener:
        assert len(await listener.lines(1)) == 1
        assert (await listener.idle()).end > 0
        write(journal, packet(2) + packet(3))
        assert len(await listener.lines(2)) == 2
        assert [status.state for status in listener.statuses] == ["ok"]


async def test_all_boots_are_read(journal):
    """Those of the boot before as well as those of one that comes later."""
    other = "0a" * 16
    write(journal, packet(1) + packet(2, boot=other))
    desk = Desk()
    await desk.take(_source(journal), until=2)
    write(journal, packet(3))
    await desk.take(_source(journal), until=3)
    assert desk.ids == [1, 2, 3]


async def test_a_restart_goes_on_after_the_last_entry(journal):
    """Nothing is missing and nothing comes twice, wherever the reader is stopped (T41)."""
    desk = Desk()
    for start in range(0, 30, 3):
        write(journal, b"".join(packet(number) for number in range(start, start + 3)))
        await desk.take(_source(journal), until=start + 2)
    await desk.take(_source(journal, once=True), until=30)
    assert desk.ids == list(range(30))
    assert sum(reading.received for reading in desk.readings) == 30


async def test_journalctl_is_started_again_when_it_dies(journal, tmp_path):
    """Killed again and again, it loses nothing and repeats nothing; that it died is said (T41)."""
    program = _program(tmp_path, f'echo $$ > {shlex.quote(str(tmp_path / "pid"))}; exec journalctl "$@"')
    write(journal, packet(0))
    ids: list[int] = []
    reader, states = LineReader("journal"), []
    async with asyncio.timeout(30), aclosing(_source(journal, program=program).read({})) as reports:
        async for report in reports:
            if not isinstance(report, Lines):
                states.append((report.state, report.reason))
                continue
            ids += [sighting.ip_id or 0 for sighting in reader.feed(report).sightings]
            if len(ids) == 6:
                break
            if report.idle:
                os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
                write(journal, packet(len(ids)))
    assert ids == list(range(6))
    assert ("failed", f"{program} ended: signal SIGKILL.") in states


async def test_a_vacuumed_journal_is_a_gap(journal):
    """The entry that was read last is gone: what is known is said, and what is there is read (T41)."""
    write(journal, packet(1) + packet(2))
    desk = Desk()
    await desk.take(_source(journal, once=True), until=2)
    journal.unlink()
    write(journal, packet(8) + packet(9))
    await desk.take(_source(journal, once=True), until=4)
    assert desk.ids == [1, 2, 8, 9]
    (gap,) = desk.gaps
    assert gap.startswith("The journal was read up to 2026-01-01 00:00:02 UTC; it is another one now")


async def test_from_the_end_is_after_the_last_entry(journal):
    """What was there at the start is left out, and nothing that comes later."""
    write(journal, packet(1) + packet(2))
    async with listening(_source(journal, from_end=True)) as listener:
        await listener.idle()
        write(journal, packet(3))
        (line,) = await listener.lines(1)
        assert b" ID=3 " in line


async def test_what_journalctl_complains_of_is_the_status(journal):
    """A journal that is not there, or may not be read, is said in its words, once."""
    async with listening(_source(journal, once=True)) as listener:
        status = await listener.status()
        assert (status.state, status.reason) == (
            "failed",
            "journalctl ended: Failed to open files: No such file or directory.",
        )
        assert await listener.rest() == []


async def test_a_box_without_journalctl_says_so(tmp_path):
    """And is looked at again."""
    async with listening(JournalSource(program=str(tmp_path / "nothing"), pauses=Pauses(0.01, 0.01))) as listener:
        assert (await listener.status()).state == "missing"


async def test_nothing_of_us_is_told_to_the_program(tmp_path, monkeypatch):
    """Its environment is minimal, and it is asked by a list of arguments."""
    monkeypatch.setenv("SECRET", "x")
    seen = tmp_path / "seen"
    program = _program(tmp_path, f'{{ env; printf "%s\\n" "$@"; }} > {shlex.quote(str(seen))}')
    async with listening(JournalSource(files=[tmp_path / "a b.journal"], program=program, once=True)) as listener:
        await listener.rest()
    said = seen.read_text().splitlines()
    assert not any(line.startswith("SECRET") for line in said)
    assert f"--file={tmp_path / 'a b.journal'}" in said
