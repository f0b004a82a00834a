"""The program as a person meets it: in a terminal, with keys, over real logs."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.screen import PATIENCE, Screen, wallwatch
from tests.engine.incident import LOGS, SAMPLES

pytestmark = pytest.mark.soak

ENTER = "\r"
SIZES = [(80, 24), (120, 40)]
INLINE = 14
"""Lines that a screen has under the prompt."""


@pytest.fixture
def logs(tmp_path: Path) -> list[str]:
    """The incident's logs in a folder of their own."""
    folder = tmp_path / "log"
    shutil.copytree(SAMPLES, folder)
    return [str(folder / log) for log in LOGS]


def _no_engine_is_left() -> None:
    """Wait until no engine runs that belongs to this test's directories."""
    deadline = time.monotonic() + PATIENCE
    command = ["pgrep", "-f", f"wallwatch collect.*({os.environ['XDG_STATE_HOME']}|{os.environ['TMPDIR']})"]
    while subprocess.run(command, capture_output=True, check=False).returncode == 0:
        assert time.monotonic() < deadline, "an engine is left behind"


def _leave(screen: Screen) -> None:
    """Leave by a key; the terminal gets its own screen and cursor back."""
    screen.press("Q")
    assert screen.until_ended() == 0
    assert b"\x1b[?1049l" in screen.painted
    assert b"\x1b[?25h" in screen.painted


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_from_the_alert_to_its_fields_and_back(logs: list[str], columns: int, rows: int) -> None:
    """Enter leads from the alert to its packets and to every decoded field, h back; Q leaves a sound terminal."""
    with wallwatch(["watch", *logs], columns=columns, rows=rows) as screen:
        first = screen.until("198.51.100.112", "198.51.100.148", "TCP to 6346 gnutella", "57 = 57 shown")
        assert first.count("SKPD") >= 2
        screen.press("g")
        screen.press(ENTER)
        screen.until("+2.960", "same SYN, +19 ids", "-KPD")
        screen.press(ENTER)
        screen.until("fields", "117", "31988", "SYN")
        screen.press("h")
        screen.until("+2.960")
        screen.press("h")
        screen.until("+2.960")
        _leave(screen)
    _no_engine_is_left()


def test_noise_is_hidden_counted_and_taken_back(logs: list[str]) -> None:
    """A rule drafted from a row hides what it matches at once, says how many rows it took, and is undone by a key."""
    with wallwatch(["watch", *logs]) as screen:
        screen.until("57 = 57 shown")
        screen.press("i")
        screen.until("Known noise", "would hide")
        screen.press("jjjjj")
        screen.until("would hide 2 of 2 alerts (100%)")
        screen.press(ENTER)
        screen.until("Enter: go on")
        screen.press("the address had another owner")
        screen.until("another owner")
        screen.press(ENTER + "s")
        screen.until("tcp/6346s")
        screen.press(ENTER + "\x7f\x7f\x7f7d")
        screen.until("until  7d")
        screen.press(ENTER)
        screen.until("57 = 0 shown + 57 hidden", "1 rule")
        screen.press("H")
        screen.until("198.51.100.112", "NOISE SHOWN")
        screen.press("H")
        screen.until_gone("198.51.100.112")
        screen.press("z")
        screen.until("57 = 57 shown", "0 rules")
        _leave(screen)


def test_marks_outlive_the_program(logs: list[str]) -> None:
    """A star is still there when the logs are watched again; nothing was read twice."""
    with wallwatch(["watch", *logs]) as screen:
        screen.until("57 = 57 shown")
        screen.press("gs")
        screen.until("starred")
        _leave(screen)
    with wallwatch(["watch", *logs]) as screen:
        again = screen.until("57 = 57 shown", "198.51.100.112")
        assert "*" in next(line for line in again.splitlines() if "198.51.100.112" in line)
        _leave(screen)


def test_a_row_grows_in_place_while_its_log_grows(tmp_path: Path) -> None:
    """A retransmission that is appended to the log counts up the row that is there."""
    log = tmp_path / "kern.log"
    lines = (SAMPLES / "kern.log").read_text().splitlines(keepends=True)
    log.write_text(lines[0])
    with wallwatch(["watch", str(log)]) as screen:
        screen.until("1 = 1 shown")
        with log.open("a") as file:
            file.write(lines[1])
        screen.until("x2", "2 = 2 shown")
        with log.open("a") as file:
            file.write(lines[2])
        screen.until("x3", "3 = 3 shown")
        _leave(screen)


def test_standard_input_is_watched_while_the_keys_come_from_the_terminal() -> None:
    """A pipe feeds the engine; the screen still listens to the person."""
    with (SAMPLES / "kern.log").open("rb") as piped, wallwatch(["watch", "-"], stdin=piped.fileno()) as screen:
        screen.until("6 = 6 shown", "198.51.100.148")
        screen.press("5")
        screen.until("stdin", "ended")
        _leave(screen)


def test_what_cannot_be_read_is_named_with_its_remedy(tmp_path: Path) -> None:
    """With nothing to read, the sources come first, each with the reason."""
    with wallwatch(["watch", str(tmp_path / "nowhere.log")]) as screen:
        screen.until("Sources", "nowhere", "missing")
        _leave(screen)


