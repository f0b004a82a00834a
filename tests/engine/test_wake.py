"""The engine's bell and those who listen to it."""

import asyncio
import stat
from pathlib import Path

from tests.engine.incident import arrival
from wallwatch.engine.wake import Bell, socket_path, wakeups


async def test_a_listener_is_woken_by_a_ring(tmp_path: Path) -> None:
    """A ring reaches a screen that listens, after the greeting of its connection."""
    bell, path = Bell(), tmp_path / "s.sock"
    async with asyncio.timeout(5), bell.serve(path):
        listening = wakeups(path)
        await anext(listening)
        await bell.greeted.wait()
        bell.ring()
        await anext(listening)
        await listening.aclose()


async def test_the_engine_is_deserted_when_the_last_screen_goes(tmp_path: Path) -> None:
    """The engine learns that no screen is left."""
    bell, path = Bell(), tmp_path / "s.sock"
    async with asyncio.timeout(5), bell.serve(path):
        first, second = wakeups(path), wakeups(path)
        await anext(first)
        await anext(second)
        while bell.listeners < 2:  # noqa: ASYNC110 - the loop itself is what is waited for
            await asyncio.sleep(0)
        await first.aclose()
        await second.aclose()
        await bell.deserted()
        assert bell.listeners == 0


async def test_a_screen_finds_an_engine_that_comes_later_and_comes_back(tmp_path: Path) -> None:
    """A screen that is there before the engine, or longer than it, hears so and is connected again by itself."""
    path = tmp_path / "s.sock"
    listening = wakeups(path)
    async with asyncio.timeout(10):
        async with asyncio.TaskGroup() as group:
            assert not await anext(listening)
            first = group.create_task(arrival(listening))
            async with (bell := Bell()).serve(path):
                await first
                await bell.greeted.wait()
        assert not await anext(listening)
        async with (bell := Bell()).serve(path):
            await arrival(listening)
            await bell.greeted.wait()
        await listening.aclose()


async def test_a_screen_that_does_not_read_never_holds_the_engine(tmp_path: Path) -> None:
    """Rings beyond what a slow screen needs are spared."""
    bell, path = Bell(), tmp_path / "s.sock"
    async with asyncio.timeout(10), bell.serve(path):
        listening = wakeups(path)
        await anext(listening)
        await bell.greeted.wait()
        for _ in range(1_000_000):
            bell.ring()
        assert all(screen.get_write_buffer_size() <= 64 for screen in bell._screens)
        await listening.aclose()


async def test_the_socket_is_private_and_its_name_may_be_long(tmp_path: Path) -> None:
    """The socket is for its owner only, and a deep state directory is no obstacle."""
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    path = socket_path(deep / "wallwatch.db")
    async with Bell().serve(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.exists()


async def test_what_cannot_be_written_is_said_to_every_screen(tmp_path: Path) -> None:
    """Also to one that comes later; nothing says that it is over. Control characters do not get through."""
    bell, path = Bell(), tmp_path / "s.sock"
    async with asyncio.timeout(5), bell.serve(path):
        first = wakeups(path)
        await arrival(first)
        await bell.greeted.wait()
        bell.tell("The disk is full: ä!\n\x02x")
        assert await anext(first) == r"The disk is full: ä!\x0a\x02x"
        second = wakeups(path)
        await arrival(second)
        assert await anext(second) == r"The disk is full: ä!\x0a\x02x"
        bell.ring()
        bell.tell("")
        for screen in (first, second):
            assert await anext(screen) is True
            assert await anext(screen) == ""
        third = wakeups(path)
        await arrival(third)
        bell.ring()
        while bell.listeners < 3:  # noqa: ASYNC110 - the loop itself is what is waited for
            await asyncio.sleep(0)
        bell.ring()
        assert await anext(third) is True
        for screen in (first, second, third):
            await screen.aclose()


async def test_a_long_sentence_comes_in_one_piece(tmp_path: Path) -> None:
    """However the socket cuts it."""
    bell, path = Bell(), tmp_path / "s.sock"
    sentence = "There is no room left. " * 100
    async with asyncio.timeout(5), bell.serve(path):
        screen = wakeups(path)
        await arrival(screen)
        await bell.greeted.wait()
        bell.tell(sentence)
        assert await anext(screen) == sentence
        await screen.aclose()


async def test_the_socket_of_a_shared_store_is_for_its_group(tmp_path: Path) -> None:
    """Whoever shares the store hears its engine."""
    box = tmp_path / "box"
    box.mkdir()
    box.chmod(0o2770)
    async with Bell().serve(box / "s.sock"):
        assert stat.S_IMODE((box / "s.sock").stat().st_mode) == 0o660
