import asyncio
import os

import pytest

from wallwatch.sources.pipe import open_pipe


@pytest.fixture
def ends():
    """A pipe: the end to read from, and a file to write to."""
    descriptor, other = os.pipe()
    with os.fdopen(other, "wb", buffering=0) as writer:
        yield descriptor, writer
    os.close(descriptor)


async def test_a_pipe_is_read_when_there_is_something(ends):
    """A read waits for bytes without holding the loop, and ends with the writer."""
    descriptor, writer = ends
    async with open_pipe(descriptor) as pipe, asyncio.TaskGroup() as group:
        chunk = group.create_task(pipe.read())
        await asyncio.sleep(0)
        assert not chunk.done()
        writer.write(b"text\n")
        assert await chunk == b"text\n"
        writer.close()
        assert await pipe.read() == b""


async def test_a_pipe_is_ready_when_there_is_something(ends):
    """Bytes make it ready, and so does the end; silence does not."""
    descriptor, writer = ends
    async with open_pipe(descriptor) as pipe:
        assert not await pipe.ready(0.001)
        writer.write(b"text\n")
        assert await pipe.ready(5)
        assert await pipe.read() == b"text\n"
        writer.close()
        assert await pipe.ready(5)


async def test_the_descriptor_is_left_as_it_was(ends):
    """It stays open and blocking: others may share it."""
    descriptor, writer = ends
    writer.write(b"text\n")
    async with open_pipe(descriptor) as pipe:
        await pipe.read()
    assert os.get_blocking(descriptor)


async def test_a_reader_that_was_faster_is_no_error(ends, monkeypatch):
    """If another reader takes the bytes first, the read waits for the next ones."""
    descriptor, writer = ends
    answers = iter([BlockingIOError(), b"ours\n"])

    def read(_descriptor, _size):
        answer = next(answers)
        if isinstance(answer, BlockingIOError):
            raise answer
        return answer

    monkeypatch.setattr(os, "read", read)
    writer.write(b"theirs\n")
    async with open_pipe(descriptor) as pipe:
        assert await pipe.read() == b"ours\n"


async def test_a_redirected_file_is_read_to_its_end(tmp_path):
    """``wallwatch scan - < file`` reads a regular file, which is always ready."""
    (tmp_path / "kern.log").write_bytes(b"text\n")
    descriptor = os.open(tmp_path / "kern.log", os.O_RDONLY)
    async with open_pipe(descriptor) as pipe:
        assert await pipe.ready(0)
        assert [await pipe.read(), await pipe.read()] == [b"text\n", b""]
    assert os.fstat(descriptor)
    os.close(descriptor)


async def test_the_null_device_is_empty():
    """A service's standard input ends at once."""
    descriptor = os.open(os.devnull, os.O_RDONLY)
    async with open_pipe(descriptor) as pipe:
        assert await pipe.read() == b""
    os.close(descriptor)
