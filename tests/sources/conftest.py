import os
import tempfile
from pathlib import Path

import pytest

NOBODY = 65_534


@pytest.fixture
def outsider():
    """A directory of a user who is not root, for the time of the test us: root may read everything."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid() != 0:
            yield Path(name)
            return
        os.chown(name, NOBODY, -1)
        os.seteuid(NOBODY)
        yield Path(name)
        os.seteuid(0)
