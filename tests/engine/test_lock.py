"""One collector at a time."""

import fcntl
from pathlib import Path

import pytest

from wallwatch.engine.lock import collector_lock, is_held, lock_path
from wallwatch.errors import StoreError


def test_the_second_one_does_not_get_the_lock(tmp_path: Path) -> None:
    """Whoever comes second is told so and does not wait."""
    path = lock_path(tmp_path / "wallwatch.db")
    with collector_lock(path) as ours:
        assert ours
        with collector_lock(path) as theirs:
            assert not theirs
    with collector_lock(path) as again:
        assert again


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system does not tell who holds a lock")
def test_who_holds_the_lock_is_told_without_touching_it(tmp_path: Path) -> None:
    """An engine that starts in this moment must not find it taken."""
    lock = lock_path(tmp_path / "s.db")
    tmp_path.chmod(0o700)
    assert not is_held(lock)
    with collector_lock(lock) as ours:
        assert ours
        assert is_held(lock)
    assert not is_held(lock)
    with lock.open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert is_held(lock)


def test_where_nobody_may_write_there_is_no_lock(tmp_path: Path) -> None:
    """It is said in a sentence."""
    with pytest.raises(StoreError, match="may not be written"), collector_lock(tmp_path / "gone" / "s.db.lock"):
        raise AssertionError
