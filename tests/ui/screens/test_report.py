"""A report before it is written."""

import pytest

from tests.ui.alerts import an_alert, the_incident
from tests.ui.desk import a_session, alerts_of, commit, press, said, until, watching
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from wallwatch.model import Change, Signature
from wallwatch.text import visible
from wallwatch.ui.screens import report
from wallwatch.ui.screens.report import ReportScreen
from wallwatch.ui.session import Reports


@pytest.fixture
def session(tmp_path):
    (tmp_path / "out").mkdir()
    session = a_session(tmp_path, reports=Reports(directory=tmp_path / "out"))
    commit(session.store, the_incident())
    return session


async def shows(pilot, words):
    """Wait until the report screen shows these words."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ReportScreen) and words in screen_text(pilot.app))


async def test_a_report_is_looked_at_in_every_format(session):
    """Tab goes to the next one, and around; the current one stands in brackets."""
    async with watching(session) as pilot:
        await press(pilot, "g", "r")
        await shows(pilot, "Incident: 2002-03-02 tcp:6346 TCP to 6346 gnutella")
        assert screen_lines(pilot.app)[0].strip() == "[text] markdown  html  json  csv  abuse mail  xarf"
        assert screen_lines(pilot.app)[1].strip() == "REPORT of this alert"
        for key, name, words in (
            ("tab", "[markdown]", "# `Incident:"),
            ("l", "[html]", "<!DOCTYPE html>"),
            ("right", "[json]", '"title": "Incident'),
            ("tab", "[csv]", '"first","last"'),
            ("tab", "[abuse mail]", "Subject: Unwanted"),
            ("tab", "[xarf]", "XARF names who reports"),
            ("tab", "[text]", "Unusual System Events"),
            ("shift+tab", "[xarf]", "XARF names who reports"),
        ):
            await press(pilot, key)
            await shows(pilot, words)
            assert name in screen_lines(pilot.app)[0]


async def test_stand_ins_are_shown_and_said(session):
    """The key a puts them there, and takes them away."""
    async with watching(session) as pilot:
        await press(pilot, "g", "r")
        await shows(pilot, "> 192.0.2.1:6346")
        await press(pilot, "a")
        await shows(pilot, "own addresses and names replaced")
        assert "> 192.0.2.2:6346" in screen_text(pilot.app)
        await press(pilot, "a")
        await shows(pilot, "> 192.0.2.1:6346")


async def test_enter_writes_a_file_and_says_which(session, tmp_path):
    """Of what is shown; the name fits into the line."""
    async with watching(session) as pilot:
        await press(pilot, "g", "r")
        await shows(pilot, "Incident")
        await press(pilot, "tab")
        await shows(pilot, "[markdown]")
        await press(pilot, "enter")
        await until(pilot, lambda: alerts_of(pilot) and "Written: incident-" in said(pilot))
        (file,) = (tmp_path / "out").iterdir()
        assert said(pilot).startswith(f"Written: {file.name}, in ")
        assert file.read_text().startswith("# `Incident: 2002-03-02 tcp:6346")


async def test_what_is_no_attack_is_written_when_it_is_said_twice(session, tmp_path):
    """The reason stands above the mail; another format needs no second word."""
    async with watching(session) as pilot:
        await press(pilot, "g", "r")
        await shows(pilot, "Incident")
        await press(pilot, "shift+tab", "shift+tab")
        await shows(pilot, "That is no attack.")
        await press(pilot, "enter")
        await shows(pilot, "Enter again writes it all the same.")
        assert list((tmp_path / "out").iterdir()) == []
        await press(pilot, "enter")
        await until(pilot, lambda: "Written: " in screen_text(pilot.app))
        (file,) = (tmp_path / "out").iterdir()
        assert file.suffix == ".eml"


async def test_esc_writes_nothing(session, tmp_path):
    """It goes back to the feed, as q does."""
    async with watching(session) as pilot:
        for key in ("escape", "q"):
            await press(pilot, "g", "r")
            await shows(pilot, "Incident")
            await press(pilot, key)
            assert alerts_of(pilot)
        assert list((tmp_path / "out").iterdir()) == []


async def test_what_cannot_be_written_is_said(session, tmp_path):
    """The report stays in sight."""
    async with watching(session) as pilot:
        await press(pilot, "g", "r")
        await shows(pilot, "Incident")
        (tmp_path / "out").rmdir()
        await press(pilot, "enter")
        await until(pilot, lambda: "no directory to write into" in " ".join(screen_text(pilot.app).split()))


async def test_a_long_report_is_shown_in_part(session, monkeypatch):
    """The file has all of it."""
    monkeypatch.setattr(report, "LINES", 5)
    async with watching(session) as pilot:
        await press(pilot, "g", "r")
        await shows(pilot, "more lines in the file)")


async def test_a_strangers_words_are_text(tmp_path):
    """A report is full of them."""
    session = a_session(tmp_path)
    alerts = [an_alert(id=at, sport=at, signature=Signature(visible(text))) for at, text in enumerate(HOSTILE, 1)]
    commit(session.store, [Change(kind="new", alert=alert) for alert in alerts])
    async with watching(session, (100, 30)) as pilot:
        await press(pilot, "g", "r", "s")
        await shows(pilot, "REPORT of all listed alerts")
        for form in report.FORMS:
            await shows(pilot, f"[{form}]")
            assert leaks(screen_text(pilot.app)) == []
            await press(pilot, "tab")
