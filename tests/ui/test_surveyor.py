from contextlib import closing
from pathlib import Path

import pytest

from tests.ui.desk import a_session, commit
from wallwatch.engine.lock import collector_lock, lock_path
from wallwatch.errors import StoreError
from wallwatch.model.line import SourceStatus
from wallwatch.store import Batch, StoreWriter
from wallwatch.ui.surveyor import Surveyor

DENIED = SourceStatus(source="kern", state="denied", reason="It may not be read.", remedy="sudo setfacl")


async def test_it_looks_at_the_logs_that_the_store_speaks_of(tmp_path: Path) -> None:
    """While an engine runs its word counts; without one, what the file looks like now."""
    log = tmp_path / "kern.log"
    log.write_text("Nov 22 10:00:00 gate kernel: eth0: link up\n")
    session = a_session(tmp_path, logs=lambda: {"kern": log})
    commit(session.store, statuses=[DENIED])
    (found,) = await Surveyor(session)()
    assert (found.row.state, found.known.path, found.known.clues.kernel) == ("ok", log, 1)
    assert found.position is not None
    with collector_lock(lock_path(session.store)):
        (found,) = await Surveyor(session)()
    assert found.row.state == "denied"


async def test_it_tells_what_was_dropped_from_memory(tmp_path: Path) -> None:
    """In a sentence, as the store counts it."""
    session = a_session(tmp_path)
    commit(session.store, statuses=[DENIED])
    assert await Surveyor(session).room() == ""
    writer = StoreWriter(session.store)
    writer.open()
    with closing(writer):
        writer.commit(Batch(evicted=2))
    assert await Surveyor(session).room() == "To keep memory small: 2 alerts were closed early."


async def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The screen goes on with what it knows."""
    with pytest.raises(StoreError):
        await Surveyor(a_session(tmp_path))()
