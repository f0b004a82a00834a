import pytest

from wallwatch.fingerprint.waits import LONGEST, SYSTEMS, fits
from wallwatch.model.times import SECOND


def named(ladder: tuple[float, ...], tick: int = 1) -> dict[str, tuple[int, int]]:
    """Return the systems that a ladder fits, each with the try of the last packet and how many are missing."""
    return {fit.system.name: (fit.at, fit.missing) for fit in fits(ladder, tick)}


LADDERS = [
    (
        (2.96, 6.02),
        1,
        {"Windows 2000 to 8": (2, 0), "Windows NT 4.0": (2, 0), "Linux before 3.1": (2, 0), "old FreeBSD": (3, 1)},
    ),
    ((12.1, 24.3), 1, {"Linux before 3.1": (4, 2)}),  # the first two were not logged
    ((9.0, 12.0), 1, {"Windows NT 4.0": (3, 1), "Linux before 3.1": (3, 1)}),  # the second was not
    ((0.5, 0.5), 1, {"Windows after a reset": (2, 0)}),
    ((0.5, 0.5, 0.5), 1, {}),  # Windows asks twice
    ((0.05,), 1, {}),
    ((3.0, 3.2, 3.2), 1, {"old FreeBSD": (3, 0)}),
    ((5.0, 5.0, 5.0), 1, {}),
    ((0.0,), 1, {}),
]


@pytest.mark.parametrize(("ladder", "tick", "systems"), LADDERS)
def test_a_ladder_fits_systems_with_packets_missing_or_not(ladder, tick, systems):
    """At most two packets may be missing, before the first one that was logged or after it."""
    assert named(ladder, tick) == systems


def test_a_wait_may_be_off_by_a_coarse_timer_but_not_by_more():
    """Windows 2000 counts in half seconds; 2 s is nobody's 3 s, unless stamps are whole seconds."""
    assert "Windows 2000 to 8" in named((2.6,))
    assert "Windows 2000 to 8" not in named((2.0,))
    assert "Windows 2000 to 8" in named((2.0,), SECOND)


def test_whole_seconds_do_not_add_up():
    """Each stamp is off by less than a second; so is the sum of all waits."""
    assert "Windows 2000 to 8" in named((2.0, 7.0), SECOND)
    assert "Linux 3.1 to 6.4" in named((1.0, 2.0, 4.0, 8.0), SECOND)
    assert "Linux 3.1 to 6.4" not in named((2.0, 3.0, 5.0, 9.0), SECOND)


def test_every_system_fits_its_own_waits():
    """From the first to the last."""
    for system in SYSTEMS:
        assert named(system.waits)[system.name] == (len(system.waits), 0)
        assert len(system.waits) < LONGEST


def test_the_next_wait_is_none_when_a_system_gives_up():
    """Windows 2000 after two retries; Linux would go on after 12 s."""
    following = {fit.system.name: fit.next_wait for fit in fits((3.0, 6.0), 1) if not fit.missing}
    assert following == {"Windows 2000 to 8": None, "Windows NT 4.0": 12, "Linux before 3.1": 12}
