import pytest

from wallwatch.fingerprint.distance import guessed_hops


@pytest.mark.parametrize(
    ("ttl", "hops"),
    [(0, 32), (32, 0), (33, 31), (53, 11), (64, 0), (65, 63), (117, 11), (128, 0), (138, 117), (244, 11), (255, 0)],
)
def test_the_distance_is_counted_from_the_next_usual_ttl(ttl, hops):
    """A TTL of 117 started from 128, so it passed 11 routers; p0f 1 printed one more."""
    assert guessed_hops(ttl) == hops
