"""A terminal that is gone is noticed, whoever else is told."""

import asyncio
import os
import pty
import select
import tempfile

import pytest

from wallwatch.ui.hangup import on_hangup

PATIENCE = 10


async def test_the_end_of_a_terminal_is_told_once() -> None:
    """Keys are not taken for it."""
    master, slave = pty.openpty()
    told: list[bool] = []
    gone = asyncio.Event()
    on_hangup(slave, lambda: (told.append(True), gone.set()))
    os.write(master, b"key")
    for _ in range(20):
        await asyncio.sleep(0)
    assert not told
    os.close(master)
    await asyncio.wait_for(gone.wait(), PATIENCE)
    for _ in range(20):
        await asyncio.sleep(0)
    assert told == [True]
    os.close(slave)


async def test_where_there_is_no_epoll_nothing_is_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Linux's."""
    monkeypatch.delattr(select, "epoll")
    on_hangup(0, lambda: None)


async def test_a_file_never_ends() -> None:
    """Where there is no other end, nothing is awaited."""
    with tempfile.TemporaryFile() as file:
        on_hangup(file.fileno(), lambda: None)
