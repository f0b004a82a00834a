"""How the program ends, and what becomes of the terminal: the cases U1 to U8 and U11."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.bench.corpus import corpus
from tests.cli.screen import PATIENCE, Screen, wallwatch
from tests.engine.incident import LOGS, SAMPLES
from wallwatch.errors import StoreError
from wallwatch.store import StoreReader

pytestmark = pytest.mark.soak

SOON = 2.0
"""Seconds within which the program has to be gone."""
STALL = 5.0
"""Seconds for which nobody reads the terminal."""


@pytest.fixture
def logs(tmp_path: Path) -> list[str]:
    """The incident's logs in a folder of their own."""
    folder = tmp_path / "log"
    shutil.copytree(SAMPLES, folder)
    return [str(folder / log) for log in LOGS]


def _lines(store: Path) -> int:
    """Return how many lines a store has of its sources."""
    reader = StoreReader(store)
    try:
        reader.open()
    except StoreError:
        return 0
    with closing(reader):
        return reader.totals().received


def _store() -> Path:
    """Return the one store of this test."""
    (store,) = _stores()
    return store


def _stores() -> list[Path]:
    return list(Path(os.environ["XDG_STATE_HOME"], "wallwatch").glob("watch-*.db"))


def _until_collected(count: int) -> None:
    """Wait until the one store of this test has that many lines."""
    deadline = time.monotonic() + PATIENCE
    while sum(map(_lines, _stores())) < count:
        assert time.monotonic() < deadline, f"the store never had {count} lines"
        time.sleep(0.05)


