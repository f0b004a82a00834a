"""The themes that an app may wear: those of the files, read again when a file changes, and one that is tried on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

from textual.app import App
from textual.command import Command, DiscoveryHit, Hit, Hits
from textual.content import Content
from textual.theme import BUILTIN_THEMES
from textual.widgets.option_list import Option

from wallwatch.config import Problem
from wallwatch.errors import WallwatchError
from wallwatch.ui.commands import BindingCommands
from wallwatch.ui.look import Wish
from wallwatch.ui.theme import load_themes, unknown_theme

LOOK_AGAIN: Final = 0.3
"""Seconds between two looks at the files; one that changed is read when it has stood still for one of them."""

_OF_THEME: Final = frozenset({"", "theme"})
"""Where a mistake stands that leaves open which theme is meant: in the whole file, or at the key."""

_Files = tuple[tuple[str, int, int, int], ...]


class Wardrobe:
    """Keeps the themes of ``app`` in step with the files in ``directory``, which need not exist.

    ``wanted`` is the theme that the user chose, ``suits`` the one that suits the terminal, which is always there.
    ``place`` is the file and the line in which the user chose; ``keep`` writes a choice there, and says so.
    ``settings`` is that file, and ``wish`` what it says when it changes; ``heard`` is what was said of it already.
    """

    def __init__(
        self,
        app: App[Any],
        directory: Path | None,
        wanted: str | None,
        suits: str,
        *,
        place: tuple[str, int | None] = ("config.toml", None),
        keep: Callable[[str], str] = lambda _: "",
        settings: Path | None = None,
        wish: Callable[[], Wish] | None = None,
        heard: Sequence[Problem] = (),
    ) -> None:
        self._app = app
        self._directory = directory
        self._chosen = wanted or suits
        self._suits = suits
        self._place = place
        self._keep = keep
        self._settings = settings
        self._wish = wish
        self._wished = wanted
        self._heard = tuple(heard)
        self._read = self._seen = _files(directory, settings)

    def open(self) -> tuple[Problem, ...]:
        """Give the app its themes in place of Textual's own, which do not know our colours; return the mistakes."""
        for name in BUILTIN_THEMES:
            self._app.unregister_theme(name)
        return (*self._fill(), *self._unknown(self._chosen, self._place))

    def look_again(self, tell: Callable[[Sequence[Problem]], None]) -> None:
        """Read the files again if one changed, and is not just being written."""
        before, self._seen = self._seen, _files(self._directory, self._settings)
        if self._seen in (self._read, before) and self._seen != self._read:
            self._read = self._seen
            tell((*self._fill(), *self._heed()))

    @property
    def choices(self) -> Iterator["Choice"]:
        """The themes that can be chosen."""
        return (Choice(self, name) for name in self._app.available_themes)

    def try_on(self, option: Option | None = None) -> None:
        """Wear the theme that is under the cursor of the palette; the chosen one where there is none."""
        choice = option.hit.command if isinstance(option, Command) else None
        self._wear(choice.name if isinstance(choice, Choice) else self._chosen)

    def choose(self, name: str) -> None:
        """Wear a theme from now on, and say where that is kept, or why it cannot be."""
        self._chosen = name
        self._wear(name)
        try:
            self._app.notify(f"Theme {name}. {self._keep(name)}".rstrip(), markup=False)
        except WallwatchError as error:
            self._app.notify(str(error), severity="warning", timeout=10, markup=False)

    def _fill(self) -> tuple[Problem, ...]:
        """Read all files; a theme whose file is gone is gone, too."""
        themes, problems = load_themes(self._directory)
        known = {theme.name: theme for theme in themes}
        changed = known.get(self._app.theme) != self._app.available_themes.get(self._app.theme)
        for name in self._app.available_themes.keys() - known.keys():
            self._app.unregister_theme(name)
        for theme in known.values():
            self._app.register_theme(theme)
        self._wear(self._chosen, again=changed)
        return problems

    def _heed(self) -> Iterator[Problem]:
        """Wear what the configuration says by now; yield what is new of its mistakes. With one in it, all stays."""
        if self._wish is None:
            return
        wish = self._wish()
        problems = (*wish.problems, *self._unknown(wish.theme, wish.place))
        yield from (problem for problem in problems if problem not in self._heard)
        self._heard = problems
        if wish.theme != self._wished and not any(problem.key in _OF_THEME for problem in problems):
            self._wished = wish.theme
            self._chosen = wish.theme or self._suits
            self._wear(self._chosen)

    def _wear(self, name: str, *, again: bool = False) -> None:
        worn = name if name in self._app.available_themes else self._suits
        if worn != self._app.theme:
            self._app.theme = worn
        elif again:
            self._app.mutate_reactive(App.theme)
        if self._app.is_running:
            # Textual leaves out the palette, which is no part of what an app is made of.
            self._app.call_next(lambda: self._app.screen.update_node_styles(animate=False))

    def _unknown(self, name: str | None, place: tuple[str, int | None]) -> Iterator[Problem]:
        return unknown_theme(name, self._app.available_themes, place)


@dataclass(frozen=True)
class Choice:
    """A theme that can be chosen."""

    wardrobe: Wardrobe
    name: str

    @property
    def words(self) -> str:
        """What it is called in the palette."""
        return f"theme {self.name}"

    def __call__(self) -> None:
        """Choose it."""
        self.wardrobe.choose(self.name)


@runtime_checkable
class Dressed(Protocol):
    """An app that has themes to choose from."""

    wardrobe: Wardrobe


class Commands(BindingCommands):
    """The palette's source of commands: what is bound, then the themes, which are tried on as one walks over them."""

    async def discover(self) -> Hits:
        """Offer what is bound, then the themes."""
        async for hit in super().discover():
            yield hit
        for choice in self._choices():
            yield DiscoveryHit(Content(choice.words), choice, text=choice.words)

    async def search(self, query: str) -> Hits:
        """Offer what is like ``query``."""
        async for hit in super().search(query):
            yield hit
        matcher = self.matcher(query)
        for choice in self._choices():
            if (score := matcher.match(choice.words)) > 0:
                # The matcher reads markup, and a file may have any name.
                shown = Content(choice.words) if "[" in choice.words else matcher.highlight(choice.words)
                yield Hit(score, shown, choice, text=choice.words)

    def _choices(self) -> Iterator[Choice]:
        return self.app.wardrobe.choices if isinstance(self.app, Dressed) else iter(())


def _files(directory: Path | None, settings: Path | None) -> _Files:
    """Return what tells whether the file of a theme, or the configuration, changed."""
    paths = sorted(directory.glob("*.toml")) if directory else []
    paths += [settings] if settings and settings.exists() else []
    try:
        found = [(path.name, path.stat()) for path in paths]
    except OSError:
        # One is gone while we look; the next look finds it so.
        return ()
    return tuple((name, status.st_mtime_ns, status.st_size, status.st_ino) for name, status in found)
