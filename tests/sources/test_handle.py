import asyncio
import os
import socket
import threading

import pytest

from wallwatch.sources import handle as module
from wallwatch.sources.handle import Handle, UnfitError, open_regular


@pytest.fixture
async def handle(tmp_path):
    path = tmp_path / "kern.log"
    path.write_bytes(b"0123456789")
    handle = await Handle.open(path)
    yield handle
    handle.close()


@pytest.mark.parametrize(
    ("offset", "size", "chunk"), [(0, 4, b"0123"), (6, 2, b"67"), (8, 99, b"89"), (10, 1, b""), (99, 1, b"")]
)
async def test_bytes_are_read_at_a_place(handle, offset, size, chunk):
    """A read gives what stands there, and less only at the end."""
    await handle.read(3, 1)
    assert await handle.read(offset, size) == chunk


async def test_reads_in_order_go_on_where_the_last_one_ended(handle):
    """A read at the place after the last one, and one that goes back, both give what stands there."""
    assert [await handle.read(at, 3) for at in (0, 3, 6, 0)] == [b"012", b"345", b"678", b"012"]


async def test_a_head_is_compared_with_what_stands_there_now(handle, tmp_path):
    """A file that was emptied and written again is found out by its head."""
    assert handle.begins_with(b"012")
    assert handle.begins_with(b"")
    assert not handle.begins_with(b"0123456789ab")
    (tmp_path / "kern.log").write_bytes(b"abc")
    assert not handle.begins_with(b"012")


async def test_a_handle_knows_its_file_under_any_name(handle, tmp_path):
    """After a rename it is the same file, and the path is another."""
    path = tmp_path / "kern.log"
    assert handle.is_file(path.stat())
    path.rename(tmp_path / "kern.log.1")
    path.touch()
    assert handle.is_file((tmp_path / "kern.log.1").stat())
    assert not handle.is_file(path.stat())


def test_a_directory_is_unfit(tmp_path):
    """A directory is named as what it is (T32)."""
    with pytest.raises(UnfitError, match="no regular file"):
        open_regular(tmp_path)


def test_a_pipe_without_writer_does_not_block(tmp_path):
    """A named pipe is refused at once, whoever writes to it or not (T32)."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnfitError):
        open_regular(tmp_path / "pipe")


def test_a_socket_is_unfit(tmp_path):
    """A socket is refused."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        with pytest.raises(UnfitError):
            open_regular(tmp_path / "socket")


def test_a_file_that_is_swapped_for_a_pipe_is_refused(tmp_path, monkeypatch):
    """What is open is looked at again: between the look and the opening it may have become something else."""
    (tmp_path / "log").touch()
    os.mkfifo(tmp_path / "pipe")
    opened = os.open
    monkeypatch.setattr(os, "open", lambda _path, flags: opened(tmp_path / "pipe", flags))
    with pytest.raises(UnfitError):
        open_regular(tmp_path / "log")


async def test_a_missing_file_is_an_error_of_the_system(tmp_path):
    """What is not there raises as everywhere."""
    with pytest.raises(FileNotFoundError):
        await Handle.open(tmp_path / "none.log")


async def test_a_cancelled_opening_leaves_nothing_open(tmp_path, monkeypatch):
    """A reader that is stopped while the thread still opens the file gets nothing, and the file is closed."""
    (tmp_path / "kern.log").touch()
    go_on, closed = threading.Event(), asyncio.Event()
    monkeypatch.setattr(os, "close", lambda descriptor: closed.set() or closing(descriptor))
    monkeypatch.setattr(module, "open_regular", lambda path: go_on.wait() and open_regular(path))
    async with asyncio.TaskGroup() as group:
        opening = group.create_task(Handle.open(tmp_path / "kern.log"))
        await asyncio.sleep(0)
        opening.cancel()
    assert opening.cancelled()
    go_on.set()
    async with asyncio.timeout(5):
        await closed.wait()


closing = os.close
