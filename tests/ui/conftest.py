from pathlib import Path

import pytest

from tests.ui.alerts import the_incident
from tests.ui.desk import a_session, commit
from wallwatch.ui.session import Session


@pytest.fixture(autouse=True)
def _a_good_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the tests are run in, the screen is painted for a terminal with colours and UTF-8."""
    for name in ("NO_COLOR", "COLORTERM", "COLORFGBG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session over a store that holds the incident: two bursts of three SYNs, and a knock between them."""
    session = a_session(tmp_path)
    commit(session.store, the_incident())
    return session
