import dataclasses

import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList

from tests.ui.alerts import a_packet, a_sighting, an_alert, the_incident
from tests.ui.desk import a_session, alerts_of, commit, desk_of, until, watching
from tests.ui.hostile import HOSTILE, leaks, screen_lines, screen_text
from tests.ui.hostile_store import hostile, hostile_record
from tests.ui.terminal import terminal_of
from wallwatch.config import Problem
from wallwatch.filter.parse import parse_query
from wallwatch.model import Change
from wallwatch.model.line import SourceStatus
from wallwatch.text import visible
from wallwatch.ui.app import WatchApp
from wallwatch.ui.guard import SafeDriver
from wallwatch.ui.keymap import KEYS
from wallwatch.ui.screens.actor_ledger import ActorLedgerScreen
from wallwatch.ui.screens.actors import ActorsScreen
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.screens.help import HelpScreen
from wallwatch.ui.screens.incidents import IncidentsScreen
from wallwatch.ui.screens.overview import OverviewScreen
from wallwatch.ui.screens.report import ReportScreen
from wallwatch.ui.screens.rules import RulesScreen
from wallwatch.ui.screens.sources import SourcesScreen
from wallwatch.ui.widgets.detail import Detail
from wallwatch.ui.widgets.feed import Feed
from wallwatch.ui.wire.driver import WireDriver
from wallwatch.ui.wire.inline import InlineDriver

DENIED = SourceStatus(source="/var/log/kern.log", state="denied", reason="Permission denied", remedy="join adm")


SCREENS = (
    AlertsScreen,
    OverviewScreen,
    ActorsScreen,
    RulesScreen,
    SourcesScreen,
    IncidentsScreen,
    ActorLedgerScreen,
    ReportScreen,
)


@pytest.mark.parametrize("owner", [WatchApp, Feed, *SCREENS])
def test_every_key_has_its_action(owner):
    """Whoever has a key of the table has what it does."""
    assert owner.BINDINGS
    for key in owner.BINDINGS:
        namespace, _, name = key.action.rpartition(".")
        assert hasattr(WatchApp if namespace == "app" else owner, f"action_{name}"), key.id


def test_every_key_is_somebodys():
    """Of the lists, the screens and the app."""
    assert {key.id for owner in (WatchApp, Feed, *SCREENS) for key in owner.BINDINGS} == {key.id for key in KEYS}


async def test_screens_are_a_key_away(session):
    """5 shows the sources, 1 and Esc and q the alerts again, with the cursor where it was."""
    async with watching(session) as pilot:
        await pilot.press("g")
        for back in ("1", "escape", "q"):
            await pilot.press("5")
            await pilot.pause()
            assert isinstance(pilot.app.screen, SourcesScreen)
            await pilot.press(back)
            await pilot.pause()
            assert alerts_of(pilot).feed.current.id == 1


async def test_the_sources_come_first_when_none_can_be_read(tmp_path):
    """Where nothing can be read, the first screen says what to do; back at the alerts one stays there."""
    session = a_session(tmp_path)
    commit(session.store, statuses=[DENIED])
    async with watching(session) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, SourcesScreen))
        assert "join adm" in screen_text(pilot.app)
        await pilot.press("1")
        commit(session.store, statuses=[DENIED], other=1)
        await until(pilot, lambda: desk_of(pilot).follower.sum.sum.other)
        assert "Permission denied" in screen_text(pilot.app)
        assert alerts_of(pilot)


async def test_help_lists_the_keys_and_runs_them(session):
    """? shows the keys; what is chosen there runs on the alerts screen."""
    async with watching(session) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press(*"zoom", "enter")
        await until(pilot, lambda: pilot.app.screen.maximized)
        assert alerts_of(pilot).maximized is alerts_of(pilot).feed


MODAL = (("M", IncidentsScreen, "incidents.open"), ("r", ReportScreen, "report.scope"))


@pytest.mark.parametrize(("key", "screen", "known"), MODAL)
async def test_help_and_palette_are_there_over_dialogs(session, key, screen, known):
    """They list what works on the dialog, and run it; Esc comes back to it."""
    async with watching(session) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, screen))
        await pilot.press("colon")
        await until(pilot, lambda: CommandPalette.is_open(pilot.app))
        await pilot.press("escape", "question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        options = pilot.app.screen.query_one(OptionList).options
        assert str(options[0].prompt).lower() == known.partition(".")[0]
        assert [option.id for option in options if option.id in {known, "mark.done"} and not option.disabled] == [known]
        await pilot.press(*"back", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen))


