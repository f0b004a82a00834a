"""Golden screens: what stands on the terminal, as text that a reader of a change can judge.

``WALLWATCH_GOLDEN=write pytest tests/ui`` writes them anew; look at the difference before you keep it.
"""

import os
from pathlib import Path
from typing import Any

from textual.app import App

from tests.ui.hostile import screen_text

_FOLDER = Path(__file__).parent / "golden"


def assert_golden(app: App[Any], name: str) -> None:
    """Compare the screen with ``golden/<name>.txt``."""
    path, shown = _FOLDER / f"{name}.txt", screen_text(app) + "\n"
    if os.environ.get("WALLWATCH_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
