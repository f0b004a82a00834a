import asyncio
import os
import select
from contextlib import suppress

import pytest

from wallwatch.cli.outlet import Outlet, told_alone


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    yield reading, writing
    for end in (reading, writing):
        with suppress(OSError):
            os.close(end)


async def until_read(reading: int, size: int) -> bytes:
    """Read until so many bytes were there."""
    text = b""
    async with asyncio.timeout(20):
        while len(text) < size:
            with suppress(BlockingIOError):
                text += os.read(reading, 4_096)
            await asyncio.sleep(0)
    return text


async def test_lines_come_out_as_they_are(pipe):
    """What the encoding lacks is an escape, and never an error."""
    reading, writing = pipe
    await Outlet(writing).write(["a", "ä €"])
    await Outlet(writing, "ascii").write(["ä €"])
    assert os.read(reading, 100).decode() == "a\nä €\n\\xe4 \\u20ac\n"


async def test_the_loop_goes_on_while_nobody_reads(pipe):
    """A full pipe holds up who writes, and nobody else; then all of it comes, each line whole."""
    reading, writing = pipe
    lines = [f"{number:05} " + "x" * 100 for number in range(2_000)]
    outlet = Outlet(writing)
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(outlet.write(lines))
        second = tasks.create_task(outlet.write(["last"]))
        # It has filled the pipe as soon as it was let to.
        await asyncio.sleep(0)
        assert not select.select([], [writing], [], 0)[1]
        assert not first.done()
        assert not second.done()
        size = sum(len(line) + 1 for line in lines) + len("last\n")
        text = await until_read(reading, size)
    assert text.decode().splitlines() == [*lines, "last"]


async def test_a_reader_that_goes_is_noticed(pipe):
    """While nothing is written, and when something is."""
    reading, writing = pipe
    outlet = Outlet(writing)
    async with asyncio.timeout(20):
        async with asyncio.TaskGroup() as tasks:
            gone = tasks.create_task(outlet.deserted())
            await asyncio.sleep(0)
            assert not gone.done()
            os.close(reading)
    with pytest.raises(BrokenPipeError):
        await outlet.write(["a"])


async def test_a_file_takes_everything(tmp_path):
    """And nobody goes away from it."""
    with (tmp_path / "out").open("wb") as file:
        outlet = Outlet(file.fileno())
        await outlet.write(["a" * 10_000] * 20)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await outlet.deserted()
    assert (tmp_path / "out").stat().st_size == 20 * 10_001


def test_an_error_out_of_tasks_is_told_alone():
    """Others stay in their group."""
    with pytest.raises(BrokenPipeError), told_alone(BrokenPipeError):
        raise BaseExceptionGroup("tasks", [ExceptionGroup("inner", [BrokenPipeError()])])
    with pytest.raises(BaseExceptionGroup), told_alone(BrokenPipeError):
        raise BaseExceptionGroup("tasks", [ValueError()])
