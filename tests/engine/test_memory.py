"""What one engine leaves to the next one."""

from tests.correlate.incident import firewall, seconds
from wallwatch.correlate import Correlator
from wallwatch.correlate.attempt import PACKETS_KEPT
from wallwatch.correlate.calendar import Lessons
from wallwatch.engine.memory import CALENDAR, SKEWS, calendar_words, recall, skew_words, skews, tail_words


def _long() -> Correlator:
    correlator = Correlator()
    correlator.add([firewall(seconds(second), ip_id=second + 1, seq=7) for second in range(PACKETS_KEPT + 9)])
    return correlator


def test_what_was_learned_and_the_ends_of_long_alerts_come_back() -> None:
    """Words are made of them, and understood."""
    ((number, tail),) = _long().tails().items()
    again = Correlator()
    recall(again, {CALENDAR: calendar_words(Lessons(years={"kern": -24})), str(number): tail_words(tail)})
    assert again.calendar.lessons().years == {"kern": -24}
    assert again.remembered == {number: tail}


def test_what_is_forgotten_has_no_words() -> None:
    """An alert that was merged needs none."""
    assert tail_words(None) == b""


def test_garbled_words_are_left_out() -> None:
    """A damaged row costs no more than what it says."""
    correlator = Correlator()
    recall(correlator, {CALENDAR: b"\xff", "7": b"\x00", "x": b"\x80"})
    assert correlator.remembered == {}


def test_what_is_known_of_clocks_comes_back() -> None:
    """For the next engine, and for who asks how the sources are."""
    words = {SKEWS: skew_words({"kern": -3_600_000_000})}
    correlator = Correlator()
    recall(correlator, words)
    assert correlator.skews.ahead == skews(words) == {"kern": -3_600_000_000}
    assert skews({}) == skews({SKEWS: b"\xff"}) == {}
