"""Stores as earlier versions wrote them, made from the steps and the forms of their time."""

import sqlite3
from contextlib import closing
from operator import attrgetter
from pathlib import Path

import msgspec

from tests.store.make import NOON, SECOND, STREAM, alert, packet, subject
from wallwatch.model import Packet
from wallwatch.store.migrate import migrate
from wallwatch.store.record import NAMES
from wallwatch.store.rows import ALERT_COLUMNS, alert_row
from wallwatch.store.schema import MARKS_STEPS, STORE_STEPS

FIELDS = ((6, 31),)
"""Before a version, how many fields the records of an alert had that are written without their names."""
WHOLE_PACKETS = """
CREATE TABLE packets (
    alert INTEGER NOT NULL, place INTEGER NOT NULL, record BLOB NOT NULL,
    PRIMARY KEY (alert, place)
) WITHOUT ROWID"""
"""The table ``packets`` of the versions 1 and 2, whose records hold the sightings with their raw lines."""

WHOLE = 2
"""The last version that wrote such packets; a later one is made of it."""


def put_whole_packet(connection: sqlite3.Connection, alert: int, place: int, packet: Packet) -> None:
    table = connection.execute(
        "SELECT max(name) FROM sqlite_master WHERE name IN ('packets', 'whole_packets')"
    ).fetchone()[0]
    connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", (alert, place, msgspec.msgpack.encode(packet)))  # noqa: S608


def make_store(path: Path, version: int, alerts: int = 3) -> None:
    """Write a store of ``version`` with alerts of two packets each, the lines of which are ``line <alert>.<place>``."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN")
        migrate(connection, STORE_STEPS[: min(version, WHOLE)])
        for number in range(1, alerts + 1):
            made = alert(number, packets=2, lines=2)
            row = dict(zip(ALERT_COLUMNS, alert_row(made), strict=True)) | {"record": msgspec.msgpack.encode(made)}
            held = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('alerts')")]
            places = ", ".join("?" * len(held))
            connection.execute(
                f"INSERT INTO alerts ({', '.join(held)}) VALUES ({places})",  # noqa: S608
                [row[name] for name in held],
            )
            for place in range(2):
                time = NOON + (number + place) * SECOND
                put_whole_packet(connection, number, place, packet(time, raw=f"line {number}.{place}"))
        connection.execute("INSERT INTO ranges VALUES ('kern.log', ?, 0, 500)", (STREAM,))
        connection.execute(
            "INSERT INTO sources (name, state, reason, remedy, received, other, unparsed, lost, minute, minute_lines,"
            " previous_lines) VALUES ('kern.log', 'ok', '', '', ?, 1, 1, 0, 0, 0, 0)",
            (2 * alerts + 2,),
        )
        connection.execute("INSERT INTO unparsed (source, stream, start, end, text) VALUES ('kern.log', '', 0, 9, '?')")
        connection.execute(
            "UPDATE meta SET number = 7, next_alert = ?, alerts = ?, lines = ?", (alerts + 1, alerts, 2 * alerts)
        )
        migrate(connection, STORE_STEPS[:version])
        for number in range(1, alerts + 1) if version > WHOLE else ():
            connection.execute("UPDATE alerts SET record = ? WHERE id = ?", (_listed(version, number), number))
        connection.execute("COMMIT")


def _listed(version: int, number: int) -> bytes:
    """Return the record of an alert as a version wrote it that leaves the names of its fields out."""
    names = NAMES[: next((many for before, many in FIELDS if version < before), None)]
    return msgspec.msgpack.encode(attrgetter(*names)(alert(number, packets=2, lines=2)))


def make_marks(path: Path, version: int) -> None:
    """Write marks of ``version``: a star, and a note that was undone."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        migrate(connection, MARKS_STEPS[:version])
        about = msgspec.structs.astuple(subject(NOON + SECOND))
        for number, kind, text, state in ((1, "starred", "", "applied"), (2, "note", "asked", "undone")):
            connection.execute(
                "INSERT INTO operations (id, at, kind, turned_on, text, rule, state) VALUES (?, ?, ?, 1, ?, '', ?)",
                (number, NOON, kind, text, state),
            )
            places = ", ".join("?" * (2 + len(about)))
            connection.execute(f"INSERT INTO subjects VALUES ({places})", (number, 0, *about))  # noqa: S608
        connection.commit()
