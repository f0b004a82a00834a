import pytest

from tests.ui.actors import ADDRESSES, the_actors
from tests.ui.alerts import the_incident
from tests.ui.desk import a_session, commit, desk_of, until, watching
from tests.ui.hostile import screen_text
from wallwatch.ui.screens.actor_ledger import ActorLedgerScreen
from wallwatch.ui.screens.actors import ActorsScreen, summary
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.screens.prompt import PromptScreen


@pytest.fixture
def session(tmp_path):
    """Give a session over two bursts of one machine, and one of another."""
    session = a_session(tmp_path)
    commit(session.store, the_actors())
    return session


LISTED = " > ".join(ADDRESSES)


async def opened(pilot, words=LISTED):
    await pilot.press("3")
    await until(pilot, lambda: isinstance(pilot.app.screen, ActorsScreen))
    await until(pilot, lambda: words in screen_text(pilot.app))


async def test_an_empty_list_says_why_in_words(tmp_path):
    """The one knock of somebody is no machine at two addresses."""
    session = a_session(tmp_path)
    commit(session.store, the_incident()[1:2])
    async with watching(session) as pilot:
        await opened(pilot, "No two addresses look like one machine's.")
        assert "a on an alert" in " ".join(screen_text(pilot.app).split())
        await pilot.press("enter", "l")
        assert isinstance(pilot.app.screen, ActorsScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen))


async def test_a_decision_of_the_ledger_stands_in_the_list(session):
    """Until it is undone, from here as well; and the alerts of both are one key away."""
    async with watching(session) as pilot:
        await opened(pilot)
        text = screen_text(pilot.app)
        assert "Actors: 1 pair of addresses, 1 supported, none proven; 0 decided" in text
        assert "no other source in the store matches all but the IP IDs" in text
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ActorLedgerScreen))
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, PromptScreen))
        await pilot.press("enter")
        await until(pilot, lambda: "said: unsure" in screen_text(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: "1 decided" in screen_text(pilot.app))
        await pilot.press("z")
        await until(pilot, lambda: "0 decided" in screen_text(pilot.app))
        await pilot.press("Z")
        await until(pilot, lambda: "1 decided" in screen_text(pilot.app))
        await pilot.press("l")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen))
        await until(pilot, lambda: len(desk_of(pilot).follower.rows) == 2)
        assert f"filter src:{','.join(ADDRESSES)}" in screen_text(pilot.app)


def test_the_summary_counts():
    """Of none there is not much to say."""
    assert summary([]) == "Actors: 0 pairs of addresses, 0 supported, none proven; 0 decided"
