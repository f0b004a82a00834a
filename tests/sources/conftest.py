import os
import tempfile
from pathlib import Path

import pytest

from tests.sources.tailing import Log, Tail

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


@pytest.fixture
def log(tmp_path):
    """The log of a kernel."""
    return Log(tmp_path / "kern.log")


@pytest.fixture
def tail(log):
    """Its reader, which looks when it is told to."""
    tail = Tail(log.path)
    yield tail
    tail.stop()
