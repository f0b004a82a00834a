import asyncio
import errno
import os
import sys
from contextlib import contextmanager

import pytest

from tests.sources.following import append

if sys.platform != "linux":
    pytest.skip("inotify is Linux's", allow_module_level=True)

from wallwatch.sources import inotify as module
from wallwatch.sources.inotify import watch_path
from wallwatch.sources.watch import Watch

LONG = 60
"""Seconds. A wait that is not woken fails its test by the timeout."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kern.log"


@pytest.fixture
def watch(path):
    with watch_path(path) as watch:
        yield watch


async def woken(watch: Watch) -> bool:
    async with asyncio.timeout(5):
        await watch.wait(LONG)
    return True


async def quiet(watch: Watch) -> bool:
    """Tell whether no event is waiting to be seen."""
    try:
        async with asyncio.timeout(0.05):
            await watch.wait(LONG)
    except TimeoutError:
        return True
    return False


@contextmanager
def followed(watch, path):
    descriptor = os.open(path, os.O_RDONLY)
    watch.follow(descriptor)
    yield descriptor
    os.close(descriptor)


async def test_a_new_file_wakes(watch, path):
    """A file that appears at the path is seen at once."""
    path.touch()
    assert await woken(watch)


async def test_a_write_to_a_followed_file_wakes(watch, path):
    """An appended line is seen at once, and what has piled up is one reason to look."""
    path.touch()
    with followed(watch, path):
        assert await woken(watch)
        for number in range(50):
            append(path, f"{number}\n")
        path.chmod(0o600)
        assert await woken(watch)
        assert await quiet(watch)


async def test_a_write_after_a_rename_wakes(watch, path):
    """The open file is followed under its new name."""
    path.touch()
    with followed(watch, path):
        path.rename(path.with_suffix(".1"))
        assert await woken(watch)
        append(path.with_suffix(".1"), "late\n")
        assert await woken(watch)


async def test_other_files_of_the_directory_do_not_wake(watch, path):
    """A busy directory costs nothing."""
    path.with_name("other.log").touch()
    path.with_name("other.log").unlink()
    assert await quiet(watch)
    path.touch()
    assert await woken(watch)


async def test_a_changed_permission_wakes(watch, path):
    """A file that may be read again is seen at once, though it is not open."""
    path.touch(mode=0o000)
    assert await woken(watch)
    path.chmod(0o600)
    assert await woken(watch)


async def test_a_forgotten_file_does_not_wake(watch, path):
    """Who compresses an old file wakes nobody."""
    path.touch()
    with followed(watch, path) as descriptor:
        path.rename(path.with_suffix(".1"))
        assert await woken(watch)
        watch.forget(descriptor)
        watch.forget(descriptor)
        await woken(watch)
        append(path.with_suffix(".1"), "late\n")
        assert await quiet(watch)


async def test_a_deleted_file_can_be_forgotten(watch, path):
    """The kernel drops the watch with the file; forgetting it then is no error."""
    path.touch()
    with followed(watch, path) as descriptor:
        path.unlink()
    assert await woken(watch)
    watch.forget(descriptor)


async def test_a_directory_that_is_made_again_is_watched_again(tmp_path):
    """After the directory was deleted or moved, the next one of that name is watched from the next wait on (T15)."""
    path = tmp_path / "log" / "kern.log"
    path.parent.mkdir()
    with watch_path(path) as watch:
        path.parent.rename(tmp_path / "old")
        assert await woken(watch)
        path.parent.mkdir()
        assert await quiet(watch)
        path.touch()
        assert await woken(watch)


async def test_the_clock_wakes_too(watch):
    """Without an event the wait ends when its time is over: the net under file systems that tell nothing."""
    async with asyncio.timeout(5):
        await watch.wait(0.001)
    assert watch.reason == ""


async def test_a_missing_directory_is_waited_for(tmp_path):
    """There is nothing to say about a directory that is not there yet."""
    with watch_path(tmp_path / "none" / "kern.log") as watch:
        assert watch.reason == ""


def refuse(code):
    def full(*_arguments, **_options):
        raise OSError(code, os.strerror(code))

    return full


async def test_a_kernel_without_more_instances_is_said_and_tried_again(path, monkeypatch):
    """At the limit of the kernel the clock is left, and a sentence says so until there is room again."""
    path.touch()
    with monkeypatch.context() as limit:
        limit.setattr(module, "Inotify", refuse(errno.EMFILE))
        watch = watch_path(path)
        descriptor = os.open(path, os.O_RDONLY)
        watch.follow(descriptor)
        async with asyncio.timeout(5):
            await watch.wait(0.001)
        assert watch.reason == (
            "The kernel gives no file events (fs.inotify.max_user_instances is reached, or no descriptor is left); "
            "the file is looked at once a second."
        )
    await watch.wait(0.001)
    assert watch.reason == ""
    append(path, "1\n")
    assert await woken(watch)
    watch.close()
    os.close(descriptor)


async def test_a_file_that_cannot_be_watched_is_said_and_tried_again(path, monkeypatch):
    """The same for a single file, where the kernel has no more watches."""
    path.touch()
    with watch_path(path) as watch:
        with monkeypatch.context() as limit:
            limit.setattr(module.Inotify, "add_watch", refuse(errno.ENOSPC))
            descriptor = os.open(path, os.O_RDONLY)
            watch.follow(descriptor)
            assert "fs.inotify.max_user_watches is reached" in watch.reason
        await watch.wait(0.001)
        assert watch.reason == ""
        append(path, "1\n")
        assert await woken(watch)
        os.close(descriptor)


def test_a_watch_that_never_began_can_be_closed(path, monkeypatch):
    """There is nothing to give back, and nothing to forget."""
    monkeypatch.setattr(module, "Inotify", refuse(errno.EMFILE))
    watch = watch_path(path)
    watch.forget(7)
    watch.close()
    assert watch.reason
