from pathlib import Path

import pytest

from wallwatch.errors import StoreError
from wallwatch.store.room import Ballast, Space, space_at

MIB = 1024 * 1024


@pytest.mark.parametrize(("total", "reserve", "ballast", "log"), [
    (MIB, MIB // 20, 256 * 1024, 64 * 1024),
    (100 * MIB, 5 * MIB, 2 * MIB, 100 * MIB // 16),
    (100_000 * MIB, 64 * MIB, 16 * MIB, 64 * MIB),
])  # fmt: skip
def test_what_is_set_aside_is_in_proportion(total: int, reserve: int, ballast: int, log: int) -> None:
    """A small file system is not eaten up by it, and a large one gives no more than it needs."""
    space = Space(total, total)
    assert (space.reserve, space.ballast, space.log) == (reserve, ballast, log)


@pytest.mark.parametrize(("free", "enough"), [(5 * MIB, True), (5 * MIB - 1, False), (0, False)])
def test_collecting_leaves_the_reserve_alone(free: int, *, enough: bool) -> None:
    """Others need some room too."""
    assert Space(100 * MIB, free).is_enough is enough


def test_the_ballast_is_real(tmp_path: Path) -> None:
    """Its blocks are taken, nobody else may read it, and it can be thrown off twice."""
    ballast = Ballast(tmp_path / "store.db", lambda _: Space(MIB, MIB))
    assert ballast.take_on()
    assert ballast.take_on()
    status = (tmp_path / "store.db.ballast").stat()
    assert (status.st_size, status.st_mode & 0o777) == (256 * 1024, 0o600)
    assert status.st_blocks * 512 >= status.st_size
    ballast.throw_off()
    ballast.throw_off()
    assert list(tmp_path.iterdir()) == []


def test_no_ballast_is_taken_on_where_room_is_short(tmp_path: Path) -> None:
    """It would be what fills the disk."""
    ballast = Ballast(tmp_path / "store.db", lambda _: Space(MIB, 500 * 1024))
    assert not ballast.take_on()
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_is_gone_is_told(tmp_path: Path) -> None:
    """A sentence says so."""
    assert space_at(tmp_path).total > 0
    with pytest.raises(StoreError, match="cannot be asked for its room"):
        space_at(tmp_path / "gone")
