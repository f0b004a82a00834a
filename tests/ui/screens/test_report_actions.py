"""What keys do to put alerts together, and to take them along."""

import pytest

from tests.ui.alerts import an_alert, the_incident
from tests.ui.desk import NOW, a_session, alerts_of, commit, desk_of, press, said, shown, until, watching
from tests.ui.hostile import screen_lines, screen_text
from wallwatch.model import Change
from wallwatch.noise.read import new_rule
from wallwatch.noise.rules import with_rule
from wallwatch.ui.screens.incidents import IncidentsScreen
from wallwatch.ui.screens.prompt import PromptScreen
from wallwatch.ui.screens.report import ReportScreen


@pytest.fixture
def session(tmp_path):
    session = a_session(tmp_path)
    commit(session.store, the_incident())
    return session


async def asked(pilot, words):
    await until(pilot, lambda: isinstance(pilot.app.screen, PromptScreen) and words in screen_text(pilot.app))


def members(pilot, name):
    incident = desk_of(pilot).marks.incident(name)
    return [] if incident is None else [(subject.src, incident.note) for subject in incident.subjects]


async def put(pilot, *letters):
    """Put what is chosen into an incident; the note is made of ``letters``."""
    await press(pilot, "m")
    await asked(pilot, "into the incident called")
    await press(pilot, "enter")
    await asked(pilot, "Note on")
    await press(pilot, *letters, "enter")
    await until(pilot, lambda: "undoes it" in said(pilot))


async def test_tagged_alerts_are_put_together(session):
    """In one step, which z takes back; the name that is suggested is what they have in common."""
    async with watching(session) as pilot:
        await press(pilot, "g", "x", "G", "x")
        await put(pilot, "h", "i")
        assert said(pilot) == "2 alerts put into TCP to 6346 gnutella; z undoes it."
        assert members(pilot, "TCP to 6346 gnutella") == [("198.51.100.7", "hi"), ("198.51.100.148", "hi")]
        await press(pilot, "z")
        assert said(pilot) == "Undone: incident TCP to 6346 gnutella, 2 alerts."
        assert members(pilot, "TCP to 6346 gnutella") == []


async def test_the_row_is_put_in_and_taken_out_by_the_same_key(session):
    """Where nothing is tagged; a new note keeps it in."""
    async with watching(session) as pilot:
        await press(pilot, "g", "j")
        await put(pilot)
        assert said(pilot) == "1 alert put into tcp:27374; z undoes it."
        await put(pilot, "x")
        assert said(pilot) == "tcp:27374 has another note; z undoes it."
        await put(pilot)
        assert said(pilot) == "1 alert taken out of tcp:27374; z undoes it."
        assert members(pilot, "tcp:27374") == []


async def test_esc_puts_nothing_together(session):
    """At the name, or at the note."""
    async with watching(session) as pilot:
        for keys in (("escape",), ("enter", "escape")):
            await press(pilot, "g", "m")
            await asked(pilot, "into the incident called")
            await press(pilot, *keys)
            await until(pilot, lambda: alerts_of(pilot))
        assert desk_of(pilot).marks.incidents() == ()


async def test_names_that_there_are_already_are_suggested(session):
    """Up brings the newest one."""
    async with watching(session) as pilot:
        await press(pilot, "g")
        await put(pilot)
        await press(pilot, "j", "m")
        await asked(pilot, "tcp:27374")
        await press(pilot, "up")
        await asked(pilot, "TCP to 6346 gnutella")
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: len(members(pilot, "TCP to 6346 gnutella")) == 2)


async def test_what_noise_hides_of_an_incident_is_shown(session):
    """Opening it shows all of its alerts."""
    session.rules.write_text(with_rule("", new_rule("gnutella", "leftovers", "dport:6346", now=NOW)))
    async with watching(session) as pilot:
        await until(pilot, lambda: shown(pilot) == [2])
        desk_of(pilot).marks.put_into("gnutella", desk_of(pilot).alerts([1, 3]), "")
        await press(pilot, "M")
        await until(pilot, lambda: isinstance(pilot.app.screen, IncidentsScreen))
        await press(pilot, "enter")
        await until(pilot, lambda: shown(pilot) == [1, 3])
        assert said(pilot) == "gnutella: 2 alerts; X drops the filter."


