"""Golden reports: whole files, as a reader of a change can judge them.

``WALLWATCH_GOLDEN=write pytest tests/reports`` writes them anew; look at the difference before you keep it.
"""

import os
from pathlib import Path

_FOLDER = Path(__file__).parent / "golden"


def assert_golden(made: str, name: str) -> None:
    """Compare a report with the file ``golden/<name>``, byte for byte."""
    path = _FOLDER / name
    if os.environ.get("WALLWATCH_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(made.encode())
    assert made.encode() == path.read_bytes()
