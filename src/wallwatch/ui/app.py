"""The app: what the screens hang on. It has the themes, the keys, the modes, and the gate to the terminal."""

import gc
import sys
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final

from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.events import Click, Key
from textual.filter import LineFilter
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from wallwatch import heap
from wallwatch.config import Problem
from wallwatch.filter.parse import parse_query
from wallwatch.filter.quote import term_for, term_for_any
from wallwatch.ui.ascii import AsciiOnly, WholeCells
from wallwatch.ui.desk import Desk
from wallwatch.ui.guard import ControlGuard, SafeDriver, install_signals, repaint
from wallwatch.ui.key_names import KeyNames
from wallwatch.ui.keymap import bindings, checked_keymap
from wallwatch.ui.messages import SourcesChanged
from wallwatch.ui.screens.alerts import AlertsScreen
from wallwatch.ui.session import Session
from wallwatch.ui.subscribe import subscribe
from wallwatch.ui.theme import theme_variable_defaults
from wallwatch.ui.wardrobe import LOOK_AGAIN, Commands, Wardrobe
from wallwatch.ui.widgets.network import REST
from wallwatch.ui.widgets.status import NoteLine
from wallwatch.ui.wire.driver import paced
from wallwatch.ui.words import many, told

# Textual's way to have scroll bars of one's own; there is one for all apps of a process.
ScrollBar.renderer = WholeCells

_NAMED: Final = 3
"""Mistakes in configuration files that are named at once."""
_RIGHT: Final = 3
"""The number of the mouse button that goes back."""
_SETTLED: Final = 1.0
"""Seconds after which what an app is made of is there."""
_TURN: Final = 0.0005
"""Seconds after which a thread that asks the store, or writes to the terminal, takes turns with the screen."""
_GC_THRESHOLDS: Final = (10_000, 20, 100)
_UNREADABLE: Final = frozenset({"missing", "denied", "unfit", "failed"})


def _spare_collector() -> None:
    """Spare the collector what is there for good: its pauses are what one feels in a long list."""
    gc.collect()
    gc.freeze()
    gc.enable()
    heap.spare()


