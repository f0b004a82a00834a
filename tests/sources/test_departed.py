import pytest

from tests.sources.following import append
from wallwatch.sources.departed import Departed
from wallwatch.sources.follower import Follower
from wallwatch.sources.handle import Handle
from wallwatch.sources.plan import Terms
from wallwatch.sources.streams import Streams


@pytest.fixture
async def follow(tmp_path):
    """Return a function that opens and measures a file of some text."""
    followers = []

    async def opened(name, text):
        (tmp_path / name).write_text(text)
        follower = Follower("kern", await Handle.open(tmp_path / name), Streams({}), Terms())
        follower.measure()
        followers.append(follower)
        return follower

    yield opened
    for follower in followers:
        follower.handle.close()


async def test_late_lines_of_the_oldest_file_come_first(follow):
    """Of two files with late lines the one that departed first is read first, and to its end before the other."""
    departed = Departed(linger=5)
    departed.add(await follow("log.2", "a\n"), now=0)
    departed.add(await follow("log.1", "b\n"), now=1)
    assert departed
    read = [await departed.newest(now=2) for _ in range(3)]
    assert [(batch.idle, batch.lines) for batch in read] == [(False, (b"a",)), (True, ()), (False, (b"b",))]
    assert await departed.newest(now=2) is None
    assert [(batch.idle, batch.lines) for batch in departed.idle()] == [(True, ())]
    assert departed.idle() == []


async def test_a_quiet_file_is_left_when_the_next_one_is_written_to(follow):
    """Before its time, and before anything stands in the next file, its writer may still be there."""
    departed = Departed(linger=5)
    old, empty, written = await follow("log.1", "a\n"), await follow("empty", ""), await follow("log", "b\n")
    departed.add(old, now=10)
    assert departed.leave(written, now=14.9) == ()
    assert [departed.is_due(now) for now in (14.9, 15)] == [False, True]
    assert departed.leave(empty, now=99) == ()
    assert departed.leave(None, now=99) == ()
    assert departed.leave(written, now=15) == (old,)
    assert not departed


async def test_a_late_write_makes_the_wait_start_again(tmp_path, follow):
    """A file whose writer is still there is not left."""
    departed = Departed(linger=5)
    old, current = await follow("log.1", "a\n"), await follow("log", "b\n")
    departed.add(old, now=0)
    append(tmp_path / "log.1", "late\n")
    old.measure()
    await departed.newest(now=4)
    assert departed.leave(current, now=8) == ()
    assert departed.leave(current, now=9) == (old,)


async def test_a_deleted_file_is_left_without_a_successor(tmp_path, follow):
    """Nobody new can write to it, and its bytes take up the disk until it is closed."""
    departed = Departed(linger=5)
    old = await follow("log", "a\n")
    departed.add(old, now=0)
    (tmp_path / "log").unlink()
    old.measure()
    assert departed.leave(None, now=5) == (old,)


async def test_of_several_files_only_the_last_one_waits_for_a_successor(follow):
    """The file after an older one is its successor."""
    departed = Departed(linger=5)
    first, second = await follow("log.2", "a\n"), await follow("log.1", "b\n")
    departed.add(first, now=0)
    departed.add(second, now=0)
    assert departed.leave(None, now=5) == (first,)
    assert departed.followers == (second,)


async def test_a_file_that_is_moved_back_is_taken_back(tmp_path, follow):
    """The file that stands at the path again is no departed one any more."""
    departed = Departed(linger=5)
    old = await follow("log.1", "a\n")
    departed.add(old, now=0)
    (tmp_path / "log").touch()
    assert departed.take_back((tmp_path / "log").stat()) is None
    assert departed.take_back((tmp_path / "log.1").stat()) is old
    assert not departed
