"""What else happens to a collector: it is stopped, the clock jumps, descriptors are few, a screen only reads."""

import os
import re
import resource
import shutil
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.bench.corpus import corpus
from tests.cli.screen import Screen, wallwatch
from tests.engine.incident import LOGS, SAMPLES
from tests.soak.engine import WALLWATCH, Rotated, collected, collector, environment, printed, until
from wallwatch.errors import StoreError
from wallwatch.store import StoreReader

pytestmark = pytest.mark.soak

YEARS = 40 * 365 * 86_400


@pytest.fixture(autouse=True)
def _own_directories(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)


def _lines(store: Path) -> list[str]:
    reader = StoreReader(store)
    try:
        reader.open()
        return [sighting.raw for sighting in reader.sightings()]
    except (StoreError, FileNotFoundError):
        return []  # it is just being built
    finally:
        reader.close()


def _written(count: int, at: int) -> list[str]:
    return [line for second in corpus(count) for line in second][at:]


@pytest.mark.skipif(shutil.which("logrotate") is None, reason="needs logrotate")
def test_t35_a_collector_that_is_stopped_over_rotations_misses_nothing(tmp_path: Path) -> None:
    """SIGSTOP, three rotations with lines before and after each, SIGCONT: every line once, in order."""
    log, store = Rotated(tmp_path / "kern.log"), tmp_path / "home" / "s.db"
    texts = _written(500, 0)
    log.write("".join(texts[:100]).encode())
    with collector(tmp_path / "home", store, [log.path]) as engine:
        until(lambda: len(_lines(store)) == 100, "the first lines are there")
        engine.send_signal(signal.SIGSTOP)
        for start in (100, 200, 300):
            log.write("".join(texts[start : start + 100]).encode())
            assert log.rotate()
        log.write("".join(texts[400:]).encode())
        engine.send_signal(signal.SIGCONT)
        until(lambda: len(_lines(store)) == 500, "all lines are there")
        engine.terminate()
        assert engine.wait(30) == 0
    assert _lines(store) == [text.rstrip("\n") for text in texts]


@pytest.mark.parametrize("moved", [-YEARS, YEARS])
def test_t36_a_file_from_another_age_is_read_once(tmp_path: Path, moved: int) -> None:
    """The time of a file decides nothing: whatever the clock did, what was read is known by its bytes."""
    log, store = tmp_path / "kern.log", tmp_path / "home" / "s.db"
    texts = _written(300, 0)
    for end in (100, 200, 300):
        with log.open("a") as file:
            file.writelines(texts[end - 100 : end])
        at = max(time.time() + moved * (end - 200) / 100, 1)
        os.utime(log, (at, at))
        assert collected(tmp_path / "home", store, [log]) == 0
    assert _lines(store) == [text.rstrip("\n") for text in texts]


def test_t38_a_hundred_logs_with_64_descriptors(tmp_path: Path) -> None:
    """What cannot be opened is said of its source and by the exit code; what can is read, and the collector goes on."""
    logs = [tmp_path / f"kern{number}.log" for number in range(100)]
    for number, log in enumerate(logs):
        log.write_text(_written(101, number)[0])
    command = [*WALLWATCH, "collect", "--once", "--store", str(tmp_path / "home" / "s.db"), *map(str, logs)]
    limited = subprocess.run(
        command,
        stderr=subprocess.PIPE,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
    )
    assert limited.returncode == 1, limited.stderr.decode()
    assert b"Too many open files" in limited.stderr
    assert b"Traceback" not in limited.stderr
    reader = StoreReader(tmp_path / "home" / "s.db")
    reader.open()
    with closing(reader):
        rows = reader.sources()
    assert len(rows) == 100
    assert sum(row.received for row in rows) > 20
    assert all(row.received == 1 or row.reason for row in rows)
    assert collected(tmp_path / "home", tmp_path / "home" / "s.db", logs) == 0
    assert len(printed(tmp_path / "home", "export", "--json", "--store", str(tmp_path / "home" / "s.db"))) == 100


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_screen_that_only_reads_opens_nothing_else_for_writing(tmp_path: Path) -> None:
    """Beside the terminal, only what SQLite opens to read the store and the marks that lie beside it."""
    logs = [SAMPLES / log for log in LOGS]
    trace = tmp_path / "trace"
    collecting = subprocess.Popen([*WALLWATCH, "collect", *map(str, logs)], stderr=subprocess.DEVNULL)
    folder = tmp_path / "home" / "STATE" / "wallwatch"
    until(lambda: any(len(_lines(store)) == 57 for store in folder.glob("watch-*.db")) or _count(folder), "it collects")
    prefix = ("strace", "-f", "-o", str(trace), "-e", "trace=open,openat,creat,rename,unlink,mkdir")
    try:
        with wallwatch(["watch", "--read-only", *map(str, logs)], prefix=prefix) as screen:
            screen.until("57 = 57 shown")
            screen.press("jj5")
            screen.until("Sources")
            screen.press("Q")
            assert screen.until_ended() == 0
    finally:
        collecting.terminate()
        collecting.wait(30)
    written = {
        match[1]
        for match in re.finditer(
            r'(?:openat?\([^"]*|creat\()"([^"]+)", [^)]*O_(?:WRONLY|RDWR|CREAT)', trace.read_text()
        )
    }
    allowed = re.compile(rf"/dev/(tty|null|pts/\d+)|{folder}/(watch-\w+|marks)\.db(-wal|-shm|-journal)?|.*\.pyc\.\d+")
    assert {path for path in written if not allowed.fullmatch(path)} == set()


def _count(folder: Path) -> bool:
    """Tell whether the store there has all lines of the incident."""
    for store in folder.glob("watch-*.db"):
        reader = StoreReader(store)
        try:
            reader.open()
            return reader.totals().received == 57
        except (StoreError, FileNotFoundError):
            continue
        finally:
            reader.close()
    return False


def _seen_after(marking: Screen, watching: Screen, key: str) -> float:
    """Press a key that marks, and return the seconds until the other screen shows it."""
    marking.press(key)
    begun = time.monotonic()
    watching.until_true(lambda text: "*" in text.splitlines()[2], "the star")
    return time.monotonic() - begun


def test_two_people_see_each_others_marks_within_half_a_second() -> None:
    """Beside a collector, two screens over one store; the star of one stands on the other's row."""
    logs = [str(SAMPLES / log) for log in LOGS]
    collecting = subprocess.Popen([*WALLWATCH, "collect", *logs], stderr=subprocess.DEVNULL)
    try:
        with wallwatch(["watch", *logs]) as first, wallwatch(["watch", *logs]) as second:
            for screen in (first, second):
                screen.until("57 = 57 shown")
                screen.press("g")
            assert _seen_after(first, second, "gs") < 0.5
            for screen in (first, second):
                screen.press("Q")
                assert screen.until_ended() == 0
    finally:
        collecting.terminate()
        collecting.wait(30)
