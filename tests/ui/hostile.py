"""What attackers write into a log, and what of it may reach a terminal."""

import unicodedata
from typing import Any, Final

from textual._context import visible_screen_stack
from textual.app import App
from textual.strip import Strip

HOSTILE: Final = (
    "\x1b[2J",
    "\x1b[31;1mred\x1b[0m",
    "\x1b]0;a title\x07",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x1b]8;;http://192.0.2.1/\x1b\\a link\x1b]8;;\x1b\\",
    "\x1b[21t",
    "\x1bP$q q\x1b\\",
    "\x1b[6n",
    "\x1bc",
    "\x9b31m",
    "\x9d52;c;cm0gLXJm\x9c",
    "a\rb\nc\td\x08e\x07f\x00g\x7fh",
    "\u202egnp.exe\u202c",
    "\u2066left\u2069\u200b\u200d\ufeff",
    "a\u2028b\u2029c",
    "\udc9b lone",
    "\U000e0041\U000e0042",
    "[@click=app.quit]x[/]",
    "[@click='app.bell']x[/]",
    "[/b]",
    "x [/] y",
    "[UFW BLOCK] IN=eth0",
    "[sshd] Ban 192.0.2.7",
    "[$primary]x[/$primary]",
    "[link=http://192.0.2.1/]x[/link]",
    "[[[",
    "a trailing backslash\\",
    "[bold]not bold",
    "👩‍👩‍👧 e" + "\u0301" * 30,
)
"""Escape sequences in 7 and 8 bits, invisible and bidirectional characters, and what Textual takes for markup."""

_FORBIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def screen_lines(app: App[Any]) -> list[str]:
    """Return the lines of the screen as they would be painted, guard and all."""
    return [strip.text.rstrip() for strip in screen_strips(app)]


def screen_strips(app: App[Any]) -> list[Strip]:
    """Return the lines of the screen with their colours, what is seen of the screen below a dialog among them."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def screen_text(app: App[Any]) -> str:
    """Return the screen as it would be painted."""
    return "\n".join(screen_lines(app))


def leaks(text: str) -> list[str]:
    """Return the characters of ``text`` that no terminal may be sent."""
    return [char for char in text.replace("\n", "") if unicodedata.category(char) in _FORBIDDEN]
