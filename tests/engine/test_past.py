"""An engine that goes on where another one was killed."""

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.bench.corpus import corpus
from tests.engine.incident import LOGS, SAMPLES, identifier
from tests.engine.kills import alerts, keep, lines, scans
from wallwatch.correlate import Correlator
from wallwatch.correlate.correlator import Restored
from wallwatch.engine import past as past_module
from wallwatch.engine.past import Past, reopen
from wallwatch.formats import LineReader
from wallwatch.model.line import Lines, Reading

OTHERS = ("ipchains.log", "p0f1.log", "snort-syslog.log", "snort-dump.log", "p0f2.log", "netfilter.log")

FLOOD = [
    f"Jan 10 00:{second // 60:02}:{second % 60:02} wall kernel: [8{second}.5] FW: IN=eth0 OUT= SRC=192.0.2.9 "
    f"DST=203.0.113.1 LEN=84 TOS=0x00 PREC=0x00 TTL=61 ID={second + 7} PROTO=ICMP TYPE=8 CODE=0 ID=77 SEQ={second}\n"
    for second in range(1_200)
]
"""An echo request a second: one alert of more packets than are kept."""


SCANS = [
    f"Jan 10 {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02} wall kernel: [9{second}.5] FW: IN=eth0 OUT= "
    f"SRC={source} DST=203.0.113.{host} LEN=44 TOS=0x00 PREC=0x00 TTL=51 ID={port} PROTO=TCP SPT=51123 "
    f"DPT={port} WINDOW=1024 RES=0x00 SYN URGP=0\n"
    for second, source, host, port in sorted(
        [(each // 9, "198.51.100.7", 1 + each % 3, 1 + each) for each in range(300)]
        + [(60 * each, "198.51.100.8", 1, 1 + each) for each in range(30)]
        + [(7 * each, "198.51.100.9", 1, 22) for each in range(99)]
        + [(each, f"198.51.100.{20 + each % 12}", 1, 100 + each // 12) for each in range(180)]
    )
]
"""A scan of hundreds of ports, one of a port a minute, a client that tries again and again, and twelve together."""


def texts() -> dict[str, bytes]:
    """Return logs of all kinds: packets that several saw, repeats, records of many lines, a flow without end."""
    found = {log: (SAMPLES / log).read_bytes() for log in LOGS}
    found |= {log: (SAMPLES.parent / log).read_bytes() for log in OTHERS}
    found["scan.log"] = "".join(SCANS).encode()
    found["wall.log"] = "".join(line for second in corpus(300) for line in second).encode()
    found["ping.log"] = "".join(FLOOD).encode()
    found["again.log"] = "".join(FLOOD[::3]).encode()
    return found


def readings(dice: random.Random) -> list[Reading]:
    """Return what the logs say, each in pieces of any size and all of them mixed."""
    left = [list(_readings(name, text, dice)) for name, text in texts().items()]
    mixed = []
    while left := [each for each in left if each]:
        mixed.append(dice.choice(left).pop(0))
    return mixed


def _readings(name: str, text: bytes, dice: random.Random) -> Iterator[Reading]:
    reader = LineReader(name, zone=UTC)
    rows = text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, rows))]
    at = 0
    while at < len(rows):
        end = min(at + dice.randint(1, max(len(rows) // 4, 2)), len(rows))
        batch = Lines(
            source=name,
            stream=name,
            start=starts[at],
            end=starts[end],
            lines=tuple(row.rstrip(b"\n") for row in rows[at:end]),
            starts=tuple(starts[at:end]),
            ended=end == len(rows),
            newest=1_770_000_000_000_000,
        )
        at = end
        reading = reader.feed(batch)
        if reading.end > reading.start:
            yield reading


def test_alerts_that_are_not_opened_at_the_start_are_fetched_when_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past_module, "AT_HAND", 2)
    lines = [_ping(0, 1), _ping(3_000, 2), _ping(3_002, 3)]
    keep(tmp_path / "store.db", _said(lines))
    fetched: list[int] = []

    class Asked(Past):
        def fetch(self, numbers: Sequence[int]) -> Iterator[Restored]:
            fetched.extend(numbers)
            return super().fetch(numbers)

    past, correlator = Asked(tmp_path / "store.db"), Correlator()
    with closing(past):
        reopen(past, correlator, identifier(), {})
        assert fetched == [2, 3]
        changes = correlator.add(_said([_ping(1, 1)])[0].sightings)
    assert fetched == [2, 3, 1]
    assert [(change.alert.id, change.alert.packets) for change in changes] == [(1, 2)]


def test_no_more_is_opened_at_the_start_than_has_so_many_packets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last one in any case; what was not opened goes on all the same."""
    monkeypatch.setattr(past_module, "PACKETS_AT_HAND", 5)
    keep(tmp_path / "store.db", _said([_ping(second, host) for second in range(3) for host in (1, 2, 3)]))
    past, correlator, opened = Past(tmp_path / "store.db"), Correlator(), list[int]()
    monkeypatch.setattr(correlator, "take_down", lambda alerts: opened.extend(alert.id for alert in alerts))
    with closing(past):
        reopen(past, correlator, identifier(), {})
        assert opened == [3]
        monkeypatch.setattr(past_module, "PACKETS_AT_HAND", 6)
        reopen(past, correlator, identifier(), {})
        assert opened == [3, 2, 3]
        monkeypatch.setattr(past_module, "PACKETS_AT_HAND", 1)
        reopen(past, correlator, identifier(), {})
        assert opened == [3, 2, 3, 3]
        changes = correlator.add(_said([_ping(3, 1)])[0].sightings)
    assert [(change.alert.id, change.alert.packets) for change in changes] == [(1, 4)]


def test_the_year_that_another_log_told_minutes_before_the_end_is_known_at_the_next_start(tmp_path: Path) -> None:
    """The packet of an IDS that tells the year, then five minutes of other lines; the firewall's line comes later."""
    dated = b"07/14/2021-10:00:00.100000 [**] [1:1:1] SCAN [**] {TCP} 192.0.2.7:4000 -> 203.0.113.1:22\n"
    later = b"07/14/2021-10:05:00.100000 [**] [1:1:1] SCAN [**] {TCP} 192.0.2.8:4000 -> 203.0.113.1:22\n"
    undated = (
        b"Jul 14 10:00:00 wall kernel: [8.5] FW: IN=eth0 OUT= SRC=192.0.2.7 DST=203.0.113.1 LEN=60 TOS=0x00 PREC=0x00 "
        b"TTL=61 ID=7 PROTO=TCP SPT=4000 DPT=22 WINDOW=1024 RES=0x00 SYN URGP=0\n"
    )
    said = [reading for text in (dated, later) for reading in _readings("alert", text, random.Random(1))]
    said += _readings("kern.log", undated, random.Random(1))
    keep(tmp_path / "store.db", said, kills=[2])
    assert [(alert["witnesses"], alert["packets"]) for alert, _ in alerts(tmp_path / "store.db")] == [
        ("SK--", 1),
        ("S---", 1),
    ]


def _ping(second: int, host: int) -> str:
    time = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    return (
        f"Jan 10 {time} wall kernel: [{second}.5] FW: IN=eth0 OUT= "
        f"SRC=192.0.2.{host} DST=203.0.113.1 LEN=84 TOS=0x00 PREC=0x00 TTL=61 ID={second + 7} PROTO=ICMP TYPE=8 CODE=0 "
        f"ID=77 SEQ={second}\n"
    )


def _said(rows: Sequence[str]) -> list[Reading]:
    return list(_readings("kern.log", "".join(rows).encode(), random.Random(1)))


@pytest.mark.soak
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.sets(st.integers(1, 70), max_size=40))
@example(41, {1, 13})  # the year is known from an alert that was minutes old at the start
def test_however_often_it_is_killed_the_alerts_are_the_same(seed: int, kills: set[int]) -> None:
    """Lines, packets, ladders and witnesses are those of a run without kills; nothing is missing, nothing twice."""
    said = readings(random.Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        whole, killed = Path(folder, "whole.db"), Path(folder, "killed.db")
        keep(whole, said)
        keep(killed, said, [kill for kill in kills if kill < len(said)])
        assert lines(killed) == lines(whole)
        assert scans(killed) == scans(whole)
        assert {"vertical", "block", "distributed"} <= {scan.kind for scan in scans(whole)}
        assert alerts(killed) == alerts(whole)