def _is_restored(screen: Screen) -> bool:
    """Tell whether the shell's screen is back, the mouse and the paste mode are off, and the cursor is seen."""
    sent = screen.painted
    on_and_off = ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?2004h", b"\x1b[?2004l"), (b"\x1b[?25l", b"\x1b[?25h"))
    return screen.is_cooked and all(sent.rfind(off) > sent.rfind(on) for on, off in on_and_off)


def _ended(screen: Screen) -> float:
    """Wait until the program has ended well; return how many seconds it took."""
    began = time.monotonic()
    assert screen.until_ended() == 0
    return time.monotonic() - began


@contextmanager
def _stalled(logs: list[str]) -> Iterator[Screen]:
    """Give a program whose terminal nobody reads any more, while its log grows."""
    log = Path(logs[0])
    text = "".join(line for second in corpus(2_000) for line in second)
    with wallwatch(["watch", *logs], environment={"COLORTERM": "truecolor"}) as screen:
        screen.until("57 = 57 shown")
        for start in range(0, len(text), 20_000):
            with log.open("a") as file:
                file.write(text[start : start + 20_000])
            screen.press("jk")
            time.sleep(0.05)
        yield screen


@pytest.mark.soak
def test_u1_a_terminal_that_is_not_read_stops_nothing(logs: list[str]) -> None:
    """The store grows meanwhile; when it is read again the screen is right, and keys work."""
    with _stalled(logs) as screen:
        for _ in range(20):
            with Path(logs[0]).open("a") as file:
                file.writelines(next(iter(corpus(100))))
            screen.press("j")
            time.sleep(STALL / 20)
        assert _lines(_store()) > 57 + 2_000
        screen.until("4057 = 4057 shown")
        screen.press("5")
        screen.until("Sources")
        screen.press("Q")
        _ended(screen)
        assert _is_restored(screen)


def test_u2_a_line_that_drops_ends_the_program_in_order(logs: list[str]) -> None:
    """SIGHUP, and no terminal any more: exit code 0, and soon."""
    with wallwatch(["watch", *logs]) as screen:
        screen.until("57 = 57 shown")
        began = time.monotonic()
        assert screen.hang_up() == 0
        assert time.monotonic() - began < SOON


def test_u3_sigterm_restores_the_terminal(logs: list[str]) -> None:
    """Exit code 0, and the shell finds its terminal as it was."""
    with wallwatch(["watch", *logs]) as screen:
        assert screen.is_cooked
        screen.until("57 = 57 shown")
        assert not screen.is_cooked
        screen.process.terminate()
        assert _ended(screen) < SOON
        assert _is_restored(screen)


@pytest.mark.soak
def test_u4_sigterm_while_nobody_reads_the_terminal(logs: list[str]) -> None:
    """The program does not wait for the terminal, and what restores it is there to be read."""
    with _stalled(logs) as screen:
        screen.process.terminate()
        began = time.monotonic()
        screen.process.wait(PATIENCE)
        assert time.monotonic() - began < SOON
        _ended(screen)
        assert _is_restored(screen)


@pytest.mark.soak
def test_u5_a_line_that_drops_while_nobody_reads_the_terminal(logs: list[str]) -> None:
    """Exit code 0, and soon."""
    with _stalled(logs) as screen:
        began = time.monotonic()
        assert screen.hang_up() == 0
        assert time.monotonic() - began < SOON


@pytest.mark.soak
def test_u6_a_line_that_drops_where_the_parent_ignores_hang_ups(logs: list[str]) -> None:
    """Under nohup the program ends all the same, instead of spinning on a terminal that is gone."""
    with wallwatch(["watch", *logs], before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as screen:
        screen.until("57 = 57 shown")
        began = time.monotonic()
        assert screen.hang_up() == 0
        assert time.monotonic() - began < SOON


@pytest.mark.soak
def test_u7_a_storm_of_sizes_is_weathered(logs: list[str]) -> None:
    """500 sizes in 5 seconds, none among them: the last one is painted right."""
    with wallwatch(["watch", *logs], columns=120, rows=40) as screen:
        screen.until("57 = 57 shown")
        for number in range(500):
            columns, rows = ((1, 1), (200, 60), (0, 0), (80, 24), (20, 5))[number % 5]
            screen.resize(columns, rows)
            time.sleep(0.01)
        screen.resize(100, 30)
        screen.until("57 = 57 shown", "198.51.100.112")
        screen.press("Q")
        _ended(screen)
        assert _is_restored(screen)
        assert b"Traceback" not in screen.painted


@pytest.mark.soak
@pytest.mark.parametrize(
    "environment",
    [
        *({"TERM": term} for term in ("linux", "screen", "tmux-256color", "vt100", "xterm", "xterm-256color")),
        *({"LC_ALL": locale} for locale in ("C", "POSIX", "C.UTF-8")),
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"NO_COLOR": "1"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=str,
)
def test_u8_any_terminal_and_locale_shows_the_alerts(logs: list[str], environment: dict[str, str]) -> None:
    """The rows are there, no character comes out as an escape, and the terminal is restored."""
    with wallwatch(["watch", *logs], environment=environment) as screen:
        shown = screen.until("57 = 57 shown", "198.51.100.112", "SKPD")
        assert "\\u" not in shown
        screen.press("Q")
        _ended(screen)
        assert _is_restored(screen)


@pytest.mark.soak
@pytest.mark.parametrize("stop", [signal.SIGSTOP, signal.SIGTSTP])
def test_a_stopped_screen_misses_nothing(logs: list[str], stop: signal.Signals) -> None:
    """Stopped while a log grows, and continued: every line is shown, once."""
    with wallwatch(["watch", *logs]) as screen:
        screen.until("57 = 57 shown")
        screen.process.send_signal(stop)
        status = Path(f"/proc/{screen.process.pid}/status")
        deadline = time.monotonic() + PATIENCE
        while "(stopped)" not in status.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        with Path(logs[0]).open("a") as file:
            file.writelines(next(iter(corpus(100))))
        deadline = time.monotonic() + PATIENCE
        while _lines(_store()) < 157:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        screen.process.send_signal(signal.SIGCONT)
        screen.until("157 = 157 shown")
        screen.press("5")
        screen.until("Sources")
        screen.press("Q")
        _ended(screen)
        assert _is_restored(screen)


def test_u11_a_collector_goes_on_when_the_screen_beside_it_is_killed(logs: list[str], tmp_path: Path) -> None:
    """Kill -9 of the screen: whoever collects by itself goes on, and the next screen finds every line."""
    command = [sys.executable, "-m", "wallwatch", "collect", *logs]
    collector = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _until_collected(57)
        with wallwatch(["watch", *logs]) as screen:
            screen.until("57 = 57 shown")
            assert _engines(tmp_path) == []
            screen.process.kill()
            screen.process.wait()
        with Path(logs[0]).open("a") as file:
            file.writelines(next(iter(corpus(100))))
        with wallwatch(["watch", *logs]) as screen:
            screen.until("157 = 157 shown")
            assert collector.poll() is None
            screen.press("Q")
            _ended(screen)
    finally:
        collector.terminate()
        assert collector.wait(PATIENCE) == 0


def test_another_screen_takes_over_when_the_engine_is_killed(logs: list[str], tmp_path: Path) -> None:
    """Kill -9 of the engine: a screen starts another one, and nothing is missing or shown twice."""
    with wallwatch(["watch", *logs]) as first, wallwatch(["watch", *logs]) as second:
        for screen in (first, second):
            screen.until("57 = 57 shown")
        deadline = time.monotonic() + PATIENCE
        while len(engines := _engines(tmp_path)) != 1:
            assert time.monotonic() < deadline, "one of two engines has nothing to do, and goes"
        os.kill(engines[0], signal.SIGKILL)
        with Path(logs[0]).open("a") as file:
            file.writelines(next(iter(corpus(100))))
        for screen in (first, second):
            screen.until("157 = 157 shown")
            screen.press("Q")
            _ended(screen)


def _engines(tmp_path: Path) -> list[int]:
    """Return the engines that screens of this test have started and that still run."""
    found = subprocess.run(
        ["pgrep", "-f", f"wallwatch collect --attached.*{tmp_path}"], capture_output=True, check=False
    )
    return [int(number) for number in found.stdout.split()]
