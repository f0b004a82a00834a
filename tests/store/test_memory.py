"""What an engine wants to know at its next start."""

from contextlib import closing
from pathlib import Path

from wallwatch.store import Batch, StoreWriter


def test_the_last_words_are_remembered(tmp_path: Path) -> None:
    """They are committed with the batch that they belong to; what has no words is forgotten, the rest stays."""
    for words in ({"a": b"one", "b": b"one"}, {"a": b"two"}, {"b": b""}, {}):
        writer = StoreWriter(tmp_path / "s.db")
        writer.open()
        with closing(writer):
            writer.commit(Batch(memory=words))
    writer.open()
    with closing(writer):
        assert writer.memory() == {"a": b"two"}


def test_at_first_nothing_is_remembered(tmp_path: Path) -> None:
    """A new store has no words."""
    writer = StoreWriter(tmp_path / "s.db")
    writer.open()
    with closing(writer):
        assert writer.memory() == {}
