"""What stands between the command and the first rows."""

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

NOT_YET = (
    "aiohttp",
    "tomlkit",
    "wallwatch.engine.actors",
    "wallwatch.evidence.court",
    "wallwatch.fingerprint",
    "wallwatch.formats",
    "wallwatch.noise.draft",
    "wallwatch.reports.html",
    "wallwatch.sources.discover",
    "wallwatch.ui.screens.overview",
    "wallwatch.whois.fetch",
)
PROGRAM = "import json, sys, wallwatch.cli.watch, wallwatch.ui.app; print(json.dumps(sorted(sys.modules)))"


@pytest.fixture(scope="module")
def imported():
    """The modules that are there when the screen is, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True)
    return frozenset(json.loads(done.stdout))


@pytest.mark.parametrize("name", NOT_YET)
def test_the_first_rows_do_not_wait_for(imported, name):
    """What is wanted by a key, by a pane that fills a moment later, or by another command."""
    assert name not in imported


def test_these_are_modules_that_there_are(imported):
    """A name that is written wrong would be imported by nobody."""
    assert "wallwatch.store.reader" in imported
    assert all(find_spec(name) is not None for name in NOT_YET)
