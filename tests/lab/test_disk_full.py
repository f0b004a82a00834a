"""T37: a disk that fills up while the engine writes, and has room again later."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.bench.corpus import corpus
from tests.cli.screen import PATIENCE, wallwatch
from wallwatch.errors import StoreError
from wallwatch.store import StoreReader

pytestmark = pytest.mark.lab

LINES = 6_000
"""More than a store of one megabyte holds."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("needs root and mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture(autouse=True)
def _own_directories(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("TZ", "UTC")


def _append(log: Path, texts: list[str]) -> None:
    for start in range(100, LINES, 100):
        with log.open("a") as file:
            file.writelines(texts[start : start + 100])
        time.sleep(0.05)


def _lines(store: Path) -> list[str]:
    reader = StoreReader(store)
    reader.open()
    with closing(reader):
        return [sighting.raw for sighting in reader.sightings()]


def _received(store: Path) -> int:
    reader = StoreReader(store)
    try:
        reader.open()
        with closing(reader):
            return reader.totals().received
    except StoreError:
        return 0


def _await(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_t37_a_full_disk_is_waited_for_and_nothing_is_lost(small_disk: Path, tmp_path: Path) -> None:
    """The collector says so in a sentence, holds its place in the log, and goes on by itself: each line once."""
    log, store = tmp_path / "kern.log", small_disk / "s.db"
    texts = [line for second in corpus(LINES) for line in second]
    log.write_text("".join(texts[:100]))
    with (tmp_path / "said").open("w+b") as said:
        command = [sys.executable, "-m", "wallwatch", "collect", "--store", str(store), str(log)]
        collector = subprocess.Popen(command, stderr=said)
        try:
            _await(lambda: store.exists() and _received(store) == 100)
            _append(log, texts)
            _await(lambda: b"Until then the logs keep what comes." in (tmp_path / "said").read_bytes())
            assert collector.poll() is None
            assert 0 < _received(store) < LINES
            subprocess.run(["mount", "-o", "remount,size=32m", str(small_disk)], check=True)
            _await(lambda: _received(store) == LINES)
        finally:
            collector.terminate()
            assert collector.wait(PATIENCE) == 0
    assert b"can be written again" in (tmp_path / "said").read_bytes()
    assert _lines(store) == [line.rstrip("\n") for line in texts]


def test_t37_the_screen_says_that_the_disk_is_full(small_disk: Path, tmp_path: Path) -> None:
    """What the engine cannot write, it says over its socket; the sentence goes when there is room."""
    log, store = tmp_path / "kern.log", small_disk / "s.db"
    (tmp_path / "CONFIG" / "wallwatch").mkdir(parents=True, mode=0o700)
    (tmp_path / "CONFIG").chmod(0o700)
    (tmp_path / "CONFIG" / "wallwatch" / "config.toml").write_text(f"sources = ['{log}']\nstore = '{store}'\n")
    texts = [line for second in corpus(LINES) for line in second]
    log.write_text("".join(texts[:100]))
    with wallwatch([], columns=160) as screen:
        screen.until("100 = 100 shown")
        _append(log, texts)
        screen.until("Free some space on its file system")
        subprocess.run(["mount", "-o", "remount,size=32m", str(small_disk)], check=True)
        screen.until(f"{LINES} = {LINES} shown")
        screen.until_gone("Free some space on its file system")
        screen.press("Q")
        assert screen.until_ended() == 0
