from wallwatch.model.times import SECOND
from wallwatch.whois.pace import A_DAY, Asked, Pace

NOON = 20_000 * 86_400 * SECOND + 43_200 * SECOND
MINUTE = 60 * SECOND
ARIN, LACNIC = "rdap.arin.net", "rdap.lacnic.net"


def test_two_questions_to_one_registry_are_two_seconds_apart():
    """Eight for LACNIC; another registry need not wait."""
    pace = Pace()
    assert pace.wait(ARIN, NOON) == 0
    pace.note(ARIN, NOON)
    pace.note(LACNIC, NOON)
    assert pace.wait(ARIN, NOON + SECOND // 2) == 1.5
    assert pace.wait(ARIN, NOON + 2 * SECOND) == 0
    assert pace.wait(LACNIC, NOON + 2 * SECOND) == 6
    assert pace.wait("rdap.apnic.net", NOON) == 0


def test_a_day_has_three_hundred_questions():
    """And the next day has as many again, also after a restart."""
    pace = Pace()
    for _ in range(A_DAY):
        assert pace.refusal(ARIN, NOON) is None
        pace.note(ARIN, NOON)
    assert "300 questions" in (Pace(pace.asked).refusal(ARIN, NOON) or "")
    assert Pace(pace.asked).refusal(ARIN, NOON + 86_400 * SECOND) is None


def test_a_registry_that_refuses_is_left_alone_for_as_long_as_it_says():
    """A quarter of an hour at least, a day at most; the others are asked meanwhile."""
    pace = Pace()
    pace.note_limit(ARIN, NOON, None)
    assert "15 minutes" in (pace.refusal(ARIN, NOON) or "")
    assert pace.refusal(LACNIC, NOON) is None
    assert pace.refusal(ARIN, NOON + 15 * MINUTE) is None
    pace.note_limit(ARIN, NOON, 3_600)
    assert "60 minutes" in (pace.refusal(ARIN, NOON) or "")
    pace.note_limit(ARIN, NOON, 10**9)
    assert pace.refusal(ARIN, NOON + 86_400 * SECOND) is None


def test_a_clock_that_is_set_back_makes_nobody_wait_for_years():
    """Neither for the pause nor for the seconds between two questions."""
    pace = Pace(Asked(paused={ARIN: NOON}))
    pace.note(ARIN, NOON)
    assert pace.refusal(ARIN, NOON - 30 * 86_400 * SECOND) is None
    assert pace.wait(ARIN, NOON - 30 * 86_400 * SECOND) == 0
