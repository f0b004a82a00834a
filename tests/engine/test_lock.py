"""One collector at a time."""

from pathlib import Path

from wallwatch.engine.lock import collector_lock, lock_path


def test_the_second_one_does_not_get_the_lock(tmp_path: Path) -> None:
    """Whoever comes second is told so and does not wait."""
    path = lock_path(tmp_path / "wallwatch.db")
    with collector_lock(path) as ours:
        assert ours
        with collector_lock(path) as theirs:
            assert not theirs
    with collector_lock(path) as again:
        assert again