def test_without_a_command_the_logs_of_the_configuration_are_watched(logs: list[str]) -> None:
    """``wallwatch`` alone is enough; what is wrong in a configuration file is named, and the rest applies."""
    folder = Path(os.environ["XDG_CONFIG_HOME"], "wallwatch")
    folder.mkdir(parents=True, mode=0o700)
    (folder / "config.toml").write_text(f"sources = {logs!r}\nframes = 'many'\n")
    (folder / "keys.toml").write_text('[keys]\n"noise.drafd" = "n"\n')
    with wallwatch([], columns=120, rows=40) as screen:
        screen.until("57 = 57 shown", "198.51.100.148", "frames", "noise.drafd", "line 2")
        _leave(screen)


def test_a_hostile_log_neither_stops_the_screen_nor_reaches_the_terminal(tmp_path: Path) -> None:
    """Escapes, markup and links in every field of a line are shown, not obeyed."""
    log = tmp_path / "kern.log"
    evil = "\x1b]0;owned\x07\x1b[2J[@click=app.quit]x[/][/b]\u202e"
    good = (SAMPLES / "kern.log").read_text()
    log.write_text(f"Mar  2 15:32:50 gate snort: [1:2:3] {evil} {{TCP}} 192.0.2.1:1 -> 192.0.2.2:2\n{good}")
    with wallwatch(["watch", str(log)], columns=120, rows=40) as screen:
        screen.until("192.0.2.1", r"\x1b]0;owned", "7 = 7 shown")
        screen.press("g")
        screen.press("f")
        screen.until("Enter: apply")
        screen.press("text:click=app.quit" + ENTER)
        screen.until("7 = 1 shown")
        _leave(screen)
    assert b"owned\x07" not in screen.painted
    assert b"\x1b]0;" not in screen.painted


def test_the_demo_shows_the_incident_and_leaves_nothing() -> None:
    """The first packets are on the screen while the rest of the incident is still being written."""
    with wallwatch(["demo"]) as screen:
        screen.until("198.51.100.112", "SKPD", "kern ok")
        _leave(screen)
    _no_engine_is_left()


def test_an_engine_does_not_outlive_a_screen_that_is_killed(logs: list[str]) -> None:
    """After kill -9 of the screen no process is left, and the next start shows every line once."""
    with wallwatch(["watch", *logs]) as screen:
        screen.until("57 = 57 shown")
        screen.process.kill()
        screen.process.wait()
    _no_engine_is_left()
    with wallwatch(["watch", *logs]) as screen:
        screen.until("57 = 57 shown", "198.51.100.148")
        _leave(screen)


def test_two_screens_share_a_store(logs: list[str]) -> None:
    """A second console follows what the first one's engine collects, and sees its marks."""
    with wallwatch(["watch", *logs]) as first, wallwatch(["watch", *logs]) as second:
        first.until("57 = 57 shown")
        second.until("57 = 57 shown")
        first.press("gs")
        first.until("starred")
        second.until_true(lambda text: "*" in text.splitlines()[2], "the star")
        _leave(first)
        second.press("g")
        _leave(second)
    _no_engine_is_left()


def _left_behind(screen: Screen) -> str:
    """Return what stands on the terminal; pyte does not know the end of kitty's keyboard mode, and shows its ``u``."""
    return screen.text.rstrip().removesuffix("u").rstrip()


def test_a_few_lines_under_the_prompt(logs: list[str]) -> None:
    """Keys work as on the whole screen; what stood on the terminal before is there still, and nothing else is left."""
    with wallwatch(["watch", "--inline", *logs], prefix=["sh", "-c", 'echo "$ before"; exec "$@"', "-"]) as screen:
        lines = screen.until("198.51.100.112", "57 = 57 shown", "? help").splitlines()
        assert lines[0] == "$ before"
        assert len([line for line in lines[1:] if line]) <= INLINE
        screen.press("g" + ENTER)
        screen.until("+2.960", "same SYN")
        screen.press("5")
        screen.until("Sources: 4 of 4 read")
        screen.press("1i")
        screen.until("would hide", "match", "until")
        assert screen.text.splitlines()[0] == "$ before"
        screen.press("\x1b")
        screen.until("57 = 57 shown")
        screen.press("Q")
        assert screen.until_ended() == 0
        assert _left_behind(screen) == "$ before"
        assert screen.is_cooked
    assert b"\x1b[?1049h" not in screen.painted
    for on, off in ((b"\x1b[?2004h", b"\x1b[?2004l"), (b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[?1004h", b"\x1b[?1004l")):
        assert screen.painted.rfind(off) > screen.painted.rfind(on)
    _no_engine_is_left()


def test_a_kill_leaves_a_sound_terminal_under_the_prompt(logs: list[str]) -> None:
    """SIGTERM ends it as a key does."""
    with wallwatch(["watch", "--inline", *logs]) as screen:
        screen.until("57 = 57 shown")
        screen.process.terminate()
        assert screen.until_ended() == 0
        assert _left_behind(screen) == ""
        assert screen.is_cooked
