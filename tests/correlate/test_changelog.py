from tests.correlate.incident import firewall, seconds
from wallwatch.correlate.attempt import first_attempt
from wallwatch.correlate.changelog import Changelog


def attempt(second=0):
    return first_attempt((), firewall(seconds(second), ip_id=second), 1)


def told(changes):
    return [(change.kind, change.alert.id, change.into) for change in changes]


def test_an_alert_is_new_once_and_grows_then():
    """Numbers rise by one, and an alert is told of once however often it was touched."""
    log = Changelog(7)
    first, second = attempt(), attempt()
    log.touch(first)
    log.touch(second)
    log.touch(first)
    assert told(log.drain()) == [("new", 7, None), ("new", 8, None)]
    log.touch(second)
    assert told(log.drain()) == [("grown", 8, None)]
    assert log.drain() == []


def test_a_change_carries_what_it_touched():
    """The packets of a new alert come with it; of a grown one, those that are new."""
    log = Changelog(1)
    alert = attempt()
    log.touch(alert)
    assert [place for place, _ in log.drain()[0].touched] == [0]
    alert.take(attempt(3))
    log.touch(alert)
    assert [place for place, _ in log.drain()[0].touched] == [1]


def test_a_merged_alert_says_where_it_went():
    """The alert that took over is told of before the one that is gone."""
    log = Changelog(1)
    one, other = attempt(), attempt(3)
    log.touch(one)
    log.touch(other)
    log.drain()
    log.merge(other, one)
    one.take(other)
    assert told(log.drain()) == [("grown", 1, None), ("merged", 2, 1)]


def test_an_alert_that_nobody_heard_of_is_merged_in_silence():
    """What is new and gone in one batch is not told of."""
    log = Changelog(1)
    one, other = attempt(), attempt(3)
    log.touch(one)
    log.touch(other)
    log.merge(other, one)
    one.take(other)
    assert told(log.drain()) == [("new", 1, None)]


def test_a_chain_of_merges_leads_to_its_end():
    """Merged twice in one batch, an alert is said to be where its packets are."""
    log = Changelog(1)
    alerts = [attempt(second) for second in (0, 3, 9)]
    for alert in alerts:
        log.touch(alert)
    log.drain()
    first, second, third = alerts
    log.merge(third, second)
    second.take(third)
    log.merge(second, first)
    first.take(second)
    assert told(log.drain()) == [("grown", 1, None), ("merged", 3, 1), ("merged", 2, 1)]


def test_an_alert_that_loses_a_packet_is_replaced():
    """Packets only ever come or change; one that leaves an alert leaves it under another number."""
    log = Changelog(1)
    alert = attempt()
    alert.take(attempt(3))
    log.touch(alert)
    log.drain()
    log.replace(alert)
    released = alert.release(alert.packets[1])
    log.touch(released)
    changes = log.drain()
    assert told(changes) == [("new", 2, None), ("new", 3, None), ("merged", 1, 2)]
    assert [place for place, _ in changes[0].touched] == [0]


def test_reserved_numbers_are_left_out():
    """New alerts are numbered after those of earlier runs."""
    log = Changelog(1)
    log.reserve(41)
    log.reserve(7)
    log.touch(attempt())
    assert told(log.drain()) == [("new", 42, None)]
