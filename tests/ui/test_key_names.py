from dataclasses import replace

import pytest

from tests.ui.alerts import an_alert
from tests.ui.desk import a_session, alerts_of, commit, until, watching
from tests.ui.hostile import screen_text
from wallwatch.model import Change
from wallwatch.ui.key_names import KeyNames, choosing, key_names_of
from wallwatch.ui.session import Session
from wallwatch.ui.widgets.status import NoteLine


def test_a_key_is_called_as_it_is_now() -> None:
    """By its name in the table, unless the user has another one."""
    assert KeyNames()["triage.undo"] == "z"
    assert KeyNames({"triage.undo": "ctrl+u,z"})["triage.undo"] == "ctrl+u"
    assert key_names_of(object())["level.out"] == "Esc"


async def test_the_overview_names_the_keys_that_it_has(session: Session) -> None:
    """A filter is dropped there with the same keys as in the feed."""
    async with watching(replace(session, keys={"filter.clear": "ctrl+x"}), (100, 30)) as pilot:
        await pilot.press("2", "f", *"port:1", "enter")
        await until(pilot, lambda: "Backspace, ctrl+x drop" in screen_text(pilot.app))
        await pilot.press("ctrl+x")
        await until(pilot, lambda: not pilot.app.screen.query_one(NoteLine).parts(100))


TOLD = "ctrl+v (kept filters: apply, keep, forget) is a key of the alerts; 1 goes there."


@pytest.mark.parametrize("screen", ["2", "3", "4", "5"])
async def test_a_key_of_the_alerts_says_so_elsewhere(session: Session, screen: str) -> None:
    """On the line of the screen, or where it has none in a box."""
    async with watching(replace(session, keys={"filter.views": "ctrl+v"}), (110, 30)) as pilot:
        await pilot.press(screen, "ctrl+v")
        boxes = pilot.app._notifications
        await until(pilot, lambda: TOLD in screen_text(pilot.app) or TOLD in [box.message for box in boxes])


async def test_a_key_that_does_something_or_nothing_anywhere_says_nothing(session: Session) -> None:
    """Nor do keys that are typed, nor those of the alerts themselves."""
    async with watching(replace(session, keys={"filter.views": "ctrl+v"}), (110, 30)) as pilot:
        for keys in (["ctrl+v", "2"], ["V"], ["ctrl+g"], ["j"], ["f", *"c:y", "escape"], ["question_mark", "y"]):
            await pilot.press(*keys)
            await pilot.pause()
            assert "is a key of the alerts" not in screen_text(pilot.app)


def test_how_to_choose_names_the_keys_of_the_user() -> None:
    """What moves in a list moves in all of them."""
    assert choosing(KeyNames({"feed.down": "ctrl+n"})) == "ctrl+n k: another one   Enter: take it   Esc: leave"


async def test_sentences_name_the_keys_of_the_user(session: Session) -> None:
    """What was done, what an empty list says, and what stands beside a filter."""
    keys = {"triage.undo": "ctrl+u", "filter.clear": "ctrl+x", "filter.open": "ctrl+f", "sort.by": "ctrl+o"}
    async with watching(replace(session, keys=keys), (100, 30)) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: "is done; ctrl+u undoes it." in screen_text(pilot.app))
        await pilot.press("ctrl+f", *"port:1", "enter")
        await until(pilot, lambda: "Backspace drops its last term, ctrl+x all of it, ctrl+f" in screen_text(pilot.app))
        alerts_of(pilot).note_line.say("")
        await until(pilot, lambda: "Backspace, ctrl+x drop" in screen_text(pilot.app))


@pytest.mark.parametrize(
    ("screen", "sentence"),
    [
        ("4", "ctrl+n on an alert drafts one; ctrl+r chooses from the ready-made ones."),
        ("3", "ctrl+a on an alert says what there is of it"),
    ],
)
async def test_what_an_empty_screen_says_names_the_keys_as_they_are(tmp_path, screen, sentence):
    """Also those of other screens."""
    keys = {"noise.draft": "ctrl+n", "rules.add": "ctrl+r", "actor.ledger": "ctrl+a"}
    session = a_session(tmp_path, keys=keys)
    commit(session.store, [Change(kind="new", alert=an_alert())])
    async with watching(session, (120, 30)) as pilot:
        await pilot.press(screen)
        await until(pilot, lambda: sentence in " ".join(screen_text(pilot.app).split()))
