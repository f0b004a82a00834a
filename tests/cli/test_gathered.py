from pathlib import Path

import pytest

from tests.engine.incident import LOGS, SAMPLES
from wallwatch.cli.gathered import gathered


def test_whole_files_are_joined_in_a_store_that_goes_with_it() -> None:
    """As the engine joins them; nothing is left of it."""
    with gathered([str(SAMPLES / log) for log in LOGS]) as reader:
        assert [alert.packets for alert in reader.alerts(reader.index().ids)] == [3, 3]
        store = reader._database.path
        assert store.exists()
    assert not store.parent.exists()


def test_what_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rest is read all the same."""
    with gathered([str(tmp_path / "none.log"), str(SAMPLES / "kern.log")]) as reader:
        assert len(reader.index().ids) == 2
    assert "none.log" in capsys.readouterr().err
