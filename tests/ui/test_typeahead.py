"""Keys that come faster than the screen."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import Key
from textual.keys import _character_to_key
from textual.screen import ModalScreen
from textual.widgets import Input

from tests.ui.alerts import the_incident
from tests.ui.desk import a_session, alerts_of, commit, until, watching
from wallwatch.ui import typeahead
from wallwatch.ui.desk import Desk
from wallwatch.ui.screens import kept_filters
from wallwatch.ui.session import Session
from wallwatch.ui.typeahead import TypeAhead
from wallwatch.ui.widgets.filter_bar import FilterBar


class _Prompt(ModalScreen[str]):
    """A dialog of two lines, deep in containers."""

    def compose(self) -> ComposeResult:
        with Vertical(), Vertical():
            yield Input(id="why")
            yield Input(id="name")

    @on(Input.Submitted, "#why")
    def _go_on(self) -> None:
        self.query_one("#name").focus()

    @on(Input.Submitted, "#name")
    def _take(self) -> None:
        self.dismiss("/".join(line.value for line in self.query(Input)))


class _Console(App[None]):
    """An app in which a key opens the dialog, and another one is a command."""

    BINDINGS = [  # noqa: RUF012 - Textual's attribute
        Binding("i", "ask"),
        Binding("w", "look_up_and_ask"),
        Binding("g", "choose"),
        Binding("e", "command"),
        Binding("d", "desk"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []
        self.commands = 0
        self.seen: list[Any] = []
        """The answers that there were when the command was run."""

    def action_ask(self) -> None:
        self.push_screen(_Prompt(), self.answers.append)

    @work
    async def action_look_up_and_ask(self) -> None:
        await asyncio.sleep(0.1)
        self.answers.append(await self.push_screen_wait(_Prompt()))

    @work
    async def action_choose(self) -> None:
        chosen = await self.push_screen_wait(_Prompt())
        await asyncio.sleep(0.1)
        self.answers.append(chosen)

    def action_command(self) -> None:
        self.commands += 1
        self.seen = list(self.answers)

    @work
    async def action_desk(self) -> None:
        await self.push_screen_wait(_Desk())


class _Desk(ModalScreen[None]):
    """A screen that stays open under its dialogs, and is not done with what its rows are."""

    BINDINGS = [Binding("n", "note"), Binding("e", "app.command")]  # noqa: RUF012 - Textual's attribute
    is_arranging = False

    def compose(self) -> ComposeResult:
        yield Vertical()

    @work
    async def action_note(self) -> None:
        app = self.app
        assert isinstance(app, _Console)
        note = await app.push_screen_wait(_Prompt())
        await asyncio.sleep(0.1)
        app.answers.append(note)


class _Unready(_Desk):
    is_arranging = True


def _slow(ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Return ``ask``, with an answer that takes a while."""

    async def asked(*arguments: Any) -> Any:
        await asyncio.sleep(0.15)
        return await ask(*arguments)

    return asked


async def _type(app: App[Any], keys: str) -> None:
    ahead = TypeAhead(app)
    for char in keys:
        ahead.take(Key("enter", None) if char == "\r" else Key(_character_to_key(char), char))


async def test_text_typed_ahead_goes_into_the_prompt_that_it_was_meant_for() -> None:
    """Keys that arrive in one piece act as if each had been typed when the screen was ready for it."""
    app = _Console()
    async with app.run_test() as pilot:
        await _type(app, "ieel\ree\re")
        while not app.answers or not app.commands:
            await pilot.pause()
    assert app.answers == ["eel/ee"]
    assert app.commands == 1


async def test_a_key_whose_target_is_gone_holds_up_nothing() -> None:
    """Keys go on when the widget that had the focus is removed by one of them."""
    app = _Console()
    async with app.run_test() as pilot:
        await _type(app, "i\r\ri\r\ree")
        while app.commands < 2:
            await pilot.pause()
    assert app.answers == ["/", "/"]


async def test_text_typed_ahead_waits_for_a_prompt_that_is_opened_after_a_while() -> None:
    """An action looks something up before it asks."""
    app = _Console()
    async with app.run_test() as pilot:
        await _type(app, "weel\ree\re")
        while not app.commands:
            await pilot.pause()
    assert app.answers == ["eel/ee"]
    assert app.commands == 1


async def test_a_command_typed_ahead_waits_for_what_was_chosen_before() -> None:
    """An action goes on after its dialog was closed."""
    app = _Console()
    async with app.run_test() as pilot:
        await _type(app, "gee\r\re")
        while not app.commands:
            await pilot.pause()
    assert app.seen == ["ee/"]


async def test_a_command_typed_ahead_waits_for_what_was_chosen_in_a_dialog_over_another_one() -> None:
    """Whoever waits for the dialog that is still open is not waited for."""
    app = _Console()
    async with app.run_test() as pilot:
        await _type(app, "dnee\r\re")
        while not app.commands:
            await pilot.pause()
    assert app.seen == ["ee/"]


async def test_what_is_long_in_arranging_holds_up_one_key_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first key waits as long as any may, and those after it do not begin anew."""
    monkeypatch.setattr(typeahead, "_PATIENCE", 1)
    app = _Console()
    async with app.run_test() as pilot:
        app.push_screen(_Unready())
        async with asyncio.timeout(6):
            await _type(app, "eeeeeeee")
            while app.commands < 8:
                await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "tagged"),
    [
        ("fsrc:203.0.113.9\rx", [2]),  # the row that the filter lists
        ("B3gx", [1, 3]),  # both alerts of a port, not the one that the cursor was on
        ("g/203.0.113.9\rx", [2]),  # the row that was sought
        ("B3g\rx", [3]),  # the newest of the group that was opened
    ],
)
async def test_a_key_typed_ahead_is_for_what_those_before_it_bring(
    session: Session, monkeypatch: pytest.MonkeyPatch, keys: str, tagged: list[int]
) -> None:
    """However long the store takes to answer."""
    for name in ("find", "members_of"):
        monkeypatch.setattr(Desk, name, _slow(getattr(Desk, name)))
    async with watching(session) as pilot:
        tags = alerts_of(pilot).feed.tags
        await _type(pilot.app, keys)
        await until(pilot, lambda: tags.count)
        assert sorted(tags) == tagged


async def test_a_key_typed_ahead_is_for_the_menu_of_kept_filters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read before it opens."""
    session = a_session(tmp_path, views=tmp_path / "views.toml")
    commit(session.store, the_incident())
    (tmp_path / "views.toml").write_text('[views]\nnine = "src:203.0.113.9"\n')
    read = kept_filters._read
    monkeypatch.setattr(kept_filters, "_read", lambda path: time.sleep(0.1) or read(path))
    async with watching(session) as pilot:
        tags = alerts_of(pilot).feed.tags
        await _type(pilot.app, "V1gx")
        await until(pilot, lambda: tags.count)
        assert list(tags) == [2]


async def test_text_typed_ahead_does_not_wait_for_what_is_counted_for_each_letter(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The filter's count, and the preview of a rule, are no actions."""
    monkeypatch.setattr(typeahead, "_PATIENCE", 60)
    async with watching(session) as pilot:
        alerts_of(pilot).query_one(FilterBar)._rest = 60
        await _type(pilot.app, "fsrc:203.0.113.9\rgx")
        await until(pilot, lambda: alerts_of(pilot).feed.tags.count)
        assert list(alerts_of(pilot).feed.tags) == [2]
