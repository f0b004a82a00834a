"""Line mode: in a pipe, in a dumb terminal, and on demand."""

import asyncio
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.cli.screen import PATIENCE, wallwatch
from tests.engine.incident import LOGS, SAMPLES
from tests.ui.alerts import an_alert, the_incident
from tests.ui.desk import NOW, a_session, commit
from tests.ui.hostile import HOSTILE, leaks
from wallwatch.cli.outlet import Outlet
from wallwatch.cli.plain import PlainWatch, last_alert
from wallwatch.model import Change, Signature
from wallwatch.model.line import SourceStatus
from wallwatch.noise.read import new_rule
from wallwatch.noise.rules import with_rule
from wallwatch.text import visible
from wallwatch.ui.session import Session

pytestmark = pytest.mark.soak


@pytest.fixture
def logs(tmp_path: Path) -> list[str]:
    """The incident's logs in a folder of their own."""
    folder = tmp_path / "log"
    shutil.copytree(SAMPLES, folder)
    return [str(folder / log) for log in LOGS]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session over a store that holds the incident."""
    session = a_session(tmp_path)
    commit(session.store, the_incident())
    return session


@contextmanager
def _started(*arguments: str, stdin: int | None = None) -> Iterator[subprocess.Popen[str]]:
    """Give the block the program, its outputs as pipes."""
    with subprocess.Popen(
        [sys.executable, "-m", "wallwatch", *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


async def _told(tmp_path: Path, session, after: int = 0) -> tuple[list[str], list[str]]:
    """Return what a session in line mode prints of what is in its store, on both ways out."""
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        await PlainWatch(session, after, Outlet(out.fileno()), Outlet(err.fileno())).run(lambda: True)
    return (tmp_path / "out").read_text().splitlines(), (tmp_path / "err").read_text().splitlines()


async def test_noise_is_only_counted(session, tmp_path):
    """What no rule hides has a line; the rest is in the sum."""
    tmp_path.chmod(0o700)
    session.rules.write_text(with_rule("", new_rule("gnutella", "leftovers", "dport:6346", now=NOW)))
    lines, words = await _told(tmp_path, session)
    assert [line.split()[4] for line in lines] == ["203.0.113.9:3504"]
    assert words[-1] == "wallwatch: 32 = 1 shown + 31 hidden + 0 lost · 1 rule"


async def test_what_was_there_before_is_not_told_again(session, tmp_path):
    """Only what came in since then."""
    assert last_alert(session) == 3
    commit(session.store, [Change(kind="new", alert=an_alert(id=4, dport=22))])
    lines, _ = await _told(tmp_path, session, after=3)
    assert len(lines) == 1
    assert last_alert(a_session(tmp_path / "none")) == 0


async def test_a_source_that_fails_is_told_with_its_remedy(tmp_path):
    """And one that is well is not."""
    session = a_session(tmp_path)
    failing = SourceStatus(source="far.log", state="denied", reason="It may not be read.", remedy="Join adm.")
    commit(session.store, the_incident(), statuses=(failing, SourceStatus(source="kern.log", state="ok")))
    _, words = await _told(tmp_path, session)
    assert words[0] == "wallwatch: far.log denied: It may not be read. Join adm."
    assert len(words) == 2


async def test_strangers_text_is_printed_as_it_is(tmp_path):
    """One line an alert, and nothing in it that a terminal obeys."""
    session = a_session(tmp_path)
    alerts = [
        an_alert(id=number, network=visible(words), signature=Signature(visible(words), gid=1, sid=1))
        for number, words in enumerate(HOSTILE, start=1)
    ]
    commit(session.store, [Change(kind="new", alert=alert) for alert in alerts])
    lines, _ = await _told(tmp_path, session)
    assert len(lines) == len(HOSTILE)
    assert leaks("\n".join(lines)) == []


def test_a_pipe_gets_lines_until_all_is_read(logs: list[str]) -> None:
    """Standard input that ends, ends the program; alerts go one way, all else the other."""
    with Path(logs[0]).open("rb") as log, _started("watch", "-", stdin=log.fileno()) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert {line.split()[0] for line in out.splitlines()} <= {"new", "grown"}
    assert "198.51.100.112:3504" in out
    assert "198.51.100.148:4665" in out
    assert err == "wallwatch: 6 = 6 shown + 0 hidden + 0 lost · 0 rules\n"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 0)])
def test_a_signal_ends_it_in_order(logs: list[str], number: int, code: int) -> None:
    """The sum is told at last, and there is no traceback."""
    with _started("watch", "--plain", *logs) as process:
        assert process.stdout is not None
        assert "-03-02T15:32:54" in process.stdout.readline()
        process.send_signal(number)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert re.fullmatch(r"wallwatch: \d+ = \d+ shown \+ 0 hidden \+ 0 lost · 0 rules", err.strip())


def test_a_reader_that_goes_ends_it(logs: list[str]) -> None:
    """Also while nothing comes in: exit code 0, and nothing but the sum."""
    with _started("watch", *logs) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(PATIENCE) == 0
        assert re.fullmatch(r"(wallwatch: \d+ = .*\n)?", process.stderr.read())


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_without_a_cursor_gets_lines(logs: list[str], term: str) -> None:
    """No code is sent to it; ^C ends the program."""
    environment = {"TERM": term, "LC_ALL": "C"}
    with wallwatch(["watch", *logs], environment=environment, columns=200) as screen:
        screen.until("198.51.100.148:4665", "SKPD")
        screen.press("\x03")
        assert screen.until_ended() == 130
        assert b"\x1b" not in screen.painted


async def test_what_grows_is_told_when_it_has_settled(tmp_path, monkeypatch):
    """An alert has a line when it is new, and at the latest when all ends another one for what became of it."""
    monkeypatch.setattr("wallwatch.cli.plain.LOOK", 0.01)
    session = a_session(tmp_path)
    commit(session.store)
    alert, out, is_read = an_alert(id=1), tmp_path / "out", False
    with out.open("wb") as lines, (tmp_path / "err").open("wb") as words:
        watch = PlainWatch(session, 0, Outlet(lines.fileno()), Outlet(words.fileno()))
        async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
            tasks.create_task(watch.run(lambda: is_read))
            await _until(watch, lambda: watch.desk.follower.number > 0)
            commit(session.store, [Change(kind="new", alert=alert)])
            await _until(watch, lambda: " x1 " in out.read_text())
            grown = msgspec.structs.replace(alert, packets=3)
            commit(session.store, [Change(kind="grown", alert=grown)])
            await _until(watch, lambda: watch._events._growing)
            is_read = True
    assert [line.split()[:3:2] for line in out.read_text().splitlines()] == [["new", "x1"], ["grown", "x3"]]


async def _until(watch: PlainWatch, holds: Callable[[], object]) -> None:
    """Let the watch work until something holds."""
    while not holds():
        watch.desk.follower.look_now()
        await asyncio.sleep(0)
