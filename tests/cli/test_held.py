"""Which store a command asks."""

from pathlib import Path

import pytest

from wallwatch.cli.held import chosen, opened
from wallwatch.store import StoreWriter, UnbuiltError


def test_the_store_is_that_of_the_logs_or_the_one_named(tmp_path: Path) -> None:
    """The logs of a command line have a store of their own, whatever is asked of it."""
    state = tmp_path / "STATE" / "wallwatch"
    assert chosen((), None).store == state / "wallwatch.db"
    assert chosen(("kern.log",), None).store.name.startswith("watch-")
    assert chosen(("kern.log",), tmp_path / "s.db").store == tmp_path / "s.db"
    assert chosen(("kern.log",), tmp_path / "s.db").logs == (str(Path("kern.log").absolute()),)


def test_a_store_is_open_for_the_block(tmp_path: Path) -> None:
    """One that is not there yet is none that can be opened."""
    store = tmp_path / "own" / "s.db"
    with pytest.raises(UnbuiltError), opened(store):
        pass
    writer = StoreWriter(store)
    writer.open()
    writer.close()
    with opened(store) as reader:
        assert reader.sources() == []
