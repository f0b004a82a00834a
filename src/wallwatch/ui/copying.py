"""Text on its way out of the screen: to the terminal's clipboard, and to a file for terminals that have none."""

import os
from pathlib import Path
from typing import Any

from textual.app import App

from wallwatch.errors import WallwatchError
from wallwatch.paths import replace_text
from wallwatch.ui.guard import copy_past_tmux


def copied(app: App[Any], path: Path | None, text: str) -> tuple[str, bool]:
    """Copy to the clipboard (OSC 52, which not every terminal takes) and to ``path``; say what was done.

    The second value tells whether all of it worked.
    """
    app.copy_to_clipboard(text)
    if "TMUX" in os.environ:
        copy_past_tmux(app, text)
    try:
        if path is not None:
            replace_text(path, text.rstrip("\n") + "\n")
    except (OSError, WallwatchError) as error:
        return f"Copied, but not to {path}: {error}", False
    return f"Copied{f' (also to {path})' if path else ''}: {text}", True
