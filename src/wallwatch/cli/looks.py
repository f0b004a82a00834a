"""How the screen of a command looks: what was asked for, what the configuration says, and what the terminal can."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from wallwatch import paths
from wallwatch.cli.config import configuration, place_of
from wallwatch.cli.screen_options import Asked
from wallwatch.config import Config, Problem
from wallwatch.ui.look import Wish, is_plain, look_of

_AT_START: Final = ("color", "mouse", "frames", "frames_ssh", "plain_frames")
"""Keys of the configuration that a screen looks at once: the library that paints it fixes most of this on import."""


def looks(config: Config, asked: Asked) -> dict[str, Any]:
    """Return the fields of a :class:`Session` that say how the screen looks."""
    wanted, folder = asked.over(config), paths.config_directory()
    look = look_of(os.environ, wanted.color, config.theme)
    return {
        "colors": look.colors,
        "theme": look.theme,
        "suits": look.suits,
        "theme_place": place_of("theme"),
        "themes": folder / "themes",
        "decide_theme": keeper("theme", asked),
        "settings": folder / "config.toml",
        "wish": lambda: _wish(config, asked),
        "ascii": is_plain(),
        "frames": config.frames_ssh if "SSH_CONNECTION" in os.environ else config.frames,
        "inline": asked.inline,
        "plain_frames": wanted.plain_frames,
        "mouse": wanted.mouse,
    }


def _wish(before: Config, asked: Asked) -> Wish:
    """Return what the configuration says of the theme now, and which of its keys hold from the next start."""
    config, problems = configuration()
    color = asked.over(before).color
    changed = [key for key in _AT_START if getattr(config, key) != getattr(before, key) and _is_open(key, asked)]
    later = [Problem(*place_of(key), key, "This holds from the next start.") for key in changed]
    return Wish(look_of(os.environ, color, config.theme).theme, place_of("theme"), (*problems, *later))


def _is_open(key: str, asked: Asked) -> bool:
    """Tell whether the command line leaves a key to the configuration."""
    return getattr(asked, key, None) is None


def keeper(key: str, asked: Asked) -> Callable[[str], str]:
    """Return what keeps a decision that is made on the screen, and says where."""
    return _hold if asked.read_only else partial(_keep, key)


def _keep(key: str, value: str) -> str:
    """Keep it in ``config.toml``."""
    from wallwatch.config.change import set_key  # noqa: PLC0415 - seldom wanted

    return set_key(paths.config_directory() / "config.toml", key, value)


def _hold(_value: str) -> str:
    """Keep it for this screen alone, which may write nothing."""
    return "This holds until you leave."
