"""How the screen looks on this terminal: how many colours, which theme, and whether ASCII has to do.

It is decided once, before the app is built: Textual reads its variables when it is imported, and fixes what it does
about ``NO_COLOR`` when an app is made. So nothing of Textual is imported here.
"""

import os
from collections.abc import Mapping, MutableMapping
from typing import Final, Literal, NamedTuple

from wallwatch.config import Problem

Colors = Literal["truecolor", "256", "16", "mono"]

TRUECOLOR: Final = frozenset({"truecolor", "24bit"})
"""What ``COLORTERM`` says where the terminal takes any colour."""

_BY_ENDING: Final[tuple[tuple[tuple[str, ...], Colors], ...]] = (
    (("-direct", "-truecolor", "-24bit"), "truecolor"),
    (("-256color", "-256"), "256"),
    (("-m", "-mono"), "mono"),
)
_NO_COLORS: Final = ("vt", "dumb", "unknown", "cons25-m")
"""Beginnings of what ``TERM`` says where there are no colours: DEC's terminals had none."""
_NO_GRAPHICS: Final = ("linux", "vt", "dumb", "unknown", "cons25")
"""Beginnings of what ``TERM`` says where the letters may be few: the consoles of Linux and BSD, and DEC's terminals."""
_SYSTEMS: Final[Mapping[Colors, str]] = {"truecolor": "truecolor", "256": "256", "16": "standard", "mono": "standard"}
"""What Textual and Rich call them."""
_LIGHT: Final = frozenset({"7", "9", "10", "11", "12", "13", "14", "15"})
"""Colours of a background on which dark letters stand, as ``COLORFGBG`` numbers them."""
_SUITABLE: Final[Mapping[Colors, tuple[str, str]]] = {
    "truecolor": ("dark", "light"),
    "256": ("dark", "light"),
    "16": ("terminal-dark", "terminal-light"),
    "mono": ("mono", "mono"),
}
"""The theme for a dark background, and for a light one."""
_NO_LOCALE: Final = frozenset({"", "C", "POSIX"})
_COERCED: Final = "C.UTF-8"
"""What Python puts into ``LC_CTYPE`` where there is no locale (PEP 538)."""


class Look(NamedTuple):
    """How the screen looks. ``theme`` is the one that is asked for, ``suits`` the one that suits the terminal."""

    colors: Colors
    theme: str | None
    suits: str


class Wish(NamedTuple):
    """What the configuration says of the theme: its name, in which file and line that stands, and what is wrong.

    What is right and holds from the next start only is among the problems.
    """

    theme: str | None
    place: tuple[str, int | None]
    problems: tuple[Problem, ...] = ()


def look_of(environ: Mapping[str, str], color: str, theme: str | None) -> Look:
    """Return how the screen looks: ``color`` is ``auto`` or what the user said, ``theme`` the user's choice.

    Without colours there is one theme only, which does without.
    """
    colors = colors_of(environ, color)
    suits = _SUITABLE[colors][_is_light(environ)]
    return Look(colors, None if colors == "mono" else theme, suits)


def colors_of(environ: Mapping[str, str], color: str) -> Colors:
    """Return the colours: those that the user said, else none with ``NO_COLOR``, else by ``COLORTERM``, else ``TERM``.

    An empty ``NO_COLOR`` says nothing (no-color.org).
    """
    said: Mapping[str, Colors] = {name: name for name in _SYSTEMS}
    if color in said:
        return said[color]
    if environ.get("NO_COLOR"):
        return "mono"
    if environ.get("COLORTERM", "").strip().lower() in TRUECOLOR:
        return "truecolor"
    return _by_term(environ.get("TERM", "").strip().lower())


_FRAMES: Final = "250"
"""Frames a second that Textual makes at most: what follows a key by a moment is not to wait for the next sixtieth.

How often anything is written is the driver's affair.
"""


def adopt(colors: Colors, environ: MutableMapping[str, str]) -> None:
    """Tell Textual, through the environment that it reads on import."""
    environ["TEXTUAL_COLOR_SYSTEM"] = _SYSTEMS[colors]
    environ.setdefault("TEXTUAL_FPS", _FRAMES)
    environ.pop("NO_COLOR", None)
    if colors == "mono":
        environ["NO_COLOR"] = "1"


def is_plain(environ: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the terminal may not have more than ASCII: its kind has not, or the locale does not allow it."""
    if environ.get("TERM", "").lower().startswith(_NO_GRAPHICS):
        return True
    return "utf" not in _locale(environ).lower()


def _locale(environ: Mapping[str, str]) -> str:
    """Return the locale of letters as the user set it, before Python chose one in its place."""
    every, letters, rest = (environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    if letters == _COERCED and rest in _NO_LOCALE:
        letters = ""
    return every or letters or rest


def _by_term(term: str) -> Colors:
    for endings, colors in _BY_ENDING:
        if term.endswith(endings):
            return colors
    return "mono" if term.startswith(_NO_COLORS) else "16"


def _is_light(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal says that its background is light; most say nothing."""
    return environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT
