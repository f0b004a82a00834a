"""The incidents on the screen."""

import pytest

from tests.ui.alerts import the_incident
from tests.ui.desk import a_session, commit, desk_of, press, shown, until, watching
from tests.ui.hostile import screen_lines, screen_text
from wallwatch.store import Marks
from wallwatch.ui.screens.incidents import IncidentsScreen
from wallwatch.ui.screens.report import ReportScreen


@pytest.fixture
def session(tmp_path):
    """A session with an incident of two alerts, and one of one."""
    session = a_session(tmp_path)
    changes = the_incident()
    commit(session.store, changes)
    marks = Marks(session.marks, clock=session.clock)
    marks.open()
    marks.put_into("gnutella", [changes[0].alert, changes[2].alert], "the same guy?")
    marks.put_into("a knock", [changes[1].alert], "")
    marks.close()
    return session


async def shows(pilot, words):
    await until(pilot, lambda: isinstance(pilot.app.screen, IncidentsScreen) and words in screen_text(pilot.app))


async def test_incidents_are_listed_newest_first(session):
    """With how much it is, when it was, and the note."""
    async with watching(session) as pilot:
        await press(pilot, "M")
        await shows(pilot, "INCIDENTS  2")
        assert [line.strip() for line in screen_lines(pilot.app)[:7]] == [
            "INCIDENTS  2",
            ">a knock",
            "1 alert from 1 source, 2002-03-02 15:40:02 UTC to 2002-03-02 15:40:02 UTC",
            "gnutella",
            "2 alerts from 2 sources, 2002-03-02 15:32:54 UTC to 2002-03-02 16:44:08",
            "UTC",
            "the same guy?",
        ]


async def test_an_incident_is_opened_as_a_filter(session):
    """Enter shows its alerts in the feed."""
    async with watching(session) as pilot:
        await press(pilot, "M")
        await shows(pilot, "gnutella")
        await press(pilot, "j", "j", "enter")
        await until(pilot, lambda: shown(pilot) == [1, 3])
        assert desk_of(pilot).follower.query.text() == "incident:gnutella"


async def test_an_incident_is_reported(session):
    """The key r shows its report, under its name and with its note."""
    async with watching(session) as pilot:
        await press(pilot, "M")
        await shows(pilot, "gnutella")
        await press(pilot, "j", "j", "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReportScreen))
        await until(pilot, lambda: "the same guy?" in screen_text(pilot.app))
        assert "REPORT of incident gnutella" in screen_lines(pilot.app)[1]


async def test_a_note_is_changed_and_an_incident_dissolved(session):
    """Both are undone by z, and done again by Z."""
    async with watching(session) as pilot:
        await press(pilot, "M")
        await shows(pilot, "a knock")
        await press(pilot, "c", "h", "i", "enter")
        await shows(pilot, "a knock has another note; z undoes it.")
        assert desk_of(pilot).marks.incident("a knock").note == "hi"
        await press(pilot, "D")
        await shows(pilot, "1 alert taken out of a knock, which is no more; z undoes it.")
        assert "INCIDENTS  1" in screen_text(pilot.app)
        await press(pilot, "z")
        await shows(pilot, "Undone: incident a knock, 1 alert.")
        assert "INCIDENTS  2" in screen_text(pilot.app)
        await press(pilot, "Z")
        await shows(pilot, "INCIDENTS  1")


async def test_none_is_said_in_words(tmp_path):
    """And how one is made; nothing can be done to it."""
    session = a_session(tmp_path)
    commit(session.store, the_incident())
    async with watching(session) as pilot:
        await press(pilot, "M")
        await shows(pilot, "Nobody has put alerts together yet")
        await press(pilot, "enter", "r", "c", "D")
        await shows(pilot, "Nobody has put alerts together yet")
        await press(pilot, "escape")
        assert shown(pilot) == [1, 2, 3]


async def test_what_another_console_does_is_seen(session):
    """The list is the same on all of them."""
    async with watching(session) as pilot:
        await press(pilot, "M")
        await shows(pilot, "INCIDENTS  2")
        other = Marks(session.marks, clock=session.clock)
        other.open()
        other.dissolve("gnutella")
        other.close()
        await shows(pilot, "INCIDENTS  1")