@pytest.mark.parametrize("keys", [("enter", "enter"), ("M",), ("r",)])
async def test_capital_q_leaves_from_anywhere(session, keys):
    """Q ends the program at once."""
    async with watching(session) as pilot:
        await pilot.press(*keys, "Q")
        await until(pilot, lambda: not pilot.app.is_running)


async def test_mistakes_in_files_are_named(session):
    """What is wrong in a configuration file, in keys.toml or with the theme is told at start; the rest applies."""
    session = a_session(
        session.store.parent,
        problems=(Problem("config.toml", 3, "stor", "There is no such key [sic]."),),
        keys={"mark.star": "J", "no.such": "x"},
        theme="nonesuch",
    )
    async with watching(session, (120, 60)) as pilot:
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "line 3: stor: There is no such key [sic]." in " ".join(text.split())
        assert "no.such" in text
        assert "There is no theme nonesuch." in " ".join(text.split())
        await pilot.press("J")
        assert desk_of(pilot).marks.of(the_incident()[2].alert).starred


async def test_it_runs_beside_its_follower(session):
    """As the program runs it, the follower works beside the screen and is stopped after it."""
    app = WatchApp(session, rest=0)

    async def walk(pilot):
        await until(pilot, lambda: len(app.desk.follower.rows) == 3)
        await pilot.press("q")

    await app.run_async(headless=True, size=(80, 24), auto_pilot=walk)
    assert not app.desk.follower._store.is_open


PROGRAM = """
import asyncio
from pathlib import Path
from tests.ui.desk import a_session
from wallwatch.ui.app import WatchApp

asyncio.run(WatchApp(a_session(Path({folder!r}))).run_async(mouse=False))
"""


def test_a_real_terminal_is_left_as_it_was(session):
    """In a real terminal keys move the cursor, nothing is sent while nothing changes, and q ends without a word."""
    with terminal_of(PROGRAM.format(folder=str(session.store.parent)), rows=24, columns=80) as terminal:
        terminal.until_painted("198.51.100.148")
        terminal.press("k")
        terminal.until_painted("PAUSED")
        while terminal.listens():
            pass
        painted = terminal.painted
        # Longer than anything that waits for a key, or looks at the store.
        for _ in range(12):
            terminal.listens()
        assert terminal.painted == painted
        terminal.press("q")
        assert terminal.until_ended() == 0
        assert "Traceback" not in terminal.painted
        assert "\x1b[?1049l" in terminal.painted


@pytest.fixture
def hostile_session(tmp_path):
    """A session over a store in which every stranger's text is hostile, sources and whois records too."""
    session = a_session(tmp_path)
    for number, text in enumerate(HOSTILE, 1):
        session.networks.add(hostile_record(number, visible(text)))
    statuses = [SourceStatus(source=visible(text), state="failed", reason=visible(text)) for text in HOSTILE]
    commit(session.store, [hostile(number, visible(text)) for number, text in enumerate(HOSTILE, 1)], statuses=statuses)
    return session


async def hostile_screens(pilot, step):
    """Return what the screen shows for each of the hostile alerts."""
    pilot.app.action_screen_alerts()
    await pilot.press("g")
    screens = []
    for number in range(1, len(HOSTILE) + 1):
        feed = alerts_of(pilot).feed
        assert feed.current.id == number
        await step(feed)
        await pilot.pause()
        screens.append(screen_text(pilot.app))
        feed.move(feed.cursor + 1)
    return screens


async def test_strangers_words_are_shown_harmless(hostile_session):
    """Whatever a log or a whois record says is in the panes, to its last character: nothing runs and nothing leaks."""

    async def look(_feed):
        """All panes are in sight."""

    async with watching(hostile_session, (200, 100)) as pilot:
        screens = await hostile_screens(pilot, look)
        assert pilot.app.is_running
    for text, screen in zip(HOSTILE, screens, strict=True):
        assert "".join(visible(text).split()) in "".join(screen.split())
        assert leaks(screen) == []


@pytest.mark.parametrize("pane", ["packets", "fields", "network"])
async def test_strangers_words_harm_no_pane(hostile_session, pane):
    """At 80x24 each pane shows them, and so do the sentence of a copy, a filter made of them, and the sources."""

    async def use(feed):
        alerts_of(pilot).query_one(Detail).bring(pane)
        pilot.app.screen.action_copy_row()
        parse_query(feed.term())
        alerts_of(pilot).note_line.show_filter(feed.term())

    async with watching(hostile_session) as pilot:
        screens = await hostile_screens(pilot, use)
        await pilot.press("5")
        await pilot.pause()
        screens.append(screen_text(pilot.app))
        assert pilot.app.is_running
    assert leaks("".join(screens)) == []


