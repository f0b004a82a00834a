"""What made room in memory."""

from contextlib import closing
from pathlib import Path

import pytest

from wallwatch.engine.made_room import NAME, MadeRoom, made_room, remembered, room_words
from wallwatch.store import Batch, StoreReader, StoreWriter

KNOCK = "1 knock is too old to begin a scan."


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (MadeRoom(), ""),
        (MadeRoom(scans=1), "To keep memory small: 1 scan cannot go on."),
        (MadeRoom(knocks=1), f"To keep memory small: {KNOCK}"),
        (MadeRoom(knocks=3_000), "To keep memory small: 3,000 knocks are too old to begin a scan."),
        (
            MadeRoom(2, 3, 1),
            "To keep memory small: 2 alerts were closed early, 3 scans cannot go on, " + KNOCK,
        ),
    ],
)
def test_it_is_told_in_a_sentence(made: MadeRoom, sentence: str) -> None:
    """Only what there is of it."""
    assert made.sentence() == sentence


def test_it_is_remembered_in_the_store(tmp_path: Path) -> None:
    """Beside the alerts, which the store counts itself; what is garbled counts from nothing."""
    tmp_path.chmod(0o700)
    with closing(StoreWriter(tmp_path / "s.db")) as writer:
        writer.open()
        writer.commit(Batch(evicted=7, memory={NAME: room_words(MadeRoom(scans=2, knocks=5))}))
    with closing(StoreReader(tmp_path / "s.db")) as reader:
        reader.open()
        assert made_room(reader) == MadeRoom(7, 2, 5)
    assert remembered({NAME: b"\xff"}) == remembered({}) == MadeRoom()
