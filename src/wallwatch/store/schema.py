"""The tables, as steps from one version of the schema to the next.

A step that was released is never edited: a change of a table is a new step at the end. ``NULL`` means unknown, times
are microseconds since the epoch, byte ranges are ``[start, end)``.
"""

import sqlite3
from collections.abc import Callable
from typing import Final

from wallwatch.store.conversion import number_sightings

Step = tuple[str | Callable[[sqlite3.Connection], None], ...]
"""The statements, and the functions where statements are not enough, that lead from one version to the next."""

_ALERTS: Final = """
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    first INTEGER NOT NULL, last INTEGER NOT NULL, packets INTEGER NOT NULL, lines INTEGER NOT NULL,
    proto TEXT NOT NULL, src TEXT NOT NULL, dst TEXT NOT NULL, src_key BLOB, dst_key BLOB,
    sport INTEGER, dport INTEGER, icmp_type INTEGER, icmp_code INTEGER, flags TEXT, ttl INTEGER,
    witnesses TEXT NOT NULL,
    gid INTEGER, sid INTEGER, rev INTEGER, msg TEXT,
    action TEXT, chain TEXT, rule TEXT, host TEXT, iface TEXT,
    os_label TEXT, os_family TEXT, hops INTEGER,
    verdict TEXT NOT NULL, network TEXT, asn INTEGER,
    sources TEXT NOT NULL,
    record BLOB NOT NULL
)"""

# The feed's order. It covers what the feed's index reads, so that a million rows are listed without touching the
# table; every further index would halve the speed of a bulk load, and a scan of the table is fast enough for filters.
_ALERTS_IN_ORDER: Final = "CREATE INDEX alerts_in_order ON alerts (first, id, last, lines)"

_PACKETS: Final = """
CREATE TABLE packets (
    alert INTEGER NOT NULL, place INTEGER NOT NULL, record BLOB NOT NULL,
    PRIMARY KEY (alert, place)
) WITHOUT ROWID"""

_CHANGES: Final = """
CREATE TABLE changes (number INTEGER PRIMARY KEY, alert INTEGER NOT NULL, kind TEXT NOT NULL, into_alert INTEGER)"""

_RANGES: Final = """
CREATE TABLE ranges (
    source TEXT NOT NULL, stream TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    PRIMARY KEY (source, stream, start)
) WITHOUT ROWID"""

_SOURCES: Final = """
CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    state TEXT NOT NULL, reason TEXT NOT NULL, remedy TEXT NOT NULL,
    received INTEGER NOT NULL, other INTEGER NOT NULL, unparsed INTEGER NOT NULL, lost INTEGER NOT NULL,
    last_event INTEGER, heard INTEGER,
    minute INTEGER NOT NULL, minute_lines INTEGER NOT NULL, previous_lines INTEGER NOT NULL
) WITHOUT ROWID"""

_UNPARSED: Final = """
CREATE TABLE unparsed (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, stream TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL
)"""

_UNPARSED_BY_SOURCE: Final = "CREATE INDEX unparsed_by_source ON unparsed (source)"

_META: Final = """
CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL, forgotten INTEGER NOT NULL, next_alert INTEGER NOT NULL,
    alerts INTEGER NOT NULL, lines INTEGER NOT NULL, archived INTEGER NOT NULL, evicted INTEGER NOT NULL
)"""

_META_ROW: Final = "INSERT INTO meta VALUES (1, 0, 0, 1, 0, 0, 0, 0)"

_FORGED: Final[Step] = tuple(
    f"ALTER TABLE {table} ADD COLUMN forged INTEGER NOT NULL DEFAULT 0" for table in ("sources", "unparsed")
)

# Every sighting in the order of arrival with its raw lines, see the module ``blocks``.
_BLOCKS: Final = """
CREATE TABLE blocks (
    first INTEGER PRIMARY KEY, size INTEGER NOT NULL, newest INTEGER NOT NULL,
    sightings BLOB NOT NULL, raw BLOB NOT NULL
)"""

_REDATED: Final = "CREATE TABLE redated (number INTEGER PRIMARY KEY, time INTEGER NOT NULL, repeat_after INTEGER)"

# What is looked for when old blocks are pruned.
_BLOCKS_BY_TIME: Final = "CREATE INDEX blocks_by_time ON blocks (newest)"

_PRUNED: Final = "CREATE TABLE pruned (alert INTEGER PRIMARY KEY, lines INTEGER NOT NULL)"

# Sightings that no packet of their alert has any more, or never had.
_SPARE: Final = """
CREATE TABLE spare (
    alert INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (alert, number)
) WITHOUT ROWID"""