def _in_few(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield the mistakes as sentences, so few that they do not cover the screen."""
    yield from map(told, problems[:_NAMED])
    if len(problems) > _NAMED:
        yield f"{many(len(problems) - _NAMED, 'mistake')} more; mend these first."


def _driver(session: Session) -> type[SafeDriver]:
    """Return what writes to the terminal."""
    if session.plain_frames:
        return SafeDriver
    if session.inline:
        from wallwatch.ui.wire.inline import InlineDriver  # noqa: PLC0415 - seldom wanted

        return paced(session.frames, InlineDriver)
    return paced(session.frames)


class WatchApp(App[None]):
    """The screen of one session. ``rest`` is how long (seconds) the network pane waits for the selection to rest."""

    TITLE = "wallwatch"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app", "everywhere")]
    COMMANDS = {Commands}  # noqa: RUF012 - Textual's attribute
    DEFAULT_MODE = "alerts"

    def __init__(self, session: Session, *, rest: float = REST) -> None:
        # Without colours the terminal's own stay, whatever a theme says; Textual decides that here, once.
        super().__init__(
            driver_class=_driver(session),
            ansi_color=True if session.colors == "mono" else None,
        )
        self.session = session
        self.animation_level = "none"
        self._rest = rest
        self._guards = (ControlGuard(), *((AsciiOnly(),) if session.ascii else ()))
        self.overrides, key_problems = checked_keymap(session.keys, session.keys_file, session.keys_text)
        self.key_names = KeyNames(self.overrides)
        self.desk = Desk(session, self.key_names)
        self.wardrobe = Wardrobe(
            self,
            session.themes,
            session.theme,
            session.suits,
            place=session.theme_place,
            keep=session.decide_theme,
            settings=session.settings,
            wish=session.wish,
            heard=session.problems,
        )
        self._problems = (*session.problems, *key_problems, *self.wardrobe.open())
        self._is_settled = False
        self.set_keymap(self.overrides)
        self.add_mode("alerts", lambda: AlertsScreen(self.desk, rest=rest))
        self.add_mode("overview", self._overview_screen)
        self.add_mode("actors", self._actors_screen)
        self.add_mode("rules", self._rules_screen)
        self.add_mode("sources", self._sources_screen)

    async def run_async(self, **options: Any) -> None:
        """Run the app with the follower beside it, so that nothing of its work is cut off at exit."""
        gc.set_threshold(*_GC_THRESHOLDS)
        sys.setswitchinterval(_TURN)
        async with self.desk.at_work():
            await super().run_async(**options)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters, and behind them those that let out no control character, and ASCII only."""
        return [*super().get_line_filters(), *self._guards]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colours, so that the style sheets load under any theme."""
        return theme_variable_defaults()

    def on_mount(self) -> None:
        """Take the signals, watch how the sources are, and name what is wrong in the configuration."""
        install_signals(self)
        sources = self.desk.follower.sources
        subscribe(self, self.desk.bus, SourcesChanged, self._look_at_sources, lambda: SourcesChanged(sources))
        for sentence in self.desk.notes:
            self.notify(sentence, severity="warning", timeout=10, markup=False)
        self._tell(self._problems)
        self.set_interval(LOOK_AGAIN, lambda: self.wardrobe.look_again(self._tell))

    def on_ready(self) -> None:
        """Let the first rows be painted before the collector looks at all that was imported."""
        self.set_timer(_SETTLED, _spare_collector)

    def on_resize(self) -> None:
        """Paint all anew: what a terminal makes of its cells meanwhile is its own affair."""
        repaint(self)

    def on_key(self, event: Key) -> None:
        """Say of a key that does nothing on this screen that it does something on the first one."""
        # Nothing is asked where keys have to be fast: all of those are keys of the alerts.
        if self.current_mode == self.DEFAULT_MODE or len(self.screen_stack) > 1:
            return
        if event.key not in self.screen.active_bindings and (told := self.key_names.among_alerts(event.key)):
            if lines := self.screen.query(NoteLine):
                lines.first().say(told, mistake=True)
            else:
                self.notify(told, severity="warning", markup=False)

    def action_redraw(self) -> None:
        """Paint all anew, because something else wrote to the terminal."""
        repaint(self)

    def action_screen_alerts(self) -> None:
        """Go to the alerts."""
        self.switch_mode("alerts")

    def action_screen_overview(self) -> None:
        """Go to the overview."""
        self.switch_mode("overview")

    def action_screen_actors(self) -> None:
        """Go to the actors."""
        self.switch_mode("actors")

    def action_screen_rules(self) -> None:
        """Go to the noise rules."""
        self.switch_mode("rules")

    def action_screen_sources(self) -> None:
        """Go to the sources."""
        self.switch_mode("sources")

    def action_help(self) -> None:
        """Show all keys."""
        from wallwatch.ui.screens.help import HelpScreen  # noqa: PLC0415 - as in _overview_screen

        self.push_screen(HelpScreen(self.screen.active_bindings, self.overrides))

    def action_suspend(self) -> None:
        """Stop, as any program of a shell does. Who collects goes on."""
        self.action_suspend_process()

    def action_help_quit(self) -> None:
        """Say which key leaves, to those who press Ctrl+C."""
        self.notify(f"{self.key_names['quit.now']} leaves the program.", markup=False)

    async def action_quit(self) -> None:
        """Leave the level, or at the top the program."""
        if self.current_mode != self.DEFAULT_MODE:
            self.switch_mode(self.DEFAULT_MODE)
        elif not (isinstance(self.screen, AlertsScreen) and self.screen.leave_level()):
            self.exit()

    def action_quit_now(self) -> None:
        """Leave the program."""
        self.exit()

    def _overview_screen(self) -> Screen[None]:
        # Each screen is imported when it is first wanted: the alerts stand there the sooner.
        from wallwatch.ui.screens.overview import OverviewScreen  # noqa: PLC0415

        return OverviewScreen(self.desk)

    def _actors_screen(self) -> Screen[None]:
        from wallwatch.ui.screens.actors import ActorsScreen  # noqa: PLC0415 - as above

        return ActorsScreen(self.desk, self.show_alerts_of)

    def _rules_screen(self) -> Screen[None]:
        from wallwatch.ui.screens.rules import RulesScreen  # noqa: PLC0415 - as above

        return RulesScreen(self.desk, self._show_members)

    def _sources_screen(self) -> Screen[None]:
        from wallwatch.ui.screens.sources import SourcesScreen  # noqa: PLC0415 - as above
        from wallwatch.ui.surveyor import Surveyor  # noqa: PLC0415

        desk, surveyor = self.desk, Surveyor(self.session)
        return SourcesScreen(
            desk.bus,
            lambda: desk.follower.sources,
            desk.unparsed,
            self.session.clock,
            survey=surveyor,
            room=surveyor.room,
            as_root=self.session.as_root,
        )

    def _show_members(self, rule: str) -> None:
        """Show the alerts that a noise rule is about, those that it hides among them."""
        self.desk.follower.judge_anew(query=parse_query(term_for("noise", rule)), show_hidden=True)
        self.switch_mode("alerts")

    def show_alerts_of(self, addresses: Sequence[str]) -> None:
        """Show the alerts of some addresses, those that are hidden among them."""
        self.desk.follower.judge_anew(query=parse_query(term_for_any("src", addresses)), show_hidden=True)
        self.switch_mode("alerts")

    def _look_at_sources(self, news: SourcesChanged) -> None:
        """Show the sources first, once it is known of all of them that they cannot be read."""
        states = {source.state for source in news.sources}
        if self._is_settled or not states or "waiting" in states:
            return
        self._is_settled = True
        if states <= _UNREADABLE:
            self.switch_mode("sources")

    def on_click(self, event: Click) -> None:
        """Go back one level with the right button, as with Esc."""
        if event.button == _RIGHT:
            self.simulate_key("escape")

    @on(CommandPalette.OptionHighlighted)
    def _try_on(self, event: CommandPalette.OptionHighlighted) -> None:
        self.wardrobe.try_on(event.highlighted_event.option)

    @on(CommandPalette.Closed)
    def _take_off(self) -> None:
        self.wardrobe.try_on()

    def _tell(self, problems: Sequence[Problem]) -> None:
        """Name mistakes in files, so few that they do not cover the screen."""
        for sentence in _in_few(problems):
            self.notify(sentence, severity="warning", timeout=10, markup=False)
