import pytest

from tests.ui.alerts import an_alert
from tests.ui.desk import a_session, commit, until, watching
from tests.ui.hostile import screen_text
from wallwatch.model import Change
from wallwatch.ui.widgets.filter_bar import FilterBar
from wallwatch.ui.widgets.line_input import LineInput


@pytest.fixture
def session(tmp_path):
    session = a_session(tmp_path, views=tmp_path / "views.toml")
    alerts = [an_alert(id=number, dport=20 + number) for number in range(1, 5)]
    commit(session.store, [Change(kind="new", alert=alert) for alert in alerts])
    return session


async def _filtered(pilot, text):
    await until(pilot, lambda: pilot.app.screen.desk.follower.query.text() == text)


async def test_a_filter_is_kept_applied_and_forgotten(session):
    """By keys alone; the file is one that people can edit."""
    async with watching(session) as pilot:
        await pilot.press("f", *"dport:22", "enter")
        await _filtered(pilot, "dport:22")
        await pilot.press("V", "plus", *"ssh", "enter")
        await until(pilot, session.views.exists)
        assert session.views.read_text() == '[views]\nssh = "dport:22"\n'
        await pilot.press("X", "V", "1")
        await _filtered(pilot, "dport:22")
        await pilot.press("V", "minus", "enter")
        await until(pilot, lambda: "ssh" not in session.views.read_text())


async def test_without_a_kept_filter_it_says_how_to_keep_one(session):
    """Nothing opens that is empty."""
    async with watching(session) as pilot:
        await pilot.press("V")
        await until(pilot, lambda: "No filter is kept yet" in screen_text(pilot.app))


async def test_a_read_only_console_keeps_no_filter(tmp_path, session):
    """It says so, and not that there was nothing to keep."""
    session = a_session(tmp_path, views=session.views, read_only=True)
    async with watching(session) as pilot:
        await pilot.press("f", *"dport:22", "enter")
        await _filtered(pilot, "dport:22")
        await pilot.press("V")
        await until(pilot, lambda: "No filter is kept yet. This console is read-only." in screen_text(pilot.app))


async def test_a_kept_filter_with_a_mistake_says_so(session):
    """And the one in force stays; so does the mistake of a file."""
    session.views.write_text('[views]\nbad = "nosuch:1"\nport = 22\n')
    async with watching(session) as pilot:
        await pilot.press("V", "escape")
        await until(pilot, lambda: "22 is not a filter" in screen_text(pilot.app))
        await pilot.press("V", "1")
        await until(pilot, lambda: "nosuch" in screen_text(pilot.app))
        await _filtered(pilot, "")


async def test_tab_completes_what_is_typed(session):
    """The name of a field, then a word that it takes; where nothing can follow it stays in the line."""
    async with watching(session) as pilot:
        await pilot.press("f", *"verd")
        line = pilot.app.screen.query_one(LineInput)
        await until(pilot, lambda: "verdict:" in screen_text(pilot.app))
        await pilot.press("tab")
        assert line.value == "verdict:"
        await pilot.press(*"le")
        await until(pilot, lambda: "verdict:leftover" in screen_text(pilot.app))
        await pilot.press("tab", "tab")
        assert line.value == "verdict:leftover"
        assert pilot.app.focused is line
        assert pilot.app.screen.query_one(FilterBar).display
