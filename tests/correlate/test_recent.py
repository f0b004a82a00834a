from tests.correlate.incident import firewall as line_of_a_firewall
from wallwatch.correlate.facts import key_of
from wallwatch.correlate.recent import OF_ONE_KEY, Recent, seen


def firewall(time, **fields):
    return seen(line_of_a_firewall(time, **fields))


def test_what_is_remembered_of_a_sighting():
    """When it was, as its source says, and of which tuple."""
    line = line_of_a_firewall(7, zone=3_600, tick=1, source="kern.log")
    assert seen(line) == seen(line_of_a_firewall(7, zone=3_600, tick=1, source="kern.log", ttl=1))
    assert (seen(line).time, seen(line).tick, seen(line).zone, seen(line).source) == (7, 1, 3_600, "kern.log")
    assert seen(line).key == hash(key_of(line))


def test_sightings_are_remembered_by_their_key():
    """What is alike has the same protocol, addresses and ports."""
    recent = Recent(10)
    lines = [firewall(0), firewall(3), firewall(0, sport=1)]
    for line in lines:
        recent.add(line)
    assert recent.alike(firewall(9)) == lines[:2]
    assert recent.alike(firewall(9, sport=2)) == []


def test_the_newest_keys_are_remembered():
    """At least as many as asked for, at most twice as many."""
    recent = Recent(10)
    lines = [firewall(0, sport=port) for port in range(100)]
    for line in lines:
        recent.add(line)
    remembered = [line for line in lines if recent.alike(line)]
    assert lines[-10:] == remembered[-10:]
    assert len(remembered) <= 20


def test_one_key_is_not_remembered_without_end():
    """The first sightings of a key are enough."""
    recent = Recent(10)
    for time in range(100):
        recent.add(firewall(time))
    assert [line.time for line in recent.alike(firewall(0))] == list(range(OF_ONE_KEY))


def test_a_source_can_be_forgotten():
    """What it said is given back, from both generations, and the others stay."""
    recent = Recent(2)
    lines = [firewall(0, sport=port, source="kern.log" if port % 2 else "ufw.log") for port in (0, 1, 0, 1, 2, 3)]
    for line in lines:
        recent.add(line)
    assert recent.forget("kern.log") == [lines[1], lines[3], lines[5]]
    assert recent.alike(lines[0]) == [lines[0], lines[2]]
    assert recent.alike(lines[1]) == []
    assert recent
    recent.forget("ufw.log")
    assert not recent
