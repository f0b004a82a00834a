import pytest

from tests.ui.desk import a_session, desk_of, until, watching
from tests.ui.hostile import screen_text
from wallwatch.ui.screens.actor_ledger import ActorLedgerScreen
from wallwatch.ui.screens.actors import ActorsScreen
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.screens.deeds import Deeds
from wallwatch.ui.screens.incidents import IncidentsScreen
from wallwatch.ui.screens.overview import OverviewScreen
from wallwatch.ui.screens.report import ReportScreen
from wallwatch.ui.screens.rules import RulesScreen
from wallwatch.ui.screens.sources import SourcesScreen

UNDOING = (AlertsScreen, ActorsScreen, ActorLedgerScreen, IncidentsScreen, RulesScreen)
OTHERS = (OverviewScreen, ReportScreen, SourcesScreen)


def test_whoever_binds_the_keys_has_what_they_do():
    """And nobody else."""
    for screen in (*UNDOING, *OTHERS):
        assert issubclass(screen, Deeds) == ("triage.undo" in {binding.id for binding in screen.BINDINGS})
    assert all(issubclass(screen, Deeds) for screen in UNDOING)


@pytest.mark.parametrize("screen", ["1", "3", "4", "M"])
async def test_what_was_done_is_undone_and_done_again_on_each_screen(session, screen):
    """It is said there."""
    async with watching(session) as pilot:
        (first,) = desk_of(pilot).alerts([1])
        await pilot.press("g", "e")
        await until(pilot, lambda: desk_of(pilot).marks.of(first).done)
        await pilot.press(screen)
        await pilot.pause()
        await pilot.press("z")
        await until(pilot, lambda: "Undone: done 1 alert." in screen_text(pilot.app))
        assert not desk_of(pilot).marks.of(first).done
        await pilot.press("Z")
        await until(pilot, lambda: "Done again: done 1 alert." in screen_text(pilot.app))
        assert desk_of(pilot).marks.of(first).done


@pytest.mark.parametrize("screen", ["1", "3", "4", "M"])
async def test_a_read_only_console_says_so_on_each_screen(session, screen):
    """Nothing is done."""
    async with watching(a_session(session.store.parent, read_only=True)) as pilot:
        await pilot.press(screen)
        await pilot.pause()
        await pilot.press("z")
        await until(pilot, lambda: "This console is read-only." in screen_text(pilot.app))
        assert desk_of(pilot).triage.refusal
