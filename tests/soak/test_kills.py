"""kill -9 at random moments, over logs that real logrotate rotates."""

import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.bench.corpus import corpus
from tests.engine.incident import LOGS, SAMPLES
from tests.soak.engine import LOGROTATE, Rotated, by_source, collected, collector, pieces, printed, until
from wallwatch.errors import StoreError
from wallwatch.store import StoreReader

pytestmark = [pytest.mark.soak, pytest.mark.timeout(900)]

LINES = int(os.environ.get("WALLWATCH_SOAK_LINES", "100000"))
SEED = int(os.environ.get("WALLWATCH_SOAK_SEED", "20020302"))
STEPS = 1_000
KILLS = int(os.environ.get("WALLWATCH_SOAK_KILLS", "50"))
ROTATED = ("kern.log", "p0f.log", "ipchains.log", "p0f1.log", "p0f2.log", "snort-fast.log")
"""Logs whose records are lines: what is of several lines is written at once."""
OTHERS = ("ipchains.log", "p0f1.log", "p0f2.log", "snort-fast.log")
BESIDE = frozenset({"verdict", "because"})
"""A verdict weighs what else is known at that moment."""


def _texts() -> dict[str, bytes]:
    """Return what the logs will be: a firewall's, the incident's, and one of other emitters."""
    found = {log: (SAMPLES / log).read_bytes() for log in LOGS}
    found |= {log: (SAMPLES.parent / log).read_bytes() for log in OTHERS}
    found["wall.log"] = "".join(line for second in corpus(LINES) for line in second).encode()
    return found


def _written(logs: dict[str, Rotated], texts: dict[str, bytes], dice: random.Random, rotations: int) -> Iterator[bool]:
    """Write a piece of each log a time, and rotate one now and then; each step yields, so that others can do theirs."""
    parts = {name: list(pieces(text, dice, max(2 * len(text) // STEPS, 80))) for name, text in texts.items()}
    for step in range(STEPS * 3):
        for name, left in parts.items():
            if left:
                logs[name].write(left.pop(0))
        if step % (STEPS // rotations) == 0:
            logs[dice.choice(ROTATED)].rotate()
            while not logs["wall.log"].rotate() and parts["wall.log"]:
                logs["wall.log"].write(parts["wall.log"].pop(0))
        yield any(parts.values())


def _heard(store: Path) -> int:
    """Return how many sources have said something."""
    reader = StoreReader(store)
    try:
        reader.open()
    except StoreError:
        return 0
    with closing(reader):
        return sum(row.received > 0 for row in reader.sources())


@pytest.fixture
def logs(tmp_path: Path) -> dict[str, Rotated]:
    """Empty logs, to be rotated."""
    folder = tmp_path / "log"
    folder.mkdir()
    return {name: Rotated(folder / name) for name in _texts()}


@pytest.mark.skipif(not Path(LOGROTATE).exists(), reason="needs logrotate")
def test_fifty_kills_over_rotated_logs_lose_nothing_and_count_nothing_twice(
    logs: dict[str, Rotated], tmp_path: Path
) -> None:
    """The store holds what scan says of the concatenated logs, line for line in order; the alerts are the same."""
    home, store = tmp_path / "home", tmp_path / "home" / "s.db"
    _kill_and_rotate(home, store, logs)
    whole = _concatenated(logs, tmp_path / "whole")
    scanned = by_source(printed(home, "scan", "--json", *map(str, whole)))
    held = by_source(printed(home, "export", "--json", "--store", str(store)))
    assert {name: len(rows) for name, rows in held.items()} == {name: len(rows) for name, rows in scanned.items()}
    for name, rows in scanned.items():
        assert held[name] == rows, name
    unhurt = home / "unhurt.db"
    assert collected(home, unhurt, whole) == 0
    assert _alerts(home, store) == _alerts(home, unhurt)


def _kill_and_rotate(home: Path, store: Path, logs: dict[str, Rotated]) -> None:
    """Write the logs and rotate them, while engines read them and are killed; a last one reads to the end."""
    dice, texts = random.Random(SEED), _texts()
    for name, log in logs.items():
        first = texts[name].index(b"\n", min(len(texts[name]) // 2, 4_000)) + 1
        log.write(texts[name][:first])
        texts[name] = texts[name][first:]
    paths = [log.path for log in logs.values()]
    engine, kills, due = collector(home, store, paths), 0, 0.0
    until(lambda: _heard(store) == len(logs), "every log is known")
    for more in _written(logs, texts, dice, rotations=20):
        if kills < KILLS and time.monotonic() >= due:
            engine.kill()
            engine.wait()
            engine, kills = collector(home, store, paths), kills + 1
            due = time.monotonic() + dice.uniform(0.3, 1.5)
        if not more and kills >= KILLS:
            break
        time.sleep(KILLS * 1.2 / STEPS)
    engine.kill()
    engine.wait()
    assert kills == KILLS
    assert collected(home, store, paths) == 0


def _concatenated(logs: dict[str, Rotated], folder: Path) -> list[Path]:
    """Put each log and its rotated copies together, under the same name; return the files."""
    folder.mkdir()
    texts = _texts()
    for name, log in logs.items():
        (folder / name).write_bytes(log.whole())
        assert (folder / name).read_bytes() == texts[name]
        shutil.copystat(log.path, folder / name)
    return [folder / name for name in logs]


def _alerts(home: Path, store: Path) -> list[str]:
    rows = printed(home, "export", "--alerts", "--json", "--store", str(store))
    return sorted(repr({key: value for key, value in row.items() if key not in BESIDE}) for row in rows)
