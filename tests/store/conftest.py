"""An open store for the tests that need one."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.make import NOON
from wallwatch.store.marks import Marks
from wallwatch.store.migrate import migrate
from wallwatch.store.reader import StoreReader
from wallwatch.store.schema import STORE_STEPS
from wallwatch.store.writer import StoreWriter


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "store.db"


@pytest.fixture
def tables() -> Iterator[sqlite3.Connection]:
    """Return a store's tables, empty, without a file."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, STORE_STEPS)
    yield connection
    connection.close()


@pytest.fixture
def writer(path: Path) -> Iterator[StoreWriter]:
    writer = StoreWriter(path, clock=lambda: NOON)
    writer.open()
    yield writer
    writer.close()


@pytest.fixture
def reader(path: Path, writer: StoreWriter) -> Iterator[StoreReader]:
    assert writer.next_alert_id() == 1
    reader = StoreReader(path)
    reader.open()
    yield reader
    reader.close()


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    marks = Marks(tmp_path / "state" / "marks.db", clock=lambda: NOON)
    marks.open()
    yield marks
    marks.close()
