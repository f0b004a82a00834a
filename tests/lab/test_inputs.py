"""The journal, a log on another host and a pattern of files into one store, by an engine that is killed."""

import asyncio
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from tests.sources import journals
from tests.sources.far import Far, packet
from wallwatch.engine.identify import Identifier
from wallwatch.engine.intake import reader_of
from wallwatch.engine.keeper import Keeper
from wallwatch.engine.known import stacks
from wallwatch.engine.pipeline import Pipeline
from wallwatch.sources.journal import JournalSource
from wallwatch.sources.pattern import PatternSource
from wallwatch.sources.pause import Pauses
from wallwatch.store import StoreWriter
from wallwatch.store.reader import StoreReader

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
NAMES = ("journal", "gate", "p")
KILLS = 12
COUNT = 60


async def _collect(folder: Path, *, once: bool) -> None:
    """Collect until all is read or for ever."""
    sources = [
        JournalSource(files=[folder / "system.journal"], pauses=Pauses(0.05, 0.05), once=once),
        Far(folder).source(once=once),
        PatternSource(f"{folder}/p/*", name="p", poll=0.05, once=once),
    ]
    store = StoreWriter(folder / "w.db")
    store.open()
    with closing(store):
        identifier = Identifier(stacks(), lambda _address: None)
        keeper = Keeper(store, lambda: None)
        await Pipeline(sources, reader_of(lambda _source: None), store, identifier, keeper).run()


def _write(folder: Path, far: Far, turn: int) -> None:
    """Write the same packets to all three."""
    numbers = range(turn * COUNT, (turn + 1) * COUNT)
    journals.write(folder / "system.journal", b"".join(map(journals.packet, numbers)))
    with (folder / "p" / f"f{turn % 3}").open("ab") as log:
        log.write(b"".join(map(packet, numbers)))
    far.write(numbers)


def test_each_packet_is_in_the_store_once_over_kills(tmp_path):
    """The engine is killed at random moments, and the remote log is rotated meanwhile: each packet is there once."""
    journals.needed()
    rng = random.Random(42)
    far = Far(tmp_path)
    (tmp_path / "p").mkdir()
    _write(tmp_path, far, 0)
    asyncio.run(asyncio.wait_for(_collect(tmp_path, once=True), 60))
    for turn in range(1, KILLS + 1):
        engine = subprocess.Popen([sys.executable, "-m", "tests.lab.test_inputs", str(tmp_path)], cwd=ROOT)
        time.sleep(0.6 + rng.random())
        if turn % 5 == 0:
            far.rotate()
        _write(tmp_path, far, turn)
        time.sleep(rng.random() * 0.5)
        engine.send_signal(signal.SIGKILL)
        engine.wait()
    asyncio.run(asyncio.wait_for(_collect(tmp_path, once=True), 60))
    reader = StoreReader(tmp_path / "w.db")
    reader.open()
    with closing(reader):
        ids = defaultdict(list)
        for sighting in reader.sightings():
            ids[sighting.source].append(sighting.ip_id)
        rows = {row.name: (row.received, row.unparsed, row.gaps) for row in reader.sources()}
    packets = (KILLS + 1) * COUNT
    everything = list(range(packets))
    assert {name: sorted(found) for name, found in ids.items()} == dict.fromkeys(NAMES, everything)
    assert ids["journal"] == ids["gate"] == everything
    assert rows == dict.fromkeys(NAMES, (packets, 0, 0))


if __name__ == "__main__":
    asyncio.run(_collect(Path(sys.argv[1]), once=False))