async def test_what_is_gone_of_an_incident_is_said(session):
    """Marks outlive a store."""
    async with watching(session) as pilot:
        desk = desk_of(pilot)
        desk.marks.put_into("gnutella", [*desk.alerts([1]), an_alert(sport=9), an_alert(sport=8)], "")
        await press(pilot, "M")
        await until(pilot, lambda: isinstance(pilot.app.screen, IncidentsScreen))
        await press(pilot, "enter")
        await until(pilot, lambda: said(pilot).startswith("gnutella: 1 alert, 2 more not in the store any more"))


@pytest.mark.parametrize("key", ["r", "enter"])
async def test_a_store_that_goes_is_told_to_who_asks_for_an_incident(session, key):
    """Neither its report nor its alerts can be had."""
    async with watching(session, (200, 30)) as pilot:
        desk_of(pilot).marks.put_into("gnutella", desk_of(pilot).alerts([1]), "")
        await press(pilot, "M")
        await until(pilot, lambda: isinstance(pilot.app.screen, IncidentsScreen))
        session.store.rename(session.store.with_name("away"))
        await pilot.press(key)
        await until(pilot, lambda: "is not built yet" in screen_text(pilot.app))
        assert pilot.app.is_running


async def of_what(pilot, *keys):
    """Return what a report is of, after these keys."""
    await press(pilot, *keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, ReportScreen) and "REPORT" in screen_text(pilot.app))
    await pilot.pause()
    return screen_lines(pilot.app)[1].strip()


async def next_scope(pilot):
    before = screen_lines(pilot.app)[1]
    await press(pilot, "s")
    await until(pilot, lambda: screen_lines(pilot.app)[1] != before)
    return screen_lines(pilot.app)[1].strip()


async def test_a_report_is_of_the_row_or_of_all_that_is_listed(session):
    """The key s goes from one to the other."""
    async with watching(session) as pilot:
        assert await of_what(pilot, "g", "r") == "REPORT of this alert"
        assert await next_scope(pilot) == "REPORT of all listed alerts"
        assert await next_scope(pilot) == "REPORT of this alert"


async def test_a_report_is_of_the_tagged_alerts_first(session):
    """Then of what the filter lets through."""
    async with watching(session) as pilot:
        desk_of(pilot).follower.judge_anew(query=alerts_of(pilot).desk.follower.query)
        assert await of_what(pilot, "g", "equals_sign", "x", "r") == "REPORT of 1 tagged alert"
        assert (await next_scope(pilot)).startswith("REPORT of filter ")


async def test_a_report_is_of_the_incident_in_the_filter(session):
    """It has its name and its note."""
    async with watching(session) as pilot:
        desk_of(pilot).marks.put_into("gnutella", desk_of(pilot).alerts([1, 3]), "the same guy?")
        await press(pilot, "M")
        await until(pilot, lambda: isinstance(pilot.app.screen, IncidentsScreen))
        await press(pilot, "enter")
        await until(pilot, lambda: shown(pilot) == [1, 3])
        assert await of_what(pilot, "r") == "REPORT of incident gnutella"
        await until(pilot, lambda: "the same guy?" in screen_text(pilot.app))
        assert await next_scope(pilot) == "REPORT of this alert"
        assert await next_scope(pilot) == "REPORT of filter incident:gnutella"


async def test_nothing_is_reported_of_nothing(tmp_path):
    """An empty feed has no row, and none to put together."""
    session = a_session(tmp_path)
    commit(session.store, [])
    async with watching(session) as pilot:
        await press(pilot, "r", "m")
        assert alerts_of(pilot)


async def test_a_gap_can_be_a_part_of_an_incident(tmp_path):
    """Lost lines are a part of what happened."""
    session = a_session(tmp_path)
    gap = an_alert(id=2, proto="gap", src="kern.log", dst="", sport=None, dport=None, because="It was deleted.")
    commit(session.store, [Change(kind="new", alert=gap)])
    async with watching(session) as pilot:
        await put(pilot)
        assert said(pilot) == "1 alert put into gap; z undoes it."
        await of_what(pilot, "r")
        await until(pilot, lambda: "It was deleted." in screen_text(pilot.app))
