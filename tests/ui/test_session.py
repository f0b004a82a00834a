from pathlib import Path

from wallwatch.ui.session import Session
from wallwatch.whois.cache import NetworkCache


def test_a_session_needs_its_files_and_a_title():
    """All else has a default: ten frames a second, marks are written, the store is looked at without an engine."""
    session = Session(
        store=Path("s.db"), marks=Path("m.db"), rules=Path("noise.toml"), networks=NetworkCache(None), title="box"
    )
    assert (session.frames, session.read_only, session.wakeups, session.problems) == (10, False, None, ())
    assert session.clock() > 1_700_000_000_000_000
