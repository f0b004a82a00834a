"""What a terminal can do, by the name in TERM. Of one that is not known, nothing is asked that is not needed."""

from typing import Final, NamedTuple


class Ability(NamedTuple):
    """What may be used to write less.

    ``scrolls``: margins (DECSTBM) with index and reverse index. ``erases``: a line erased is of the pen's background.
    ``inserts``: rows are inserted and deleted (IL, DL). ``takes_back``: single attributes can be taken
    back (SGR 22 to 29, 39, 49).
    """

    scrolls: bool = False
    inserts: bool = False
    erases: bool = False
    takes_back: bool = False


_FULL: Final = Ability(scrolls=True, inserts=True, erases=True, takes_back=True)
_UNCOLORED: Final = Ability(scrolls=True, inserts=True, takes_back=True)
"""GNU screen and what calls itself so: it erases with the terminal's own background (no ``bce`` in its terminfo)."""
_OLD: Final = Ability(scrolls=True)
"""The VT100 and its children know five attributes, which only a reset takes back."""

_BY_NAME: Final = {
    "xterm": _FULL,
    "tmux": _FULL,
    "linux": _FULL,
    "rxvt": _FULL,
    "putty": _FULL,
    "konsole": _FULL,
    "vte": _FULL,
    "gnome": _FULL,
    "alacritty": _FULL,
    "foot": _FULL,
    "st": _FULL,
    "wezterm": _FULL,
    "iterm2": _FULL,
    "screen": _UNCOLORED,
    "vt100": _OLD,
    "vt102": _OLD._replace(inserts=True),
    "vt220": _OLD._replace(inserts=True),
    "ansi": Ability(),
}
"""By the part of the name before the first hyphen: ``xterm-256color``, ``screen.xterm-256color``, ``tmux``."""


def ability(term: str) -> Ability:
    """Return what the terminal that TERM calls ``term`` can do."""
    family = term.partition("-")[0].partition(".")[0]
    return _BY_NAME.get(family, Ability())
