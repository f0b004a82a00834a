"""The screen as it arrives over a real sshd in a real tmux: legible and undamaged, whatever the terminal is called."""

import os
import random
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.engine.incident import LOGS, SAMPLES
from tests.lab.tmux import Tmux, Window, tmux
from tests.ui.golden import keep
from wallwatch.ui.ascii import in_ascii

pytestmark = [pytest.mark.lab, pytest.mark.timeout(180)]

ROOT: Final = Path(__file__).parents[2]
SMALL: Final = (40, 10)


class Row(NamedTuple):
    """A terminal: what TERM calls it, what else its environment says, its size, and what it can show."""

    term: str
    says: str = ""
    size: tuple[int, int] = (80, 24)
    ascii: bool = False
    colours: str = "256"

    @property
    def name(self) -> str:
        words = (self.term, self.says.replace("=", "-"), "small" if self.size == SMALL else "")
        return "-".join(word for word in words if word).lower()


ROWS: Final = (
    Row("xterm-256color"),
    Row("tmux-256color"),
    Row("screen-256color"),
    Row("screen", colours="16"),
    Row("xterm", colours="16"),
    Row("linux", colours="16", ascii=True),
    Row("vt100", colours="mono", ascii=True),
    Row("xterm-256color", "LC_ALL=C", ascii=True),
    Row("xterm-256color", "NO_COLOR=1", colours="mono"),
    Row("tmux-256color", size=SMALL),
    Row("linux", size=SMALL, colours="16", ascii=True),
)


@pytest.fixture
def server(tmp_path):
    with tmux(tmp_path) as server:
        yield server


def opened(server: Tmux, gate, folder: Path, row: Row) -> Window:
    """Log in over ssh from a window of tmux, and watch the incident's logs there."""
    environment = {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "TZ": "UTC",
        "LANG": "C.UTF-8",
        **{f"XDG_{kind}_HOME": str(folder / kind) for kind in ("STATE", "CONFIG", "CACHE")},
    }
    logs = [str(folder / "log" / log) for log in LOGS]
    settings = [*(f"{key}={value}" for key, value in environment.items()), *([row.says] if row.says else [])]
    far = ["env", *settings, sys.executable, "-m", "wallwatch", "watch"]
    command = ["env", f"TERM={row.term}", *gate.command(shlex.join([*far, *logs]))]
    return server.window(row.name, [shlex.join(command)], row.size)


def legible(shown: str) -> str:
    """Return a window without what is another one at each run: the time, and the name of the host."""
    return re.sub(r"(?m)^ wallwatch (.) \S+.*$", r" wallwatch \1 HOST", shown)


def test_every_terminal_shows_the_same_screen(gate, server, tmp_path):
    """The feed and its packets, over ssh in tmux: letter by letter the same, in ASCII where there is no more.

    ``WALLWATCH_GOLDEN=write`` keeps what was seen in ``tests/ui/golden/terminals``.
    """
    shutil.copytree(SAMPLES, tmp_path / "log")
    windows = {row: opened(server, gate, tmp_path, row) for row in ROWS}
    seen: dict[tuple[int, int], str] = {}
    for row, window in windows.items():
        window.until("57", "198.51.100.148")
        window.press("g", "Enter")
        shown = legible(window.until("198.51.100.112", "> +0.000"))
        keep(shown, f"terminals/{row.name}")
        whole = seen.setdefault(row.size, shown)
        assert shown == (in_ascii(whole) if row.ascii else whole), row.name
        assert by_colours(window.styles) <= ALLOWED[row.colours], row.name
        window.press("Q")
    assert all("\ufffd" not in shown and "SKPD" in seen[80, 24] for shown in seen.values())


ALLOWED: Final = {"256": {"256", "16"}, "16": {"16"}, "mono": set()}


def by_colours(styles: set[str]) -> set[str]:
    """Return which kinds of colours are among the parameters of styles."""
    sixteen = {style for style in styles if re.fullmatch(r"(3[0-7]|4[0-7]|9[0-7]|10[0-7])", style)}
    return ({"256"} if styles & {"38", "48"} else set()) | ({"16"} if sixteen else set())


def test_a_storm_of_sizes_over_ssh_leaves_the_screen_whole(gate, server, tmp_path):
    """From one cell to 200 by 60 and back, fast and in any order: then all is as it was before."""
    shutil.copytree(SAMPLES, tmp_path / "log")
    window = opened(server, gate, tmp_path, Row("tmux-256color"))
    window.until("57 = 57 shown", "198.51.100.148")
    window.press("g", "Enter")
    before = legible(window.until("EE01EA38"))
    rng = random.Random(7)
    for _ in range(60):
        window.resize(*rng.choice([(1, 1), (2, 1), (1, 24), (200, 60), (40, 10), (80, 24), (20, 5)]))
    window.resize(1, 1)
    window.resize(80, 24)
    assert legible(window.until_true(lambda shown: legible(shown) == before, "the screen as it was")) == before
    window.press("Q")
