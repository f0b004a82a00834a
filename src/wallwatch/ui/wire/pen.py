"""Pens: how a cell is drawn, as the parameters of SGR (ECMA-48, 8.3.117) in one fixed order, and the way between two.

``"1;38;5;253;48;5;16"`` is bold, with a foreground and a background; ``""`` is the terminal's own look.
"""

from functools import lru_cache
from typing import Final, NamedTuple

Pen = str

PLAIN: Final[Pen] = ""

_OFF: Final = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
    "51": "54",
    "52": "54",
    "53": "55",
}
"""Each attribute that Textual sets, and what takes it back."""
_FOREGROUND: Final = frozenset({*map(str, range(30, 38)), *map(str, range(90, 98))})
_BACKGROUND: Final = frozenset({*map(str, range(40, 48)), *map(str, range(100, 108))})
_LONG: Final = {"5": 3, "2": 5}
"""Parameters of a colour after 38 or 48, by the second of them: an index, or red, green and blue."""


class Look(NamedTuple):
    """A pen taken apart; a colour is its parameters, or nothing for the terminal's own."""

    attributes: tuple[str, ...]
    foreground: str
    background: str

    @property
    def pen(self) -> Pen:
        """The pen that looks like this."""
        return ";".join(filter(None, (*self.attributes, self.foreground, self.background)))


_PLAIN_LOOK: Final = Look((), "", "")


@lru_cache(4096)
def look(pen: Pen) -> Look:
    """Return the parts of a pen."""
    return _changed(_PLAIN_LOOK, pen.split(";")) if pen else _PLAIN_LOOK


@lru_cache(4096)
def after(pen: Pen, parameters: str) -> Pen:
    """Return the pen that ``pen`` becomes by ``CSI parameters m``.

    Raises:
        ValueError: a parameter is none that Textual writes.
    """
    return _changed(look(pen), parameters.split(";")).pen


@lru_cache(4096)
def blank(pen: Pen) -> Pen | None:
    """Return the pen of a blank that looks as one drawn by ``pen`` does; ``None`` where only this pen can draw it."""
    seen = look(pen)
    return None if seen.attributes else seen.background


@lru_cache(4096)
def change(old: Pen, new: Pen, *, takes_back: bool) -> str:
    """Return the shortest sequence from one pen to another, without taking single attributes back where it must not."""
    if old == new:
        return ""
    anew = f"\x1b[0;{new}m" if new else "\x1b[m"
    if old == PLAIN:
        return f"\x1b[{new}m"
    if not takes_back:
        return anew
    return min(f"\x1b[{';'.join(_steps(look(old), look(new)))}m", anew, key=len)


def _steps(old: Look, new: Look) -> list[str]:
    """Return the parameters that make ``new`` out of ``old``."""
    off = dict.fromkeys(_OFF[attribute] for attribute in old.attributes if attribute not in new.attributes)
    kept = {attribute for attribute in old.attributes if _OFF[attribute] not in off}
    steps = [*off, *(attribute for attribute in new.attributes if attribute not in kept)]
    if new.foreground != old.foreground:
        steps.append(new.foreground or "39")
    if new.background != old.background:
        steps.append(new.background or "49")
    return steps


def _changed(before: Look, parameters: list[str]) -> Look:
    """Return a look after the parameters of one SGR.

    Raises:
        ValueError: one of them is not known.
    """
    attributes, colors = set(before.attributes), {"3": before.foreground, "4": before.background}
    rest = parameters
    while rest:
        code, length = rest[0], 1
        if code in {"", "0"}:
            attributes, colors = set(), {"3": "", "4": ""}
        elif code in _OFF:
            attributes.add(code)
        elif code in {"38", "48"}:
            length = _LONG.get("".join(rest[1:2]), 0)
            colors[code[0]] = ";".join(rest[:length])
        elif code in _FOREGROUND or code in _BACKGROUND:
            colors["3" if code in _FOREGROUND else "4"] = code
        elif code in {"39", "49"}:
            colors[code[0]] = ""
        else:
            length = 0
        if not 0 < length <= len(rest):
            raise ValueError(f"{code} is nothing that Textual writes")
        rest = rest[length:]
    return Look(tuple(sorted(attributes, key=int)), colors["3"], colors["4"])
