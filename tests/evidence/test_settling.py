"""Alerts whose verdict may still turn."""

from tests.evidence.samples import an_alert
from wallwatch.evidence.settling import Settling


def test_alerts_are_given_back_once_as_they_were_last_held():
    """In the order that is asked for; what is not held is left out."""
    settling = Settling()
    settling.hold(an_alert(id=1))
    settling.hold(an_alert(id=2))
    settling.hold(an_alert(id=1, packets=2))
    assert [(alert.id, alert.packets) for alert in settling.release((2, 1, 9))] == [(2, 1), (1, 2)]
    assert settling.release((1, 2)) == []


def test_an_alert_that_is_no_row_any_more_is_forgotten():
    """It went into another one, or was pruned."""
    settling = Settling()
    settling.hold(an_alert(id=1))
    settling.drop(1)
    settling.drop(9)
    assert settling.release((1,)) == []


def test_memory_is_bounded():
    """The newest are held."""
    settling = Settling(capacity=10)
    for number in range(1_000):
        settling.hold(an_alert(id=number))
    assert settling.release((1,)) == []
    assert len(settling.release(range(1_000))) <= 10
