"""The help: every key in one list that is searched by typing, and whose entries run."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from wallwatch.ui.commands import Command, commands
from wallwatch.ui.keymap import KEYS, Key, key_words, keys_of

PROMISE: Final = "This program never changes your firewall and never sends packets except lookups you ask for."

_KEYS_WIDTH: Final = 16
_WORDS_WIDTH: Final = 44


class HelpScreen(ModalScreen[None]):
    """All keys, with those that were changed as they are now; what works on the screen below runs with Enter.

    The groups that work there come first, then those of which some does.
    """

    CSS_PATH = "help.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-usual")]  # noqa: RUF012 - Textual's attribute
    BINDINGS: ClassVar = [
        Binding("escape", "close", "Close"),
        Binding("down", "move(1)", "Down"),
        Binding("up", "move(-1)", "Up"),
        Binding("pagedown", "page(1)", "Page down"),
        Binding("pageup", "page(-1)", "Page up"),
    ]

    def __init__(self, active: Mapping[str, ActiveBinding], overrides: Mapping[str, str]) -> None:
        """Take what is bound on the screen below (its ``active_bindings``), and the user's keymap (id to keys)."""
        super().__init__()
        self._here = {command.id: command for command in commands(active)}
        self._overrides = overrides
        self._in_order = sorted(KEYS, key=lambda key: self._distance(key.group))

    def compose(self) -> ComposeResult:
        """Lay out the promise, the line to type in, and the list."""
        with Vertical():
            yield Static(PROMISE, id="promise", markup=False)
            yield Input(placeholder="type to find a key; Enter runs it, Esc closes", compact=True)
            yield OptionList(markup=False, compact=True)

    def on_mount(self) -> None:
        """Show all, ready to type."""
        self.query_one(Input).cursor_blink = False
        self.query_one(OptionList).can_focus = False
        self._narrow("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    @on(Input.Submitted)
    def _entered(self) -> None:
        chosen = self.query_one(OptionList).highlighted_option
        if chosen is not None and chosen.id is not None:
            self._run(self._here[chosen.id])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self._run(self._here[event.option_id])

    def action_move(self, by: int) -> None:
        """Go to the next entry, or the one before, that can run."""
        entries = self.query_one(OptionList)
        if by > 0:
            entries.action_cursor_down()
        else:
            entries.action_cursor_up()

    def action_page(self, by: int) -> None:
        """Go a page down, or up."""
        entries = self.query_one(OptionList)
        if by > 0:
            entries.action_page_down()  # type: ignore[no-untyped-call] # Textual's own
        else:
            entries.action_page_up()  # type: ignore[no-untyped-call]

    def action_close(self) -> None:
        """Close without running anything."""
        self.dismiss()

    def _run(self, command: Command) -> None:
        self.dismiss()
        self.app.call_later(self.app.run_action, command.action, command.node)

    def _narrow(self, typed: str) -> None:
        """Show the entries in which every typed word is found, and point at the one that is most like it."""
        entries = self.query_one(OptionList)
        entries.set_options(self._options(typed.lower().split()))
        entries.action_first()
        for key in KEYS:
            if typed and key.words.startswith(typed.lower()) and key.id in self._here:
                entries.highlighted = entries.get_option_index(key.id)
                return

    def _options(self, wanted: list[str]) -> Iterator[Option]:
        group = ""
        for key in self._in_order:
            keys = self._keys(key)
            told = f"{key.group} {key.words} {keys} {key.id}".lower()
            if not all(word in told for word in wanted):
                continue
            if key.group != group:
                group = key.group
                yield Option(Content.styled(group, "bold"), disabled=True)
            yield Option(_entry(key, keys, is_here=key.id in self._here), id=key.id, disabled=key.id not in self._here)

    def _distance(self, group: str) -> int:
        """Return 0 for a group of which all works here, 2 where nothing does."""
        works = [key.id in self._here for key in KEYS if key.group == group]
        return 2 - any(works) - all(works)

    def _keys(self, key: Key) -> str:
        return key_words(keys_of(key, self._overrides))


def _entry(key: Key, keys: str, *, is_here: bool) -> Content:
    return Content.assemble(
        f"  {keys:<{_KEYS_WIDTH}} {key.words:<{_WORDS_WIDTH}}",
        ("" if is_here else "not here", "$text-muted"),
    )