@pytest.mark.parametrize("text", ["[UFW BLOCK]", "[sshd]", "[/b]", "[@click=x]y[/]"])
async def test_brackets_stay(tmp_path, text):
    """What looks like markup is shown with all its brackets, in the row and in the fields."""
    session = a_session(tmp_path)
    raw = a_packet(sightings=(a_sighting(raw=f"kernel: {text} IN=eth0"),))
    commit(session.store, [Change(kind="new", alert=an_alert(chain=text, dport=9), touched=((0, raw),))])
    async with watching(session, (120, 40)) as pilot:
        assert f"discard {text}" in screen_text(pilot.app)
        await pilot.press("enter", "enter", "G")
        await pilot.pause()
        assert f"kernel: {text} IN=eth0" in screen_text(pilot.app)


async def test_many_mistakes_do_not_cover_the_screen(session):
    """The first mistakes are named, the others counted."""
    problems = tuple(Problem("config.toml", line, f"key{line}", "There is no such key.") for line in range(1, 9))
    async with watching(a_session(session.store.parent, problems=problems), (120, 60)) as pilot:
        await pilot.pause()
        text = " ".join(screen_text(pilot.app).split())
        assert "line 3: key3" in text
        assert "key4" not in text
        assert "5 mistakes more" in text


async def test_the_mouse_goes_where_the_keys_go(session):
    """A click chooses the row and the cell, two open it, the right button goes back; a click focuses the pane."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        await pilot.click(offset=(22, 3))
        assert (feed.current.id, feed.cell_text(), feed.following) == (2, "203.0.113.9", False)
        await pilot.click(offset=(33, 2))
        assert (feed.current.id, feed.cell_text()) == (1, "6346")
        await pilot.click(offset=(33, 2), times=2)
        await until(pilot, lambda: alerts_of(pilot).focused.id == "packets")
        await pilot.click(offset=(10, 3), button=3)
        await until(pilot, lambda: alerts_of(pilot).focused is feed)
        packets = alerts_of(pilot).query_one(Detail).region
        await pilot.click(offset=(10, packets.y + 2))
        await until(pilot, lambda: alerts_of(pilot).focused.id == "packets")


async def test_dialogs_take_the_mouse(session):
    """Help and palette run what is clicked on, a list of choices takes what is clicked on twice."""
    async with watching(session) as pilot:
        await pilot.press("question_mark", *"zoom")
        await until(pilot, lambda: "zoom the pane" in screen_text(pilot.app))
        y = next(y for y, line in enumerate(screen_lines(pilot.app)) if "zoom the pane" in line)
        await pilot.click(offset=(20, y))
        await until(pilot, lambda: pilot.app.screen.maximized)
        await pilot.press("4", "a")
        await until(pilot, lambda: "Which of the ready-made rules?" in screen_text(pilot.app))
        await pilot.click(offset=(10, 3), times=2)
        await until(pilot, lambda: desk_of(pilot).rulebook.rules.rules)


KINDS = (
    ({}, WireDriver),
    ({"inline": True}, InlineDriver),
    ({"plain_frames": True}, SafeDriver),
    ({"plain_frames": True, "inline": True}, SafeDriver),
)


@pytest.mark.parametrize(("asked", "kind"), KINDS)
def test_who_writes_to_the_terminal_is_chosen(tmp_path, asked, kind):
    """The changed cells alone, also under the prompt; or Textual's own frames, and then nothing of ours."""
    driver = WatchApp(a_session(tmp_path, frames=7, **asked)).driver_class
    assert issubclass(driver, kind)
    assert issubclass(driver, WireDriver) == (not asked.get("plain_frames"))
    assert getattr(driver, "FRAMES", 7) == 7


async def test_ctrl_c_says_how_to_leave(session):
    """With the key as it is, and no words of Textual's own."""
    async with watching(dataclasses.replace(session, keys={"quit.now": "W"})) as pilot:
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "W leaves the program." in screen_text(pilot.app))


async def test_ctrl_z_stops_the_program(session, monkeypatch):
    """As it does any program of a shell."""
    stopped = []
    async with watching(session) as pilot:
        monkeypatch.setattr(pilot.app, "action_suspend_process", lambda: stopped.append(True))
        await pilot.press("5", "ctrl+z")
        assert stopped == [True]


@pytest.mark.parametrize("size", [(20, 5), (20, 6), (40, 7), (80, 8)])
async def test_the_row_under_the_cursor_is_in_sight(session, size):
    """However low the window becomes."""
    async with watching(session) as pilot:
        await pilot.press("g", "j")
        await pilot.resize_terminal(*size)
        await until(pilot, lambda: any(line.startswith(" >") for line in screen_lines(pilot.app)[1:]))
