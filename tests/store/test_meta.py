import sqlite3

from wallwatch.store.meta import Meta, read_meta, write_meta
from wallwatch.store.migrate import migrate
from wallwatch.store.schema import STORE_STEPS


def test_a_new_store_stands_at_the_beginning() -> None:
    """No change, no alert, and number 1 for the first alert and the first sighting."""
    connection = sqlite3.connect(":memory:")
    migrate(connection, STORE_STEPS)
    assert read_meta(connection) == Meta(0, 0, next_alert=1, alerts=0, lines=0, archived=0, evicted=0, next_sighting=1)


def test_what_is_written_is_read() -> None:
    """There is one row, whatever is written how often."""
    connection = sqlite3.connect(":memory:")
    migrate(connection, STORE_STEPS)
    write_meta(connection, Meta(1, 2, 3, 4, 5, 6, 7, 8))
    write_meta(connection, Meta(10, 20, 30, 40, 50, 60, 70, 80))
    assert read_meta(connection) == Meta(10, 20, 30, 40, 50, 60, 70, 80)
    assert connection.execute("SELECT count(*) FROM meta").fetchone() == (1,)
