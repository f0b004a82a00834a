from pathlib import Path

import pytest

from tests.ui.alerts import the_incident
from tests.ui.desk import a_session, commit
from wallwatch.ui.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A session over a store that holds the incident: two bursts of three SYNs, and a knock between them."""
    session = a_session(tmp_path)
    commit(session.store, the_incident())
    return session
