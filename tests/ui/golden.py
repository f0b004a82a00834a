"""Golden screens: what stands on the terminal, as text that a reader of a change can judge.

``WALLWATCH_GOLDEN=write pytest tests/ui`` writes them anew; look at the difference before you keep it.
"""

import difflib
import os
from pathlib import Path
from typing import Any, Final

from textual.app import App

from tests.ui.hostile import screen_text

TEXTS: Final = Path(__file__).parent / "golden"


def assert_golden(app: App[Any], name: str) -> None:
    """Compare the screen with ``golden/<name>.txt``."""
    assert not differs(app, name)


def differs(app: App[Any], name: str) -> list[str]:
    """Return in which lines the screen is not what ``golden/<name>.txt`` says."""
    return differs_from(screen_text(app) + "\n", name)


def keep(shown: str, name: str) -> Path:
    """Return where ``golden/<name>.txt`` is; write it, if that is what is wanted."""
    path = TEXTS / f"{name}.txt"
    if os.environ.get("WALLWATCH_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    return path


def differs_from(shown: str, name: str) -> list[str]:
    """Return in which lines a text is not what ``golden/<name>.txt`` says."""
    path = keep(shown, name)
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    return list(difflib.unified_diff(kept.splitlines(), shown.splitlines(), f"kept {name}", "shown", lineterm="", n=0))