_NUMBERED_PACKETS: Final = """
CREATE TABLE packets (
    alert INTEGER NOT NULL, place INTEGER NOT NULL, number INTEGER NOT NULL, record BLOB,
    PRIMARY KEY (alert, place)
) WITHOUT ROWID"""

_STREAMS: Final = """
CREATE TABLE streams (
    source TEXT NOT NULL, stream TEXT NOT NULL, mark TEXT NOT NULL, cursor TEXT NOT NULL,
    PRIMARY KEY (source, stream)
) WITHOUT ROWID"""

_ADDRESS_CHANGES: Final = """
CREATE TABLE address_changes (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, host TEXT, iface TEXT
)"""

# What an engine wants to know at its next start.
_MEMORY: Final = "CREATE TABLE memory (name TEXT PRIMARY KEY, words BLOB NOT NULL) WITHOUT ROWID"

_HISTORY: Final[Step] = (
    "ALTER TABLE sources ADD COLUMN gaps INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE meta ADD COLUMN next_sighting INTEGER NOT NULL DEFAULT 1",
    _BLOCKS,
    _BLOCKS_BY_TIME,
    _PRUNED,
    _REDATED,
    _SPARE,
    _STREAMS,
    _ADDRESS_CHANGES,
    "ALTER TABLE packets RENAME TO whole_packets",
    _NUMBERED_PACKETS,
    number_sightings,
    "DROP TABLE whole_packets",
    _MEMORY,
)

# Beside the order it has what most filters and all drafts of noise rules ask for, so that a million alerts are counted
# by reading a quarter of the bytes. Alerts come in nearly by time, so that this costs a load next to nothing.
_ALERTS_IN_ORDER_WITH_FIELDS: Final = """
CREATE INDEX alerts_in_order ON alerts (
    first, id, last, lines, dport, proto, src_key, packets, flags, os_label, os_family, hops, gid, sid, msg, sport,
    icmp_type, verdict, network
)"""

# Attempts of systems that tried again, by where they come from: what is searched for a machine's other addresses. Most
# alerts are none, and cost nothing here. The range is the /16 of an IPv4 address, the /32 of an IPv6 one.
_RANGE: Final = "substr(src_key, 1, CASE substr(src_key, 1, 12) WHEN x'00000000000000000000ffff' THEN 14 ELSE 4 END)"
_CALLED_AGAIN: Final = "proto = 'tcp' AND packets > 1 AND os_family IS NOT NULL"
_ALERTS_BY_RANGE: Final = f"CREATE INDEX alerts_by_range ON alerts ({_RANGE}, os_family, first) WHERE {_CALLED_AGAIN}"

_ALERTS_IN_ORDER_WITH_SCANS: Final = _ALERTS_IN_ORDER_WITH_FIELDS.replace("network\n", "network, scan\n")

_SCANS: Final = """
CREATE TABLE scans (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, newest INTEGER NOT NULL, alerts INTEGER NOT NULL, record BLOB NOT NULL
)"""

STORE_STEPS: Final[tuple[Step, ...]] = (
    (
        _ALERTS,
        _ALERTS_IN_ORDER,
        _PACKETS,
        _CHANGES,
        _RANGES,
        _SOURCES,
        _UNPARSED,
        _UNPARSED_BY_SOURCE,
        _META,
        _META_ROW,
    ),
    _FORGED,
    _HISTORY,
    ("DROP INDEX alerts_in_order", _ALERTS_IN_ORDER_WITH_FIELDS),
    (_ALERTS_BY_RANGE,),
    (
        _SCANS,
        "ALTER TABLE alerts ADD COLUMN scan INTEGER",
        "DROP INDEX alerts_in_order",
        _ALERTS_IN_ORDER_WITH_SCANS,
    ),
)

_OPERATIONS: Final = """
CREATE TABLE operations (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, turned_on INTEGER NOT NULL,
    text TEXT NOT NULL, rule TEXT NOT NULL, state TEXT NOT NULL
)"""

_SUBJECTS: Final = """
CREATE TABLE subjects (
    operation INTEGER NOT NULL, place INTEGER NOT NULL,
    proto TEXT NOT NULL, src TEXT NOT NULL, sport INTEGER, dst TEXT NOT NULL, dport INTEGER,
    icmp_type INTEGER, icmp_code INTEGER, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (operation, place)
) WITHOUT ROWID"""

_PERSONS: Final[Step] = (
    "ALTER TABLE operations ADD COLUMN person TEXT NOT NULL DEFAULT ''",
    # How many bytes of the journal's file belong to what is committed.
    "CREATE TABLE journal (one INTEGER PRIMARY KEY CHECK (one = 1), bytes INTEGER NOT NULL)",
    "INSERT INTO journal VALUES (1, 0)",
)

MARKS_STEPS: Final[tuple[Step, ...]] = ((_OPERATIONS, _SUBJECTS), _PERSONS)
