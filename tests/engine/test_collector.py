"""The engine as a process: lock, bell, and how it ends."""

import asyncio
import os
import shutil
import signal
import time
from pathlib import Path

import msgspec
import pytest

from tests.engine.incident import EXPECTED, READER, SAMPLES, arrival, file_sources, found, identifier
from tests.store.make import alert as an_alert
from wallwatch.engine.collector import End, Order, collect
from wallwatch.engine.keeper import Retention
from wallwatch.engine.lock import collector_lock, lock_path
from wallwatch.engine.wake import socket_path, wakeups
from wallwatch.errors import StoreError
from wallwatch.model import Change
from wallwatch.store import Batch, Marks, StoreReader, StoreWriter

DAY = 86_400_000_000
AGES = {1: 90, 2: 60, 3: 1}
"""How many days ago an alert was seen, by its number."""


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
    assert await collect(_order(tmp_path / "s.db")) is End.READ
    assert found(tmp_path / "s.db") == EXPECTED


async def test_it_leaves_a_store_to_whoever_collects_into_it(tmp_path: Path) -> None:
    """A second collector does nothing and says so."""
    with collector_lock(lock_path(tmp_path / "s.db")):
        assert await collect(_order(tmp_path / "s.db")) is End.TAKEN


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
        assert await engine is End.ASKED


async def test_it_ends_on_a_signal(tmp_path: Path) -> None:
    """SIGTERM ends it in order."""
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        engine = group.create_task(collect(_order(tmp_path / "s.db", once=False)))
        screen = wakeups(socket_path(tmp_path / "s.db"))
        await arrival(screen)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await engine is End.ASKED
        await screen.aclose()


async def test_a_store_that_cannot_be_written_ends_it_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged disk comes as the store's own error, out of all the tasks that it ended."""

    def broken(_store: StoreWriter, _batch: Batch) -> int:
        raise StoreError("The disk is broken.", "Mend it.")

    monkeypatch.setattr(StoreWriter, "commit", broken)
    with pytest.raises(StoreError, match=r"^The disk is broken. Mend it.$"):
        await collect(_order(tmp_path / "s.db"))


async def test_what_is_old_is_pruned_and_what_somebody_starred_is_not(tmp_path: Path) -> None:
    """The star is in the marks, which are the person's."""
    now = time.time_ns() // 1000
    alerts = [
        an_alert(n, src=f"198.51.100.{n}", first=now - age * DAY, last=now - age * DAY) for n, age in AGES.items()
    ]
    store = StoreWriter(tmp_path / "s.db")
    store.open()
    store.commit(Batch(changes=[Change(kind="new", alert=alert) for alert in alerts]))
    store.close()
    marks = Marks(tmp_path / "marks.db")
    marks.open()
    marks.star([alerts[0]], True)
    marks.close()
    await collect(
        msgspec.structs.replace(
            _order(tmp_path / "s.db"), retention=Retention(keep=30 * DAY), marks=tmp_path / "marks.db"
        )
    )
    reader = StoreReader(tmp_path / "s.db")
    reader.open()
    left = list(reader.index().ids)
    reader.close()
    assert set(left) >= {1, 3}
    assert 2 not in left
