"""Themes are files: one TOML file each, shipped in ``themes/``, and the user's own beside the configuration.

A file sets Textual's base colours (``primary`` .. ``boost``), ``dark`` or ``ansi``, and under ``[variables]`` ours
(:data:`VARIABLES`, :data:`STYLES`) and Textual's. Its name is the theme's. A mistake is named with file, line and key;
the rest of the file applies.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from textual.color import Color, ColorParseError
from textual.theme import Theme

from wallwatch.config.toml import Place, Problem, near, problems_at, read_toml, shown

VARIABLES: Final = {
    "shown": "#e4e4e4",  # an alert that nobody has dealt with
    "hidden": "#9e9e9e",  # one that a noise rule hides, while they are shown
    "done": "#9e9e9e",  # one that is dealt with
    "starred": "#ffd75f",  # one to come back to
    "odd": "#ff87ff",  # one that a noise rule matches and that does not look like the others
    "service": "#87d7ff",  # the port and what is usually there
    "stack": "#d7d7af",  # the operating system or tool that sent it
    "witness": "#87d787",  # the letter of a witness that saw the packet
    "unseen": "#9e9e9e",  # the dash of one that did not
    "changed": "#ffaf5f",  # what differs from the packet before
    "found": "#ffd75f",  # what a search found
    "label": "#9e9e9e",  # the name of a field
    "frame": "#9e9e9e",  # titles and rules between panes
    "sound": "#87d787",  # a source that is read
    "waiting": "#ffd75f",  # a source that has nothing yet
    "failed": "#ff8787",  # a source that cannot be read, a filter that cannot be understood
    "remedy": "#87d7ff",  # what to do about it
}
"""Our own colours and what they are for. None of them is ever the only sign of what it shows."""

STYLES: Final = {f"{name}-style": "bold" if name == "odd" else "none" for name in VARIABLES if name != "shown"}
"""Our own styles: bold, underline, dim, for where there are few colours or none."""

_COLORS: Final = (
    "primary",
    "secondary",
    "warning",
    "error",
    "success",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "boost",
)
_SWITCHES: Final = ("dark", "ansi")
_TABLE: Final = "variables"
_DEFAULT_PRIMARY: Final = "#5fafff"
_STYLE_WORDS: Final = frozenset(
    {"none", "not", "bold", "b", "dim", "d", "italic", "i", "underline", "u", "reverse", "r", "strike", "s"}
)
_NOT_GENERATED: Final = ("ansi-background", "ansi-foreground", "input-selection-foreground")
"""Variables that Textual's style sheets use and not every theme of its own has."""
_NO_PARSED_COLORS: Final = frozenset({"auto", "initial"})


def theme_variable_defaults() -> dict[str, str]:
    """Return what ``App.get_theme_variable_defaults`` has to return, so that our style sheets load under any theme."""
    return VARIABLES | STYLES


def load_themes(user_directory: Path | None) -> tuple[list[Theme], tuple[Problem, ...]]:
    """Return the shipped themes and the user's (a later one of the same name wins), and what is wrong with them.

    ``user_directory`` holds the user's ``*.toml``; it need not exist.
    """
    themes: list[Theme] = []
    problems: list[Problem] = []
    for path in _theme_files(user_directory):
        theme, mistakes = read_theme(path)
        problems.extend(mistakes)
        if theme is not None:
            themes.append(theme)
    return themes, tuple(problems)


def unknown_theme(name: str | None, names: Collection[str], place: tuple[str, int | None]) -> Iterator[Problem]:
    """Yield that there is no theme of a name that was chosen in ``place``, a file and its line, if there is none."""
    if name is not None and name not in names:
        question = near(name, names) or f" There are {', '.join(names)}."
        yield Problem(*place, "theme", f"There is no theme {name}.{question}")


def bundled() -> Path:
    """Return the directory of the shipped themes: in the installed package, else in the checkout."""
    installed = Path(__file__).parents[1] / "_themes"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "themes"


def read_theme(path: Path) -> tuple[Theme | None, tuple[Problem, ...]]:
    """Return the theme of one file without its mistakes, and these; no theme where the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return None, (Problem(str(path), None, "", f"The theme cannot be read: {error.strerror}."),)
    table, problems = read_toml(text, str(path))
    if problems:
        return None, problems
    settings = dict(_settings(table))
    wrong = {place: sentence for place, value in settings.items() if (sentence := _mistake(place, value))}
    good = {place: value for place, value in settings.items() if place not in wrong}
    return _theme(path.stem, good), problems_at(wrong, text, str(path))


def _theme_files(user_directory: Path | None) -> Iterator[Path]:
    for directory in (bundled(), user_directory):
        if directory is not None and directory.is_dir():
            yield from sorted(directory.glob("*.toml"))


def _settings(table: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    """Yield each setting with its place."""
    for key, value in table.items():
        if key == _TABLE and isinstance(value, dict):
            yield from (((key, name), setting) for name, setting in value.items())
        else:
            yield (key,), value


def _mistake(place: Place, value: object) -> str | None:
    """Return what is wrong with one setting."""
    *tables, key = map(str, place)
    if tables:
        return _variable_mistake(key, value)
    if key in _SWITCHES:
        return None if isinstance(value, bool) else f"{shown(value)} is not true or false."
    if key not in _COLORS:
        return f"A theme has no such key.{near(key, (*_COLORS, *_SWITCHES, _TABLE))}"
    return None if _is_color(value) else f"{shown(value)} is not a colour."


def _variable_mistake(name: str, value: object) -> str | None:
    ours = VARIABLES | STYLES
    if name not in ours and name not in _textual_variables():
        return f"There is no such variable.{near(name, ours)}"
    if name.endswith("style"):
        is_style = isinstance(value, str) and _STYLE_WORDS.issuperset(value.split())
        return None if is_style else f"{shown(value)} is not a text style."
    return None if _is_color_value(value) else f"{shown(value)} is not a colour."


@cache
def _textual_variables() -> frozenset[str]:
    themes = (Theme(name="", primary=_DEFAULT_PRIMARY, ansi=ansi) for ansi in (False, True))
    return frozenset[str]().union(_NOT_GENERATED, *(theme.to_color_system().generate() for theme in themes))


def _is_color(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        Color.parse(value)
    except ColorParseError:
        return False
    return True


def _is_color_value(value: object) -> bool:
    """Tell whether ``value`` is what a style sheet takes for a colour: ``#102030``, ``red 30%``, ``auto 87%``."""
    if not isinstance(value, str):
        return False
    color, _, share = value.partition(" ")
    is_share = not share or (share.endswith("%") and share[:-1].isdecimal())
    return is_share and (color in _NO_PARSED_COLORS or _is_color(color))


def _theme(name: str, settings: Mapping[Place, Any]) -> Theme:
    base = {str(place[0]): value for place, value in settings.items() if len(place) == 1}
    variables = {str(place[1]): value for place, value in settings.items() if len(place) > 1}
    return Theme(name, **{"primary": _DEFAULT_PRIMARY, **base}, variables=variables)
