"""An engine in a process of its own."""

import asyncio
from pathlib import Path

import pytest

from tests.engine.incident import EXPECTED, LOGS, SAMPLES, arrival, found
from wallwatch.engine.launch import engine
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
        async with asyncio.timeout(30):
            screen = wakeups(socket_path(store))
            await arrival(screen)
            while found(store) != EXPECTED:
                await anext(screen)
            await screen.aclose()
            code = await asyncio.to_thread(started.wait, 20)
        assert code == 0
        assert started.failure() is None


def test_its_last_words_are_kept(tmp_path: Path) -> None:
    """An engine that cannot start says why, in a sentence."""
    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "open").chmod(0o777)
    with engine(["--store", str(tmp_path / "open" / "s.db"), str(SAMPLES / LOGS[0])]) as started:
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
