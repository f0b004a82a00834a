from tests.correlate.incident import firewall
from wallwatch.correlate.attempt import first_attempt
from wallwatch.correlate.register import OF_ONE_KEY, Register


def opened(register, key):
    attempt = first_attempt((key,), firewall(0), 1)
    register.open(attempt)
    return attempt


def test_open_alerts_are_found_by_their_key():
    """Alerts of one key come in the order in which they were opened."""
    register = Register(100)
    first, other, second = opened(register, 1), opened(register, 2), opened(register, 1)
    assert list(register.of((1,))) == [first, second]
    assert list(register.of((2,))) == [other]
    assert not register.of((3,))
    assert set(map(id, register)) == set(map(id, (first, other, second)))


def test_a_closed_alert_is_not_found():
    """When the last alert of a key is closed, nothing is left of the key."""
    register = Register(100)
    first, second = opened(register, 1), opened(register, 1)
    register.close(first)
    assert list(register.of((1,))) == [second]
    register.close(second)
    assert not register.of((1,))
    assert len(register) == 0


def test_what_was_not_asked_for_makes_room():
    """Those that were looked up last stay open; the others are closed, and counted."""
    register = Register(10)
    kept = opened(register, 0)
    for key in range(1, 100):
        opened(register, key)
        assert list(register.of((0,))) == [kept]
        assert len(register) <= 10
    assert register.evicted == 100 - len(register)
    assert not register.of((1,))
    assert register.of((99,))


def test_one_key_cannot_take_all_the_room():
    """Ever new sequence numbers from one port close their own elders, and no others."""
    register = Register(1_000)
    other = opened(register, 2)
    alerts = [opened(register, 1) for _ in range(OF_ONE_KEY + 3)]
    assert list(register.of((1,))) == alerts[3:]
    assert list(register.of((2,))) == [other]
    assert register.evicted == 3
    assert len(register) == OF_ONE_KEY + 1


def test_an_old_alert_that_is_asked_for_is_young_again():
    """An alert of the old generation can be closed and grown like any other."""
    register = Register(4)
    first = opened(register, 1)
    opened(register, 2)
    opened(register, 3)
    assert list(register.of((1,))) == [first]
    second = opened(register, 1)
    register.close(first)
    assert list(register.of((1,))) == [second]
    assert len(list(register)) == len(register)
