"""An engine in a process of its own."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.incident import EXPECTED, LOGS, SAMPLES, arrival, found
from wallwatch.engine.launch import LET_GO, READ, Engine, engine
from wallwatch.engine.wake import socket_path, wakeups


@pytest.fixture(autouse=True)
def _own_directories(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("TZ", "UTC")


async def test_it_collects_and_ends_with_its_screen(tmp_path: Path) -> None:
    """The process reads the logs, rings, and is gone when nobody listens any more."""
    store = tmp_path / "store" / "s.db"
    store.parent.mkdir(mode=0o700)
    with engine(["--store", str(store), *(str(SAMPLES / log) for log in LOGS)]) as started:
        started.start()
        async with asyncio.timeout(30):
            screen = wakeups(socket_path(store))
            await arrival(screen)
            while found(store) != EXPECTED:
                await anext(screen)
            await screen.aclose()
            code = await asyncio.to_thread(started.wait, 20)
        assert code == LET_GO
        assert started.failure() is None


def test_its_last_words_are_kept(tmp_path: Path) -> None:
    """An engine that cannot start says why, in a sentence."""
    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "open").chmod(0o777)
    with engine(["--store", str(tmp_path / "open" / "s.db"), str(SAMPLES / LOGS[0])]) as started:
        started.start()
        assert started.wait(30) == 2
        said = started.failure() or ""
        assert "can be written by others" in said
        assert not said.startswith("wallwatch:")


async def test_a_damaged_store_is_set_aside_and_the_screen_is_told(tmp_path: Path) -> None:
    """What is no database is kept under another name, the logs are read anew, and a sentence says so."""
    store = tmp_path / "store" / "s.db"
    store.parent.mkdir(mode=0o700)
    store.write_bytes(b"no database" * 1000)
    with engine(["--store", str(store), *(str(SAMPLES / log) for log in LOGS)]) as started:
        started.start()
        async with asyncio.timeout(30):
            screen = wakeups(socket_path(store))
            await arrival(screen)
            assert store.name in (started.said() or "")
            assert started.said() is None
            while found(store) != EXPECTED:
                await anext(screen)
            await screen.aclose()
            await asyncio.to_thread(started.wait, 20)
    assert len(list(store.parent.glob("s.db.corrupt-*"))) == 1


class Clock:
    """Seconds that pass when they are told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _engine(clock: Clock, script: str) -> Iterator[Engine]:
    with tempfile.TemporaryFile() as words:
        yield Engine([sys.executable, "-c", script], words, None, clock)


def _miss(started: Engine, clock: Clock, seconds: float) -> bool:
    """Let an engine be missed so many seconds later; tell whether one was started."""
    clock.now += seconds
    before = started._process
    started.missed()
    return started._process is not before


def test_the_first_engine_is_started_at_once(clock: Clock) -> None:
    """Where none answers, nobody waits; one that starts is not started twice."""
    for started in _engine(clock, "input()"):
        assert _miss(started, clock, 0)
        assert not _miss(started, clock, 60)
        started._process.kill()
        started.wait(10)


def test_an_engine_of_another_screen_that_goes_is_followed_by_ours(clock: Clock) -> None:
    """It is missed for a second before another one is started: somebody else's may be starting."""
    for started in _engine(clock, "raise SystemExit(3)"):
        started.answered()
        assert not _miss(started, clock, 500)
        assert not _miss(started, clock, 0.5)
        assert _miss(started, clock, 0.5)
        assert started.wait(10) == LET_GO
        assert started.failure() is None


def test_an_engine_that_has_read_everything_is_not_started_again(clock: Clock) -> None:
    """Its sources have ended: nothing is left to do for another one."""
    for started in _engine(clock, "raise SystemExit(0)"):
        assert _miss(started, clock, 0)
        assert started.wait(10) == READ
        assert not _miss(started, clock, 1)
        assert not _miss(started, clock, 100)


def test_an_engine_that_fails_is_tried_ever_more_seldom(clock: Clock) -> None:
    """It is given 1, 2, 4 seconds and so on, up to a minute, from when it is found dead; its words are at hand."""
    for started in _engine(clock, "raise SystemExit('wallwatch: The disk is broken.')"):
        started._process = None
        waits = []
        _miss(started, clock, 0)
        for _ in range(8):
            started._process.returncode = None if started.wait(10) is None else 2
            waits.append(next(seconds for seconds in range(1, 100) if _miss(started, clock, 1)))
        assert waits == [2, 3, 5, 9, 17, 33, 61, 61]
        started.wait(10)
