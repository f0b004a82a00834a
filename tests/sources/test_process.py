"""Programs that are asked for lines."""

import asyncio
import os
from pathlib import Path

import pytest

from wallwatch.sources.process import child, minimal_environment

SHELL = ("/bin/sh", "-c")
DESCRIPTORS = Path("/proc/self/fd")


async def _all(script: str) -> tuple[bytes, str]:
    """Return what a script prints, and its end in words."""
    async with child((*SHELL, script), minimal_environment(os.environ)) as process:
        read = b""
        while chunk := await process.pipe.read():
            read += chunk
        return read, (await process.end()).words


@pytest.mark.parametrize(
    ("script", "read", "words"),
    [
        ("echo one; echo two", b"one\ntwo\n", "exit code 0"),
        ("exit 3", b"", "exit code 3"),
        ("kill -9 $$", b"", "signal SIGKILL"),
        ("echo first >&2; echo 'no route to host.' >&2; exit 255", b"", "no route to host"),
        ("printf 'a\\033[2Jb' >&2", b"", "a\\x1b[2Jb"),
        ("cat; tty", b"not a tty\n", "exit code 1"),
    ],
)
async def test_output_and_end_are_told(script, read, words):
    """What a program says last is how it ended; without a word it is its code or signal. It has no input."""
    assert await _all(script) == (read, words)


async def test_many_words_do_not_hold_a_program():
    """A full pipe of complaints would stop it."""
    read, words = await _all("i=0; while [ $i -lt 20000 ]; do echo complaint $i >&2; i=$((i+1)); done; echo done")
    assert read == b"done\n"
    assert words == "complaint 19999"


async def test_a_program_ends_with_its_context():
    """One that does not listen is killed, and no descriptor stays open."""
    before = set(DESCRIPTORS.iterdir())
    async with child((*SHELL, "echo $$; exec sleep 1000"), minimal_environment(os.environ)) as process:
        number = int(await process.pipe.read())
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert set(DESCRIPTORS.iterdir()) == before


async def test_a_cancelled_reader_leaves_no_program_behind():
    """Whatever the reader waited for."""
    numbers: asyncio.Queue[int] = asyncio.Queue()

    async def watch():
        async with child((*SHELL, "echo $$; exec sleep 1000"), minimal_environment(os.environ)) as process:
            numbers.put_nowait(int(await process.pipe.read()))
            await process.pipe.read()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(watch())
        number = await numbers.get()
        task.cancel()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


async def test_a_program_that_is_not_there_leaves_nothing_open():
    """Its absence is an error of the system."""
    before = set(DESCRIPTORS.iterdir())
    with pytest.raises(FileNotFoundError):
        async with child(("/nowhere/program",), {}):
            pass
    assert set(DESCRIPTORS.iterdir()) == before


def test_an_environment_is_no_more_than_needed():
    """Nothing of ours is told to the program, and its words can be read."""
    given = {"PATH": "/bin", "LANG": "de_DE.UTF-8", "SECRET": "x", "HOME": "/root"}
    assert minimal_environment(given, A="b") == {"PATH": "/bin", "HOME": "/root", "LC_ALL": "C", "A": "b"}
