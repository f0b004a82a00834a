import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.make import NOON
from wallwatch.errors import StoreError, WallwatchError
from wallwatch.store.complaints import CancelledError
from wallwatch.store.database import Database

STEPS = (("CREATE TABLE rocks (name TEXT)",),)
FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
OPEN = "import sys, pathlib; from wallwatch.store import Marks; Marks(pathlib.Path(sys.argv[1])).open()"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = Database(path, STEPS)
    assert database.open(NOON) is None
    yield database
    database.close()


def rocks(database: Database) -> list[str]:
    return [name for (name,) in database.connection.execute("SELECT name FROM rocks")]


def test_files_are_private_from_the_first_byte(path: Path) -> None:
    """Whatever the umask, the directory is 0700, and the database, its log and its index are 0600."""
    before = os.umask(0)
    try:
        database = Database(path, STEPS)
        database.open(NOON)
        with database.writing() as connection:
            connection.execute("INSERT INTO rocks VALUES ('granite')")
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
        database.close()
    finally:
        os.umask(before)
    assert modes == {"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_files_in_a_directory_of_a_group_are_the_groups(path: Path) -> None:
    """Whatever the umask, everybody of the group may write the database, its log and its index."""
    path.parent.mkdir()
    path.parent.chmod(0o2770)
    before = os.umask(0o077)
    try:
        database = Database(path, STEPS)
        assert database.open(NOON) is None
        with database.writing() as connection:
            connection.execute("INSERT INTO rocks VALUES ('granite')")
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
        database.close()
    finally:
        os.umask(before)
    assert modes == {"store.db": 0o660, "store.db-wal": 0o660, "store.db-shm": 0o660}


def test_rights_in_excess_are_taken_away(database: Database, path: Path) -> None:
    """Somebody copied the file here, and everybody could read it."""
    database.close()
    path.chmod(0o644)
    database.open(NOON)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_network_file_system_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence, beside that about a damaged file, if there is one."""
    monkeypatch.setattr("wallwatch.store.database.network_warning", lambda directory: f"{directory} is far away.")
    database = Database(path, STEPS)
    assert database.open(NOON) == f"{path.parent} is far away."
    database.close()
    path.write_bytes(b"no database" * 1_000)
    message = database.open(NOON)
    assert message is not None
    assert message.endswith(f"a new one was begun. {path.parent} is far away.")
    database.close()


def test_the_log_does_not_grow_for_ever(database: Database, path: Path) -> None:
    """It is written into the database again and again, and begun anew."""
    for _ in range(30):
        with database.writing() as connection:
            connection.executemany("INSERT INTO rocks VALUES (?)", [("granite" * 1_000,)] * 100)
    assert path.stat().st_size > 20 * 10**6
    assert path.with_name("store.db-wal").stat().st_size < 12 * 10**6


def test_a_directory_that_others_may_write_is_refused(path: Path) -> None:
    """Who may write there could put another database in its place."""
    path.parent.mkdir()
    path.parent.chmod(0o777)
    with pytest.raises(WallwatchError, match="can be written by others"):
        Database(path, STEPS).open(NOON)


@pytest.mark.parametrize(("pragma", "value"), [
    ("journal_mode", "wal"), ("synchronous", 1), ("trusted_schema", 0), ("user_version", 1), ("busy_timeout", 5000),
])  # fmt: skip
def test_a_connection_is_set_up(database: Database, pragma: str, value: object) -> None:
    """Write-ahead, patient, and without trust in functions that a file names."""
    assert database.connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_full_synchronisation_is_a_choice(path: Path) -> None:
    """Human work is on the disk when the commit returns."""
    database = Database(path, STEPS, synchronous="FULL")
    database.open(NOON)
    assert database.connection.execute("PRAGMA synchronous").fetchone() == (2,)
    database.close()


def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    """An error inside takes back what was written before it, and the next transaction works."""
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.executemany("INSERT INTO rocks VALUES (?)", ((1 // each,) for each in (1, 0)))
    with database.writing() as connection:
        connection.execute("INSERT INTO rocks VALUES ('basalt')")
    assert rocks(database) == ["basalt"]


def test_a_snapshot_does_not_move(database: Database, path: Path) -> None:
    """What is committed by another connection meanwhile is seen by the next transaction."""
    other = Database(path, STEPS)
    other.open(NOON)
    with database.reading():
        assert rocks(database) == []
        with other.writing() as connection:
            connection.execute("INSERT INTO rocks VALUES ('granite')")
        assert rocks(database) == []
    assert rocks(database) == ["granite"]
    other.close()


def test_a_held_file_is_told_after_the_wait(database: Database, path: Path) -> None:
    """A writer that finds another one waits, and then says so."""
    other = Database(path, STEPS)
    other.open(NOON)
    other.connection.execute("PRAGMA busy_timeout = 1")
    with database.writing(), pytest.raises(StoreError, match="Another program holds"), other.writing():
        pytest.fail("two writers at once")
    other.close()


def test_a_full_disk_is_told_and_passes(database: Database) -> None:
    """Nothing of the failed transaction is there, and with room again the next one works."""
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="no room left"), database.writing() as connection:
        connection.executemany("INSERT INTO rocks VALUES (?)", [("granite" * 100,)] * 1000)
    assert rocks(database) == []
    database.connection.execute("PRAGMA max_page_count = 100000")
    with database.writing() as connection:
        connection.execute("INSERT INTO rocks VALUES ('basalt')")
    assert rocks(database) == ["basalt"]


@pytest.mark.parametrize("content", [b"this is no database, it is a long enough sentence" * 100, b"\0" * 4096])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(path: Path, content: bytes) -> None:
    """The sentence names the file, and what was in it is kept under another name."""
    path.parent.mkdir()
    path.write_bytes(content)
    database = Database(path, STEPS)
    message = database.open(NOON)
    assert message is not None
    assert "is damaged" in message
    assert "set aside as store.db.corrupt-20020302T150000.000000, and a new one was begun" in message
    assert rocks(database) == []
    assert path.with_name("store.db.corrupt-20020302T150000.000000").read_bytes() == content
    database.close()


def test_a_file_damaged_inside_is_set_aside(database: Database, path: Path) -> None:
    """Pages that contradict each other are found when the file is opened, not when they are read."""
    with database.writing() as connection:
        connection.executemany("INSERT INTO rocks VALUES (?)", [(f"granite {row}" * 20,) for row in range(2_000)])
    database.close()
    with path.open("r+b") as file:
        file.seek(16_384)
        file.write(b"\x55" * 65_536)
    message = database.open(NOON)
    assert message is not None
    assert rocks(database) == []


def test_a_newer_file_is_left_as_it_is(path: Path) -> None:
    """It is refused, and not a byte of it changes."""
    path.parent.mkdir(mode=0o700)
    newer = sqlite3.connect(path, isolation_level=None)
    newer.execute("CREATE TABLE future (x)")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = path.read_bytes()
    for opening in (lambda each: each.open(NOON), Database.open_for_reading):
        with pytest.raises(StoreError, match="newer wallwatch"):
            opening(Database(path, STEPS))
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["store.db"]


def test_a_reader_cannot_write(database: Database, path: Path) -> None:
    """The connection itself forbids it."""
    reader = Database(path, STEPS)
    reader.open_for_reading()
    with pytest.raises(StoreError, match="may not be written"), reader.writing() as connection:
        connection.execute("INSERT INTO rocks VALUES ('granite')")
    assert rocks(database) == []
    reader.close()


@pytest.mark.parametrize("exists", [True, False])
def test_a_reader_builds_nothing(path: Path, *, exists: bool) -> None:
    """Where no collector was yet, the sentence says what to start, and nothing is made."""
    path.parent.mkdir()
    if exists:
        path.touch()
    with pytest.raises(StoreError, match=r"is not built yet\. Start the collector"):
        Database(path, STEPS).open_for_reading()
    assert path.exists() is exists


def test_a_reader_finds_an_older_schema_not_built_yet(database: Database, path: Path) -> None:
    """Only the writer migrates."""
    assert rocks(database) == []
    with pytest.raises(StoreError, match="is not built yet"):
        Database(path, (*STEPS, ("SELECT 1",))).open_for_reading()


def test_a_long_query_is_cancelled_from_another_thread(database: Database) -> None:
    """It raises where it runs, and the connection can be used again."""
    running = threading.Event()
    database.connection.set_progress_handler(running.set, 1000)

    def cancel() -> None:
        running.wait()
        database.interrupt()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(CancelledError), database.reading() as connection:
        connection.execute(FOREVER).fetchone()
    thread.join()
    assert rocks(database) == []


def test_a_closed_database_says_so(database: Database) -> None:
    """Closing twice and interrupting a closed one are no mistakes; asking it is."""
    database.close()
    database.close()
    database.interrupt()
    with pytest.raises(StoreError, match="is not open"), database.reading():
        pytest.fail("a closed database was read")


def test_several_processes_may_open_a_new_file_at_once(path: Path) -> None:
    """Whoever comes second waits for the first one's tables."""
    path.parent.mkdir(mode=0o700)
    opening = [subprocess.Popen([sys.executable, "-c", OPEN, str(path)], stderr=subprocess.PIPE) for _ in range(6)]
    complaints = [process.communicate()[1] for process in opening]
    assert complaints == [b""] * 6
    assert [process.returncode for process in opening] == [0] * 6
