"""The table ``memory``: what an engine wants to know at its next start, in its own words, by names of its own."""

import sqlite3
from collections.abc import Mapping


def put_memory(connection: sqlite3.Connection, words: Mapping[str, bytes]) -> None:
    """Replace what is remembered under these names; nothing forgets what was."""
    for name, said in words.items():
        if said:
            connection.execute("INSERT OR REPLACE INTO memory (name, words) VALUES (?, ?)", (name, said))
        else:
            connection.execute("DELETE FROM memory WHERE name = ?", (name,))


def read_memory(connection: sqlite3.Connection) -> dict[str, bytes]:
    """Return what is remembered."""
    return dict(connection.execute("SELECT name, words FROM memory"))
