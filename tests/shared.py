"""Material for testing that may stand beside the project and is no part of it."""

from pathlib import Path

import pytest

_FOLDER = Path(__file__).resolve().parents[2] / "shared"


def shared(*parts: str) -> Path:
    """Return a file or folder of that material; skip the test where it is missing."""
    path = _FOLDER.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not on this machine")
    return path
