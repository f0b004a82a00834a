import pytest

from tests.ui.actors import ADDRESSES, the_actors
from tests.ui.desk import a_session, alerts_of, commit, desk_of, until, watching
from tests.ui.hostile import screen_text
from wallwatch.store import Marks
from wallwatch.ui.screens.actor_ledger import ActorLedgerScreen
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.screens.prompt import PromptScreen


@pytest.fixture
def session(tmp_path):
    """Give a session over two bursts of one machine, and one of another."""
    session = a_session(tmp_path)
    commit(session.store, the_actors())
    return session


def said(pilot):
    return [(each.word, each.note) for each in desk_of(pilot).marks.decisions()]


async def opened(pilot, *keys):
    await pilot.press(*keys, "a")
    await until(pilot, lambda: isinstance(pilot.app.screen, ActorLedgerScreen))


async def decide(pilot, key, note):
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, PromptScreen))
    await pilot.press(*note, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ActorLedgerScreen))


async def test_a_decision_is_made_with_a_note_and_undone(session):
    """The last one holds; it can be done again, and nothing is merged by it. A note that is left decides nothing."""
    async with watching(session) as pilot:
        await opened(pilot, "G")
        assert "supported" in screen_text(pilot.app)
        assert "not proven" in screen_text(pilot.app)
        for key, word in (("s", "same"), ("n", "not same"), ("o", "unsure")):
            await decide(pilot, key, "!")
            await until(pilot, lambda word=word: f"said: {word} (!" in screen_text(pilot.app))
            assert f"{ADDRESSES[0]} and {ADDRESSES[1]}: {word}; z undoes it." in screen_text(pilot.app)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, PromptScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ActorLedgerScreen))
        assert [word for word, _ in said(pilot)] == ["same", "not same", "unsure"]
        await pilot.press("z")
        await until(pilot, lambda: "said: not same (!!)" in screen_text(pilot.app))
        await pilot.press("z", "z")
        await until(pilot, lambda: "said:" not in screen_text(pilot.app))
        await pilot.press("Z")
        await until(pilot, lambda: said(pilot) == [("same", "!")])
        assert len(desk_of(pilot).follower.rows) == 3
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen))


async def test_another_consoles_word_comes_in(session):
    """While the ledger is open; from there the alerts of both addresses are one key away."""
    async with watching(session) as pilot:
        await opened(pilot, "G")
        first, _, again = desk_of(pilot).alerts([1, 2, 3])
        other = Marks(session.marks, person="mara")
        other.open()
        other.decide(first, again, "not same", "another nick")
        other.close()
        await until(pilot, lambda: "mara said: not same (another nick)" in screen_text(pilot.app))
        await pilot.press("l")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen))
        await until(pilot, lambda: len(desk_of(pilot).follower.rows) == 2)
        assert desk_of(pilot).follower.query.text() == f"src:{','.join(ADDRESSES)}"


async def test_two_tagged_alerts_are_held_against_each_other(session):
    """However unlikely it is; an alert without kin says so, and no key does anything there."""
    async with watching(session) as pilot:
        await until(pilot, lambda: len(desk_of(pilot).follower.rows) == 3)
        await opened(pilot, "g", "j")
        assert "There is no other address to hold against this one." in screen_text(pilot.app)
        await pilot.press("s", "l")
        assert isinstance(pilot.app.screen, ActorLedgerScreen)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, AlertsScreen))
        assert alerts_of(pilot).feed.cursor == 1
        await opened(pilot, "g", "x", "x")
        assert "198.51.100.112 > 203.0.113.9" in screen_text(pilot.app)
        assert "= unlikely" in screen_text(pilot.app)


async def test_a_console_that_only_reads_decides_nothing(tmp_path):
    """It says so."""
    session = a_session(tmp_path, read_only=True)
    commit(session.store, the_actors())
    async with watching(session) as pilot:
        await opened(pilot, "G")
        await pilot.press("s")
        await until(pilot, lambda: "read-only" in screen_text(pilot.app))
        assert said(pilot) == []
