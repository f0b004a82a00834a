from tests.correlate.incident import firewall
from wallwatch.correlate.attempt import first_attempt
from wallwatch.correlate.register import OF_ONE_KEY, Register


def told(register):
    """Return all open alerts."""
    return register.told_by(frozenset({firewall(0).source}))


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
    assert set(map(id, told(register))) == set(map(id, (first, other, second)))


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
    assert len(told(register)) == len(register)


def shelved(capacity, *keys):
    """Return a register with an alert of an earlier run on the shelf for each key, and the numbers fetched so far."""
    register, fetched = Register(capacity), []

    def fetch(numbers):
        fetched.extend(numbers)
        return [first_attempt(keys[number][1], firewall(0), 1) for number in numbers]

    register.shelve([(shown, number) for number, (shown, _) in enumerate(keys)], fetch)
    return register, fetched


ONE, OTHER = ("tcp", "192.0.2.1", 1, "192.0.2.2", 2), ("tcp", "192.0.2.1", 3, "192.0.2.2", 4)
HOSTS = ("tcp", "192.0.2.1", "192.0.2.2")


def test_an_alert_on_the_shelf_is_fetched_when_its_key_is_asked_for():
    """Once, and with all others of its key, in the order of their numbers."""
    register, fetched = shelved(100, (ONE, ONE), (OTHER, OTHER), (ONE, ONE))
    assert len(register.of(ONE)) == 2
    assert len(register.of(ONE)) == 2
    assert fetched == [0, 2]
    register.open(first_attempt(OTHER, firewall(0), 1))
    assert len(register.of(OTHER)) == 2
    assert len(told(register)) == 4


def test_a_fragment_on_the_shelf_is_found_without_its_ports():
    """Its alert shows ports, its key has none; those of its hosts that are no fragments keep theirs."""
    register, fetched = shelved(100, (ONE, HOSTS), (OTHER, OTHER), (HOSTS, HOSTS))
    assert len(register.of(HOSTS)) == 2
    assert sorted(fetched) == [0, 1, 2]
    assert len(register.of(OTHER)) == 1
    register, fetched = shelved(100, (ONE, HOSTS), (HOSTS, HOSTS))
    assert not register.of(ONE)
    assert len(register.of(HOSTS)) == 2


def test_the_shelf_is_cleared_when_there_is_no_room():
    """At the second turn of the generations, and what was on it is counted as closed."""
    register, fetched = shelved(10, (ONE, ONE), (OTHER, OTHER))
    for key in range(20):
        opened(register, key)
    assert not register.of(ONE)
    assert fetched == []
    assert register.evicted == 20 + 2 - len(register)


def test_all_that_is_on_the_shelf_is_opened_behind_what_was_opened_since():
    """As much as there is room for, the last ones first; what there is of a key stays together."""
    keys = [("tcp", "192.0.2.1", number, "192.0.2.2", 2) for number in range(11, 19)]
    register, fetched = shelved(10, *((key, key) for key in [ONE, *keys, ONE]))
    here = [opened(register, 1), opened(register, 2), opened(register, 2)]
    assert [attempt.key for attempt in told(register)] == [*keys[2:], ONE, (1,), (2,), (2,)]
    assert fetched == [3, 4, 5, 6, 7, 8, 9]
    assert register.evicted == 3
    assert list(register.of((1,))) == here[:1]
    assert list(register.of((2,))) == here[1:]
    assert [len(register.of(key)) for key in (keys[0], keys[2], ONE)] == [0, 1, 1]
    assert len(told(register)) == len(register) == 10

    register, _ = shelved(10, *((key, key) for key in [ONE, *keys, ONE]))
    told(register)
    assert len(register.of(ONE)) == 2
    register, _ = shelved(10, (ONE, ONE), (OTHER, HOSTS), (HOSTS, HOSTS))
    assert len(register.of(ONE)) == 1
    told(register)
    assert [len(register.of(key)) for key in (ONE, HOSTS, OTHER)] == [1, 2, 0]
    for key in range(20):
        opened(register, key)
    assert register.evicted == 20 + 3 - len(register)
