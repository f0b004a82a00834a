"""The engine as a process: lock, bell, and how it ends."""

import asyncio
import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.engine.incident import EXPECTED, READER, SAMPLES, arrival, file_sources, found, identifier
from wallwatch.engine.collector import Order, collect
from wallwatch.engine.lock import collector_lock, lock_path
from wallwatch.engine.wake import socket_path, wakeups
from wallwatch.errors import StoreError
from wallwatch.store import Batch, StoreWriter


def _order(store: Path, logs: Path = SAMPLES, *, once: bool = True, attached: bool = False) -> Order:
    return Order(
        store=store,
        sources=file_sources(logs, once=once),
        reader=READER,
        identifier=identifier(),
        attached=attached,
    )


async def test_it_ends_with_its_sources(tmp_path: Path) -> None:
    """With sources that end, all is in the store when it returns."""
    assert await collect(_order(tmp_path / "s.db"))
    assert found(tmp_path / "s.db") == EXPECTED


async def test_it_leaves_a_store_to_whoever_collects_into_it(tmp_path: Path) -> None:
    """A second collector does nothing and says so."""
    with collector_lock(lock_path(tmp_path / "s.db")):
        assert not await collect(_order(tmp_path / "s.db"))


async def test_it_ends_when_its_last_screen_is_gone(tmp_path: Path) -> None:
    """An attached engine rings for what it commits, and does not outlive its screens."""
    store, logs = tmp_path / "s.db", tmp_path / "logs"
    shutil.copytree(SAMPLES, logs)
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        engine = group.create_task(collect(_order(store, logs, once=False, attached=True)))
        screen = wakeups(socket_path(store))
        await arrival(screen)
        while not store.exists() or found(store) != EXPECTED:
            await anext(screen)
        await screen.aclose()
        assert await engine


async def test_it_ends_on_a_signal(tmp_path: Path) -> None:
    """SIGTERM ends it in order."""
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        engine = group.create_task(collect(_order(tmp_path / "s.db", once=False)))
        screen = wakeups(socket_path(tmp_path / "s.db"))
        await arrival(screen)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await engine
        await screen.aclose()


async def test_a_store_that_cannot_be_written_ends_it_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk comes as the store's own error, out of all the tasks that it ended."""

    def full(_store: StoreWriter, _batch: Batch) -> int:
        raise StoreError("There is no room left.", "Free some space.")

    monkeypatch.setattr(StoreWriter, "commit", full)
    with pytest.raises(StoreError, match=r"^There is no room left. Free some space.$"):
        await collect(_order(tmp_path / "s.db"))
